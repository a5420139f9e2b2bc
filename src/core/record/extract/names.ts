// Capital letters that name no employer: people, places, sources of statistics, unions, and words that only begin a sentence.

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Words that begin sentences and headlines and are no name there. */
export const COMMON = words(
  "triple double total bleak tens current fresh major recent absolute crunch nostalgia economic the a an this that these those its his her their our your my it he she they we you i who what when where why how which whose " +
    "in on at to from by for with without of off out over under about around after before since until during despite amid among between across " +
    "and or but nor so yet if as while whereas although though because unless once also only just even still now then here there " +
    "all any both each every either neither some several many most more less few fewer other others another such same own none no not " +
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half hundred hundreds thousand thousands " +
    "dozen dozens scores million millions nearly almost roughly approximately up at-least around further additional additionally moreover meanwhile however " +
    "earlier later last next previously recently yesterday today tonight tomorrow currently overall separately instead indeed perhaps " +
    "staff workers employees people jobs job roles posts layoffs layoff redundancies cuts management managers unions union analysts investors bosses executives " +
    "journalists teachers engineers drivers pilots miners officials sources critics experts economists correspondents customers shares sales profits " +
    "affected impacted employment unemployment retail tech technology industry business companies company firms firm banks bank employers shops stores workforce headcount " +
    "is are was were be been being has have had do does did will would could should may might must can shall " +
    "new big top best first second third final update breaking exclusive opinion analysis report reports statement notice item form " +
    "mr mrs ms dr sir lord lady dame prof professor team dear hello hi thanks thank please message " +
    "according based founded under-fire against towards toward through following given including like unlike per plus via than rather specifically combined " +
    "let make made making cut cutting axe axed lay laid jobless rumours rumors talks news plans planned hopes fears closures closure employment " +
    "back down into onto upon within never always often sometimes soon again already asked says said told talk area man woman local union " +
    "universities councils hospitals schools colleges charities ministers airlines publishers newspapers retailers lenders important open " +
    "administrators receivers liquidators key wave round flood string spate list day days week senior junior deputy former acting interim large small huge massive mass further " +
    "hard why much well yes ok bad anger shock fury outrage joy relief blow source contact photo photograph picture caption note notes copyright credit correction live read listen subscribe historic iconic famous beloved popular leading fourth fifth sixth seventh eighth ninth tenth losses redundancy emails readers families queries separations severance support police parents students pupils patients passengers travellers travelers lawyers nurses doctors voters residents neighbours neighbors thousands ministers lawmakers politicians economists regulators campaigners protesters farmers miners growers traders shoppers consumers taxpayers shareholders directors trustees governors councillors officers inspectors producers publishers broadcasters carmakers automakers lenders insurers brewers builders suppliers contractors competitors startups start-ups scientists researchers academics lecturers unemployment inflation revenue revenues turnover earnings income costs prices demand output production orders exports imports stocks profit losses debts talks negotiations consultation consultations notices letters documents records figures data accounts results details questions answers rumours speculation reaction response statement support unions branches offices factories plants sites stores outlets pubs restaurants hotels schools charities museums theatres libraries councils trusts boards committees departments agencies rival rivals fellow sister parent competitor good grim rising falling struggling troubled embattled beleaguered ailing " +
    "jan feb mar apr jun jul aug sept sep oct nov dec " +
    "everyone everybody everything nobody nothing someone somebody something anyone anybody add consider expect imagine remember see watch " +
    "announced reported confirmed continued initially laying slashing shedding " +
    "taken late early year trade attempts townspeople business steelworks traffic footfall competition efforts pressure uncertainty morale effective owner owners location employer date updated vacant administrators prior elsewhere beyond thereafter joint " +
    "federal national international royal general central regional global european north south east west high",
);

export const CALENDAR = words(
  "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday " +
    "sunday christmas easter thanksgiving ramadan brexit covid covid-19 coronavirus pandemic q1 q2 q3 q4 h1 h2 fy",
);

