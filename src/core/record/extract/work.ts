// Nouns of work and of other things that figures count.

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** People who work, and the places they hold. */
const WORK = words(
  "departures aides midwives deckhands manpower job jobs role roles post posts position positions staff staffer staffers people person persons worker workers employee employees employe employes " +
    "colleague colleagues teammate teammates redundancy redundancies layoff layoffs lay-off lay-offs retrenchments headcount workforce personnel " +
    "fte ftes full-timers part-timers individuals associates contractors freelancers temps hands crew engineers engineer developers programmers designers " +
    "researchers scientists managers manager executives directors officers editors reporters reporter journalists writers producers presenters " +
    "broadcasters correspondents photographers pilots attendants stewards drivers couriers riders mechanics technicians machinists miners " +
    "steelworkers autoworkers dockers teachers lecturers professors academics nurses doctors physicians clinicians carers librarians curators " +
    "bankers traders brokers advisers advisors analysts consultants accountants auditors lawyers solicitors clerks cashiers baristas " +
    "cooks chefs waiters porters cleaners guards officials civilians bureaucrats recruiters salespeople salesmen marketers moderators testers " +
    "operators assemblers welders electricians fitters apprentices interns trainees salaried craftsmen shopworkers warehousemen " +
    "men women breadwinners staffs subs vets cops pros hacks jobholders actors dancers musicians singers players inspectors agents representatives reps " +
    "servants others equivalents workplaces headcounts members member australians britons americans germans canadians indians cutbacks cuts losses vacancies openings slips",
);
/** People and things that no employer lays off. */
const OTHER = words(
  "stores shops branches outlets restaurants pubs cafes hotels sites factories plants mills mines offices locations premises schools hospitals campuses " +
    "countries states cities towns counties regions markets continents nations provinces " +
    "years months weeks days hours minutes seasons quarters decades centuries nights " +
    "miles kilometres kilometers metres meters feet acres hectares tonnes tons barrels litres gallons pounds kilograms watts megawatts gigawatts " +
    "cars vehicles trucks planes aircraft jets ships vessels buses trains engines bikes scooters phones devices units computers servers chips robots machines " +
    "homes houses flats apartments rooms beds seats properties households families acres " +
    "customers passengers users subscribers clients members-only viewers listeners readers followers visitors guests patients students pupils " +
    "residents voters citizens tenants shareholders investors creditors lenders donors fans players-only respondents consumers shoppers travellers travelers tourists adults children kids refugees jobseekers claimants claims " +
    "companies firms businesses employers startups start-ups brands suppliers retailers banks manufacturers rivals competitors airlines publishers " +
    "divisions departments teams groups brands titles magazines newspapers papers channels shows games films movies episodes songs albums books articles stories " +
    "orders deals contracts products models versions features projects programmes programs patents flights routes destinations services apps websites sites domains accounts downloads views votes signatures letters emails messages calls complaints lawsuits cases deaths infections crashes accidents incidents " +
    "thing runners spectators marchers protesters demonstrators shares points percentage places times rounds steps reasons ways sets tips memos waves batches tranches things parts pieces items examples dollars euros cents goals matches games runs wins medals towers numbers papers " +
    "containers centres centers wells rigs turbines reactors lines shifts applications applicants candidates tweets posts-online downloads buyers sellers traders-online merchants drivers-licence " +
    "chapters routers trailers offers matters answers",
);
/** Words of four letters that end as plurals do. */
const NO_PLURAL =
  /^(?:does|goes|gets|says|sees|lets|lays|axes|runs|uses|owes|adds|aims|asks|hits|puts|sets|wins|pays|ends|owns|less|plus|gas|alas)$/;

/** Nouns by the lists, and plurals that neither knows by their endings. */
export function kindOf(word: string): "people" | "other" | undefined {
  if (OTHER.has(word)) return "other";
  if (WORK.has(word)) return "people";
  if (word.length === 4 && /[^sui]s$/.test(word) && !NO_PLURAL.test(word)) return "other";
  if (word.length < 5 || !word.endsWith("s"))
    return /(?:men|women|workers|people)$/.test(word) && word.length > 4 ? "people" : undefined;
  if (
    /(?:ists|ians|eers|workers|makers|keepers|smiths|drivers|handlers|packers|pickers|technologists|holders)$/.test(
      word,
    )
  )
    return "people";
  if (/(?:ers|ors)$/.test(word)) return "people";
  return /(?:ss|us|is|ous|ings|sales|operations|always|perhaps|business|news|corporates?|overseas)$/.test(word)
    ? undefined
    : "other";
}

const NO_PERSON =
  /^(?:other|another|never|ever|over|under|after|however|whether|either|neither|rather|further|later|earlier|longer|bigger|smaller|former|major|minor|prior|per|for|or|nor)$/;

/** "one editor" */
export function isPerson(word: string): boolean {
  return (
    kindOf(word) === "people" ||
    /^(?:wo)?man$/.test(word) ||
    (/(?:er|or|ist|ian)$/.test(word) && !NO_PERSON.test(word) && kindOf(`${word}s`) === "people")
  );
}

export function isWork(word: string): boolean {
  return kindOf(word) === "people";
}