/** Acronyms and titles that are no employer. */
export const NO_COMPANY = words(
  "r&d ceo cfo coo cto chro cmo chief executive president vice-president chairman chairwoman chair director founder co-founder secretary minister " +
    "mayor governor senator representative mp mep md vp svp evp hr pr it ai ml ar vr api saas gdp ipo esg warn sec fte ftes form 8-k act item usd eur gbp " +
    "tv ev evs c-suite u-turn et pt ct gmt bst cet est pst edt pdt phase section stage tier grade annex exhibit attachment appendix mn bn cr lakh crore series exclusive related ends us uk eu u.s u.k u.n e.u usa uae un nato tupe pc cv phd mba nft nfts crypto internet web english " +
    "vfx cgi qa ux ui sre mr mrs ms dr sir lord prof professor judge general captain pope king queen prince princess treasurer councillor congress parliament senate " +
    "senior deputy assistant acting interim former memo linkedin-post chapter black white hispanic jewish muslim christian catholic ftse liberal snp dup sdlp ukip republican republicans democrat democrats labour tory tories conservative",
);

/** What an employer is, which alone is the name of none. */
export const GENERIC = words(
  "company group firm bank board faculty university council college hospital airline corporation inc ltd directors management registrant trust union guild plan program programme restructuring reduction initiative plant facility site employer workforce committee agreement exhibit government state city county fte ftes house commons lords",
);

/** Roles before or after a name of a person. */
export const ROLES = words(
  "ceo cfo coo cto executive president chairman chairwoman chair director founder co-founder cofounder secretary minister mayor governor senator " +
    "mp mep boss head chief spokesman spokeswoman spokesperson analyst economist manager editor officer treasurer professor owner-manager " +
    "worker engineer machinist driver mr mrs ms dr sir lord lady dame foreman supervisor superintendent commissioner sheriff councillor convenor convener chancellor vice-chancellor dean provost rector principal steward spokesman partner resident miner nurse teacher pastor historian researcher activist campaigner barrister attorney counsel leader organiser organizer lawyer judge entrepreneur billionaire author columnist reporter journalist photographer presenter",
);

const PLACES = words(
  "afghanistan albania algeria america americas argentina armenia asia asia-pacific apac emea australia austria azerbaijan bahrain bangladesh belarus belgium bolivia bosnia brazil britain bulgaria " +
    "cambodia cameroon canada chile china colombia croatia cuba cyprus czechia denmark ecuador egypt england estonia ethiopia europe finland france " +
    "germany ghana greece guatemala hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kuwait " +
    "latvia lebanon lithuania luxembourg malaysia malta mexico moldova morocco myanmar nepal netherlands nigeria norway oman pakistan panama paraguay " +
    "peru philippines poland portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia spain sweden switzerland " +
    "syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay venezuela vietnam wales yemen zambia zimbabwe midlands " +
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky " +
    "louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania " +
    "tennessee texas utah vermont virginia washington wisconsin wyoming ontario quebec alberta manitoba victoria queensland tasmania bavaria " +
    "london manchester birmingham leeds glasgow edinburgh cardiff belfast bristol liverpool sheffield oxford cambridge dublin paris berlin munich " +
    "hamburg frankfurt cologne stuttgart vienna zurich geneva basel madrid barcelona valencia lisbon rome milan turin amsterdam rotterdam brussels " +
    "antwerp copenhagen stockholm oslo helsinki warsaw prague budapest athens istanbul moscow kyiv toulouse lyon tokyo osaka beijing shanghai " +
    "shenzhen bangalore bengaluru mumbai delhi hyderabad chennai pune sydney melbourne brisbane perth canberra adelaide auckland wellington toronto montreal vancouver " +
    "ottawa calgary boston chicago seattle austin dallas houston denver detroit atlanta miami philadelphia phoenix portland baltimore cleveland " +
    "pittsburgh minneapolis nashville brooklyn manhattan oakland sacramento durban pretoria soweto gqeberha bloemfontein polokwane mombasa kampala kigali accra abuja ibadan kano dakar casablanca rabat tunis algiers addis harare lusaka maputo luanda kinshasa alexandria riyadh jeddah doha muscat manama amman beirut tehran baghdad ankara izmir bursa kochi coimbatore indore jaipur lucknow nagpur surat vadodara visakhapatnam thane chandigarh islamabad rawalpindi faisalabad sialkot peshawar multan chittagong kathmandu yangon cebu davao surabaya bandung medan hangzhou wuxi suzhou nanjing ningbo xiamen qingdao dalian shenyang harbin xian chongqing taipei kaohsiung hsinchu busan incheon daegu ulsan nagoya yokohama kobe kyoto fukuoka sapporo sendai hiroshima bogota bogotá medellin lima quito santiago caracas montevideo asunción guadalajara monterrey tijuana puebla juárez curitiba recife salvador fortaleza campinas manaus córdoba rosario fremantle geraldton cairns townsville mackay rockhampton bundaberg toowoomba wodonga bathurst dubbo orange-nsw lithgow nowra christchurch napier invercargill lagos nairobi cairo johannesburg dubai jakarta manila bangkok seoul hanoi",
);
/** Counties and towns of which reports of closures often speak, unless what is called so is better known as a firm. */
const TOWNS = words(
  "tyneside wearside humberside clydeside aarhus aberdeen ahmedabad akron albany albuquerque allentown amarillo anaheim anglesey antrim armagh asheville ashford " +
    "athlone aylesbury ayrshire bakersfield ballarat ballymena banbury barnsley basildon basingstoke beaumont bedford bedfordshire " +
    "belgrade bellevue bendigo bergen berkshire bilbao binghamton birkenhead blackburn blackpool bochum boise bologna bolton " +
    "bordeaux boulder bournemouth bracknell bradford brampton bratislava bremen bridgend bridgeport brighton brno bucharest " +
    "buckinghamshire buffalo burlington burnley cairns cambridgeshire canterbury canton carlisle carlow carmarthenshire cavan " +
    "ceredigion charleston chattanooga chelmsford cheltenham chengdu cheshire chester christchurch cincinnati clare clarksville " +
    "clonmel cluj colchester colombo columbus cork cornwall coventry crawley crewe cumbria darlington davenport dayton decatur " +
    "deeside derby derbyshire derry devon dhaka doncaster donegal dorset dortmund dover dresden drogheda dudley duisburg duluth " +
    "dumfries dundalk dundee dunedin durham edmonton eindhoven elgin elkhart ellesmere ennis essex evansville exeter falkirk fargo " +
    "fermanagh fife flint flintshire fredericton fremont fresno gainesville galway gateshead gdansk geelong genoa ghent gladstone " +
    "gloucester gloucestershire gothenburg greenock greensboro greenville grenoble grimsby guangzhou guildford gurgaon gurugram " +
    "gwynedd hague halifax hamilton hampshire hannover hanover harlow harrisburg harrogate hartford hartlepool hereford " +
    "herefordshire hertfordshire hobart honolulu huddersfield hull huntsville indianapolis ingersoll inverness ipswich irvine " +
    "jacksonville janesville kalamazoo karachi karlsruhe katowice kenosha kent kerry kiel kildare kilkenny kilmarnock kitchener " +
    "knoxville kolkata krakow kuala lahore lanarkshire lancashire lansing laois leicester leicestershire leipzig leitrim " +
    "letterkenny lexington liege lille limerick lincoln lincolnshire lisburn liège ljubljana llanelli lodz londonderry longford " +
    "lordstown louisville louth lubbock luton macclesfield maidstone malmo malmö mannheim marseille mayo meath memphis merseyside " +
    "merthyr middlesbrough milwaukee mississauga modesto monaghan moncton montgomery muncie nantes naples neath newark newcastle " +
    "newfoundland newport newry noida norfolk northampton northamptonshire northumberland norwich nottingham nottinghamshire " +
    "nuremberg oakville offaly oldham omaha orlando oshawa oshkosh ostrava oxfordshire paisley pembrokeshire penang peoria perth " +
    "peterborough plano plymouth poole porto portsmouth poughkeepsie powys poznan providence racine raleigh regina renfrewshire " +
    "reno richmond riverside roanoke rochdale rochester rockford roscommon rotherham runcorn saginaw salem salford saskatchewan " +
    "saskatoon savannah scranton scunthorpe seville shannon shropshire sligo slough sofia solihull somerset southampton southend " +
    "spokane springfield stafford staffordshire stevenage stirling stockport stockton stoke strasbourg sudbury suffolk sunderland " +
    "surrey sussex swansea swindon syracuse tacoma tampa tampere taranto taunton teesside telford tianjin tipperary toledo topeka " +
    "townsville tralee trenton trieste truro tucson tulsa turku tyrone utrecht waco wakefield walsall warrington warwickshire " +
    "waterford watford westmeath wexford whyalla wichita wicklow widnes wigan wilmington wiltshire windsor winnipeg wirral woking " +
    "wolfsburg wollongong wolverhampton waterloo worcester worcestershire wrexham wroclaw wuhan yeovil yonkers york yorkshire youngstown " +
    "zagreb zaragoza lancs notts herts hants cambs leics lincs northants staffs worcs glos",
);
const PLACES_OF_TWO = new Set(
  (
    "new york|new zealand|cedar rapids|sioux falls|fort worth|fort wayne|grand rapids|new jersey|new mexico|new hampshire|north carolina|south carolina|north dakota|south dakota|west virginia|rhode island|" +
    "st john|st john's|st johns|st catharines|st helens|st albans|st petersburg|kuala lumpur|united states|united kingdom|great britain|northern ireland|south africa|south korea|north korea|saudi arabia|hong kong|costa rica|" +
    "san francisco|san jose|san diego|los angeles|las vegas|palo alto|mountain view|menlo park|san mateo|silicon valley|wall street|new delhi|" +
    "north sea|irish sea|gulf coast|east coast|west coast|south coast|new england|long island|staten island|orange county|aotearoa new zealand|great lakes|north east|north west|south east|south west|east anglia|outer hebrides|channel islands|western cape|eastern cape|north america|south america|latin america|middle east|far east|near east|bay area|west midlands|east midlands|buenos aires|mexico city|tel aviv|sri lanka|" +
    "czech republic|south wales|north wales|western australia|new south wales|british columbia|nova scotia|salt lake city|new orleans|st louis|kansas city|santa clara|high street|high streets|main street|ann arbor|baton rouge|corpus christi|des moines|thunder bay|white house|downing street|city hall"
  ).split("|"),
);
const NATIONS = words(
  "american british english scottish welsh irish french german italian spanish portuguese dutch belgian swiss austrian swedish norwegian danish " +
    "finnish polish czech hungarian romanian bulgarian greek turkish russian ukrainian chinese japanese korean indian pakistani australian canadian " +
    "mexican brazilian argentine chilean african european asian israeli egyptian nigerian kenyan indonesian vietnamese thai singaporean malaysian taiwanese " +
    "californian texan scandinavian nordic western eastern northern southern americans swedes danes finns poles turks britons australians germans canadians indians",
);

const ANY_PLACE = new Set([...PLACES, ...TOWNS, ...PLACES_OF_TWO]);

export function isPlace(name: string): boolean {
  return ANY_PLACE.has(name);
}

export function isNation(word: string): boolean {
  return NATIONS.has(word);
}

/** Titles that report what others do; what they say of themselves is of them. */
export const MEDIA = new Set(
  (
    "reuters|bloomberg|bloomberg news|bbc|the bbc|bbc news|sky news|cnbc|cnn|techcrunch|axios|politico|associated press|ap|afp|dpa|pa|pa media|the verge|the information|" +
    "new york times|the new york times|wall street journal|the wall street journal|washington post|financial times|the financial times|guardian|the guardian|" +
    "the times|the telegraph|the sun|daily mail|mail|business insider|insider|fortune|forbes|wired|variety|deadline|the hollywood reporter|" +
    "hollywood reporter|press gazette|puck|semafor|nikkei|handelsblatt|le monde|el pais|der spiegel|vox|engadget|kotaku|polygon|ign|geekwire|sifted|nbc|cbs|abc|fox news|local media|the journal|the post|medium|linkedin|twitter|x"
  )
    .split("|")
    .map((name) => name.replace(/^the /, "")),
);

/** Who winds up others' firms, and says how many of their people have to go. */
export const ADMINISTRATORS = new Set("kpmg deloitte pwc ey ernst interpath teneo frp begbies kroll fti".split(" "));

/** Who counts jobs over many employers. */
export const COUNTERS = new Set(
  (
    "layoffs.fyi|layoffs fyi|layoffs|challenger|challenger gray|challenger gray & christmas|trueup|labor department|labour department|bureau of labor statistics|bls|" +
    "office for national statistics|ons|federal reserve|eurostat|statistics canada|destatis|world bank|imf|oecd|ilo|centre for retail research|center for retail research|" +
    "department of labor|department for work|bank of england|tuc|cbi|ifs|institute for fiscal studies|resolution foundation|cipd|british retail consortium|institute for employment studies|mckinsey global institute|crunchbase news|adp|intellizence|ida|ida ireland|industrial development authority|enterprise ireland|forbairt|goldman sachs research"
  ).split("|"),
);

const UNIONS =
  /\b(?:union|unions|university and college|national union|guild|newsguild|teamsters|unite|unison|gmb|usdaw|uaw|cwa|ig metall|ver\.di|prospect|nuj|ufcw|seiu|ibew|afscme|usw|unifor|wgae?|sag-aftra|iatse|amicus|tgwu|gpmu|siptu|numsa|nehawu|cosatu|amcu|uasa|cupe|psac|opseu|ibt|pcs|rmt|aslef|ucu|afl-cio|cgt|cfdt|syndicate|brotherhood|federation of labor|steelworkers|machinists|mineworkers|workers|nurses(?:'| and|$)|midwives|teachers' association|pilots' association|pilots association|firefighters)\b/;

export function isUnion(name: string): boolean {
  return UNIONS.test(name);
}

/** First names, the more frequent of many languages: what two capital words are where the first is one of them. */
export const FIRST_NAMES = words(
  "james john robert michael mike william bill david richard joseph joe thomas tom charles chris christopher daniel dan matthew matt anthony tony mark " +
    "donald steven steve stephen paul andrew andy joshua kenneth ken kevin brian george timothy tim ronald jason edward ed jeffrey jeff ryan jacob gary nicholas nick " +
    "eric jonathan jon larry justin scott brandon benjamin ben samuel sam gregory greg alexander alex frank patrick raymond jack dennis jerry tyler aaron jose " +
    "adam nathan henry peter zachary kyle noah ethan jeremy keith roger terry sean carl arthur lawrence jesse dylan bryan bruce ralph roy eugene philip phil harry " +
    "louis russell randy vincent bob bobby johnny logan mary patricia jennifer linda elizabeth liz barbara susan sue jessica sarah karen lisa nancy betty sandra " +
    "ashley kimberly kim emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela shirley anna brenda pamela " +
    "emma nicole helen samantha katherine kate christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly " +
    "lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann anne sara madison frances janice jean abigail alice judy " +
    "sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori " +
    "sundar satya elon jensen mohamed muhammad ahmed ali omar hassan ibrahim wei li wang chen yang hiroshi takashi kenji yuki raj rahul amit priya anjali sanjay arvind vikram lakshmi ravi " +
    "hans klaus wolfgang jürgen stefan thomas-peter dieter ulrich jens sven lars erik olaf olof anders bjorn björn henrik mikael pierre jean-pierre françois michel philippe jacques laurent " +
    "giovanni marco luca paolo francesco matteo carlos juan luis miguel pedro pablo javier diego joão paulo ines inês ana sofia ivan dmitri sergei vladimir olga natasha " +
    "dana earl evan ian neil simon graham nigel colin stuart alan allan craig duncan angus fiona gemma claire joanna jo becky hugh rupert oliver lewis beth holly zoe chloe lucy gavin darren wayne spencer dale teo bola rajnesh tammi kobus oluchi nebert harriet ilse suki rosalind rhonda wanda travis cody chad brent kirk clint dwayne leroy cedric jamal tyrone latoya keisha mick zena ayanda garret gillian cobus yvan sylvie noel rhodri elin dewi gareth rhys sian siân owen alun huw emyr bronwen niamh siobhan siobhán aoife ciara orla sinead sinéad padraig pádraig eoin cormac declan fergus brendan dermot conor niall ronan oisin cathal mairead gráinne grainne deirdre maeve roisin róisín una liam gerry mary-lou anneke pieter joris bram femke willem hendrik johan jan piet kees marieke sander bas ruud maarten gijs torsten matthias markus andreas stefanie sabine petra monika heike birgit ralf uwe jörg christoph florian lukas felix oliver-pierre sebastian bastian benoit benoît julien thierry pascal guillaume antoine mathieu nathalie sylvain céline celine valérie valerie isabelle sandrine aurélie xavier raphael raphaël alessandro andrea-maria giulia chiara elena francesca roberto stefano luigi enrico lorenzo alberto alvaro álvaro sergio fernando jorge rafael ricardo eduardo antonio joaquín joaquin lucía lucia carmen pilar mercedes beatriz raúl raul andrés andres esteban tomás tomas rosa agnieszka piotr tomasz krzysztof katarzyna małgorzata pavel petr jiri jana zoltan zoltán istvan lászló laszlo mihai andrei ioana dimitris nikos giorgos yannis mehmet mustafa ayşe ayse emre fatma yusuf ismail khalid fatima aisha abdul hamid tariq imran bilal zainab kwame kofi ama chidi ngozi chinedu oluwaseun tunde adebayo wanjiru kamau njoroge otieno thabo sipho nomsa lerato mandla zanele bongani dianne tsepo vusi cyril kgalema mondli anil sunil vijay rakesh suresh ramesh deepak manoj ashok neha pooja kavita sunita geeta meera lakshmi-devi arjun rohit nikhil siddharth gautam shen ming hui jing xiao lei feng jian hong yan ying akira haruto kazuo naoki shinji yoshi minh nguyen thi budi siti dewi-sri agus somchai joko rodrigo-luis benigno corazon imelda lucio allan-john vikram-singh desmond clive trevor geoff barry norman derek leonard malcolm roland percy cecil godfrey hubert sylvester denise-marie maureen doreen pauline lorraine sheila moira eileen kirsty kirsten ailsa iona hamish alasdair alistair euan callum lachlan ruaridh morag heidi ingrid astrid solveig ane kari knut ola trond geir øystein bjarne leif mats fredrik johanna linnea matti jukka pekka timo antti mikko anniken shaun rob rich dave pete josh jim danny kathy cathy katie jenny ginni marc mary-jane satoshi tobias tobi daniela martin marta pat gal alison anita annabel annette annie archie arlene audrey barney beatrice belinda bernadette bernard bernice bert bertha bessie bethany betsy beverley boris brad bradley bridget candice caroline carrie cecilia celia charlie chuck cindy clarence claude claudia clifford clyde connie corey damian damien darlene darryl deb debbie delores derrick dolores dominic dominique dorothy doug duane dustin dwight eddie edith edmund edwin elaine eleanor eliza ellen elliot elliott elsie emil enid erica ernest ernie esther ethel felicity francine francis freda gail geoffrey gerald geraldine gerard gina gladys glenda glenn greta gwen hank hector herbert herman hilary hilda horace howard humphrey iain imogen irene isaac isabel jackie jane jared jeanette jenna jeremiah jerome jess jill joanne joel josephine julia kara kathryn katrina kristen kristin laurence leslie lorna louise lucinda lydia lynn lynne mabel maddie madeleine madeline maggie manuel marcia marcus margaret margot marian marjorie marlene marsha matilda mavis melanie melvin michele mildred millie miranda miriam mohammed muriel myrtle nadia naomi nathaniel neal nicola norah norma ollie pam patrice patsy patti peggy percival phoebe phyllis priscilla quentin rachael randall randolph raquel reginald reuben ricky rodney ronnie rosemary roxanne rudy rufus russ sabrina saul selina shane sherry silas simone sonia sonya sophie stacey stacy steph suzanne sybil sylvia tabitha tamara tammy tania tanya terri thelma theodore tiffany tina toby todd toni tracey ursula vanessa vera vernon veronica vicki vickie vicky vince wendy wilbur wilfred willie yasmin yvette yvonne fred frederick harold julian luke karl rick ron walter denis maurice edgar lucas gordon",
);

/** What a company's name may end with, and a person's never does. */
export const COMPANY_ENDINGS = words(
  "inc corp corporation ltd limited plc llc co company companies group holdings holding partners ventures capital bank technologies technology systems solutions " +
    "software labs lab studios studio games media entertainment pictures records motors automotive airlines airways air energy power oil gas steel foods brands " +
    "stores retail pharmaceuticals pharma therapeutics biosciences biotech bio health healthcare hospital hospitals medical university college institute council trust foundation " +
    "insurance financial finance logistics shipping railways rail telecom communications networks interactive robotics industries international global services opera orchestra theatre playhouse knitwear footwear textiles clothing furniture ceramics plastics printers publishing newspapers brewery distillers shoes travel leisure hotels homes builders construction " +
    "care clinic clinics hospice academy museum gallery church cinemas pubs inns restaurants kitchens bakeries dairy dairies farms meats fisheries supermarkets superstores pharmacies opticians jewellers outfitters fitness cycles trucks trailers tyres tires tools valves pumps bearings electronics electrical electric semiconductor semiconductors microsystems instruments devices optics solar renewables petroleum refining mining minerals metals aluminium aluminum cement glass packaging timber lumber concrete chemicals paints products manufacturing machinery equipment components dynamics controls consulting advisors associates recruitment staffing outsourcing payments mortgage mortgages lending investments securities realty properties estates housing developments contractors couriers express freight transport trucking haulage cruises ferries buses coaches broadcasting television cable wireless mobile broadband magazines cosmetics fashions apparel jeans toys carpets bathrooms appliances biopharma biologics genetics genomics diagnostics oncology medicine medicines surgical dental optical laboratories sciences learning academies " +
    "engineering aerospace aviation castings ag sa se nv gmbh ab oy spa works",
);

/** Whether the noun stands for an employer after "the": "the company", "the chip maker". */
export const EMPLOYER_NOUNS = words(
  "contractor subcontractor builder housebuilder haulier distiller recruiter caterer supplier wholesaler distributor refiner bookmaker streamer shipbuilder jeweller printer outsourcer processor grower packer baker integrator foundry bakery brewery dairy distillery hotelier " +
    "company firm group business brand chain shop label corporation conglomerate bank lender insurer airline carrier airport retailer grocer supermarket chain store maker carmaker automaker chipmaker drugmaker steelmaker planemaker toymaker " +
    "manufacturer producer developer startup start-up unicorn fintech biotech giant publisher broadcaster network studio platform operator provider utility " +
    "university college school council authority hospital charity trust museum agency organisation organization nonprofit non-profit newspaper paper title magazine site website outlet " +
    "employer brand consultancy marketplace service exchange brewer miner railway union-run airline-group club league institution titan behemoth multinational subsidiary owner society cooperative co-op partnership department ministry city county district",
);

/** Places where something is made, which are called after who makes it or after where they are. */
export const PLANTS =
  /^(?:plant|factory|mill|works|site|warehouse|facility|campus|mine|refinery|depot|smelter|yard|assembly|sawmill|foundry|shipyard|pit|colliery|quarry|abattoir|steelworks|terminal)$/;
