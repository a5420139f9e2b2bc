// German.
import { once } from "../../../once.ts";
import type { Lexicon } from "./lexicon.ts";
import { germanNames } from "./german-names.ts";
import { germanNumbers } from "./german-numbers.ts";
import { any, whole } from "./line.ts";

const PEOPLE = String.raw`(?:stellen?|posten|planstellen|arbeitspl[aä]tze?n?|arbeitsplatz|jobs?|mitarbeiter(?:innen|n|s)?|mitarbeitende[nr]?|beschäftig(?:t)?e[nr]?|angestellte[nr]?|arbeitnehmer(?:innen|n)?|arbeiter(?:innen|n)?|arbeitskräfte[n]?|fachkräfte[n]?|zeitarbeiter(?:n)?|leiharbeiter(?:n)?|kollegen|kolleginnen|personen|menschen|leute|redakteur(?:e|en|innen)?|journalist(?:en|innen)|ingenieur(?:e|en|innen)|piloten|lehrer(?:n)?|ärzte[n]?|pfleger(?:n)?|banker(?:n)?|entwickler(?:n)?|monteure[n]?|fahrer(?:n|innen)?|vollzeitkräfte[n]?|vollzeitäquivalente[n]?|führungskräfte[n]?|manager(?:n)?|beamte[n]?|azubis|bergleute[n]?|stahlarbeiter(?:n)?|stahlkocher(?:n)?|werker(?:n)?|köpfe[n]?)`;
const CUTS = String.raw`(?:\S*kündigungen|\S*kündigung|\S*entlassungen|\S*entlassung|\S*streichungen|stellenkürzungen|jobverluste[n]?|arbeitsplatzverluste[n]?)`;

const CUT = any(
  String.raw`gestrichen(?:en?|er)?|streich(?:en|t|e)|strich(?:en)?|zu streichen|zusammenstreichen|wegstreichen|\S*streichung(?:en)?`,
  String.raw`abbauen|abgebaut(?:en?|er)?|abzubauen|(?:stellen|personal|job|arbeitsplatz|arbeitsplätze|brutto|mitarbeiter|kapazitäts|beschäftigungs)-?abbau(?:s|es|plän\S*|programm\S*|maßnahmen)?|abbau(?:s|es)?(?= (?:von|der|um|hunderter|tausender|weiterer|zehntausender)(?: |$))`,
  String.raw`entlass(?:en|enen|e)|entlässt|entließ(?:en)?|zu entlassen|\S*entlassung(?:en)?|\S*kündigung(?:en)?|gekündigt|gekündigten|kündigen|kündigt|kündigte|kündigten|gefeuert|feuert(?:e)?|feuern|rauswerfen|rausgeworfen|rausschmeißen|kapp(?:t|en|te|ten)|gekappt|verabschieden|ausdünnen|dünnt`,
  String.raw`wegfallen|weggefallen(?:en)?|wegzufallen|wegfall|entfallen(?! (?:\S+ ){0,5}auf )|entfiel(?:en)?|entfällt(?! auf)|einsparen|einzusparen|eingespart|stelleneinsparung(?:en)?|stellenkürzung(?:en)?|personalkürzung(?:en)?`,
  String.raw`von(?= (?:\S+ ){1,10}(?:trennen|getrennt|trennt|trennte|zu trennen|verabschiedet|verabschieden)(?: |$))|trennt(?:e)? sich(?: \S+){0,4}? von|getrennt|zu trennen`,
  String.raw`vor die tür|auf die straße|auf der straße|an die luft gesetzt|(?:muss|müssen|musste|mussten) (?:\S+ ){0,8}?(?:gehen|verlassen)|gehen müssen|verlassen müssen|ist (?:\S+ ){0,4}?schluss|ihren hut nehmen|das unternehmen verlassen|(?:arbeitslos|arbeitslosigkeit)`,
  String.raw`(?:verlieren|verliert|verloren|verlor) (?:\S+ ){0,14}?(?:jobs?|arbeit|arbeitspl\S+|stellen?)(?! (?:im|in) )|(?:jobs?|arbeit|arbeitspl\S+|stellen?) (?:zu )?(?:verlieren|verloren)|freigesetzt|freisetzen|ausscheiden`,
);
const WEAK = any(
  String.raw`verringer(?:n|t|te|ten|ung)|senk(?:en|t|te)|gesenkt|reduzier(?:en|t|te|ten|ung)|verkleiner(?:n|t)|kürz(?:en|t|te)|gekürzt|schrumpf(?:en|t|te)|dezimier(?:en|t)|verschlank(?:en|t)|verlieren|verliert|verlor(?:en)?|sinkt|sinken|verluste? (?:von|der)|kosten(?= (?:\S+ ){0,3}(?:stellen|jobs|arbeitspl))|kostet(?:e)?|minus`,
  String.raw`personalreduzierung|rückgang von|streichkonzert|kahlschlag|sozialplan|sparvorhaben|sparprogramm|sparpaket|schlankheitskur|einschnitt(?:e|en)?`,
);
const RISK = any(
  String.raw`auf der kippe|auf dem spiel|vor dem aus|in gefahr|gefährdet|bedroht|bedrohte[n]?|wackeln|wackelt|zittern|bangen|fürchten um|vor dem nichts|zur disposition|auf dem prüfstand|verloren(?: gehen)?|(?:gehen|gingen|geht|ging) (?:\S+ ){0,6}?verloren|verschwinden|verschwunden|überflüssig|zum opfer|obsolet`,
);
const CONTEXT = any(
  String.raw`betroffen(?:en)?|betreffen|betrifft|betraf|trifft|treffen|traf|getroffen|es um|geht um|gehen um`,
);
const HEADCOUNT = any(
  String.raw`beschäftigt|beschäftigen|tätig|arbeiten|arbeitet|arbeiteten|zählt|zählte|belegschaft von|belegschaft mit|mitarbeiterzahl von|umfasst`,
);
const HIRING = any(
  String.raw`schaff(?:en|t|te|ten)|geschaffen(?:en)?|zu schaffen|einstell(?:en|t|te|ung|ungen)|eingestellt|neueinstellung(?:en)?|einzustellen|aufgebaut|aufbauen|aufzubauen|ausgeschrieben|neue (?:arbeitsplätze|stellen|jobs|mitarbeiter|kollegen)|neuen (?:arbeitsplätze|stellen|jobs|mitarbeiter)|zusätzliche (?:arbeitsplätze|jobs)|offene(?:n)? stellen|unbesetzt(?:e|en)?|besetzen|gesucht|suchen|sucht|entstehen|entstanden|jobmotor|anheuern|anwerben|ausbilden|auszubildende|wachsen`,
);
const VOLUNTARY = any(
  String.raw`vorruhestand\S*|altersteilzeit|freiwillig(?:en|e|es)?(?:programm\S*)?|aufhebungsvertr\S+|abfindungsprogramm\S*|abfindungsangebot\S*|natürliche fluktuation`,
);
const TRANSFER = any(
  String.raw`verlager(?:n|t|te|ung)|verlegt|verlegen|versetzt|übernommen|übernehmen|übernimmt|übergehen|wechseln|ausgelagert|ausgliederung|ausgegliedert|umziehen`,
);
const RETAINED = any(
  String.raw`bleiben|bleibt|erhalten bleiben|gerettet|retten|gesichert|sichern|sichert|sichere|weiterbeschäftigt|weiterbeschäftigen|behalten|verschont|ausgenommen|erhalt`,
);
const STRIKE = any(
  String.raw`streik(?:en|t|te|ten)?|warnstreik\S*|demonstrier(?:en|ten|t)|protestier(?:en|ten|t)|kundgebung|befragt(?:en)?|gewerkschaftsmitglieder|teilnehmer|besucher|kunden|einwohner`,
);
const CLOSE = any(
  String.raw`schließ(?:en|t|ung|ungen)|schloss|geschlossen|zu schließen|\S+schließung(?:en)?|dichtgemacht|dichtmachen|stillgelegt|stilllegung|stilllegen|das aus|insolvenz|insolvent(?:e|en|er)?|pleite|eingestellt wird`,
);

export const german = once((): Lexicon => ({
  language: "de",
  endings: {
    abbreviated: new Set(
      "ca rd mio mrd bzw z.b u.a d.h v.a o.ä nr dr prof inkl evtl ggf sog max min usw etc tsd vgl abs str hrsg geb bspw insb".split(
        " ",
      ),
    ),
    ordinals: true,
    closing: new Set(["“", "«", "‘", "›"]),
  },
  elision: null,
  numbers: germanNumbers(),
  names: germanNames(),
  nouns: [
    [
      "other",
      /^(?:geschäfts|zweig|tank|halte|außen|bau|schnitt|anlauf|beratungs|ladestellen|lade|verkaufs|fund|mess|dienst)stellen?$/u,
    ],
    ["cuts", new RegExp(`^${CUTS}$`, "u")],
    ["people", new RegExp(String.raw`^(?:\p{L}+(?:-\p{L}+)*-?)?${PEOPLE}$`, "u")],
  ],
  leaving: /^(?:abgänge[n]?|austritte[n]?)$/u,
  jobs: /(?:stellen|jobs|arbeitsplätze[n]?)$/u,
  between:
    /^(?:rund|etwa|knapp|gut|circa|fast|der|ihrer|seiner|unserer|den|von|insgesamt|derzeit|aktuell|weltweit|dort|noch|aller|dieser|ehemaligen|\p{Ll}+(?:e|en|er|em))$/u,
  of: /^(?:von|der|aus|seiner|ihrer|den|unter)$/u,
  staff: new RegExp(
    String.raw`^(?:belegschaft|personals?|personaldecke|teams?|mannschaft|arbeitskräfte|personalbestands?|workforce|jobs?|\S*${PEOPLE})$`,
    "u",
  ),
  triggers: [
    ["furlough", whole(String.raw`\S*kurzarbeit\S*|zwangsurlaub|beurlaubt|kurzarbeitergeld`)],
    ["strike", whole(STRIKE)],
    ["hiring", whole(HIRING)],
    ["risk", whole(RISK)],
    ["cut", whole(CUT)],
    ["weak", whole(WEAK)],
    ["close", whole(CLOSE)],
    ["voluntary", whole(VOLUNTARY)],
    ["transfer", whole(TRANSFER)],
    ["headcount", whole(HEADCOUNT)],
    ["retained", whole(RETAINED)],
    ["context", whole(CONTEXT)],
  ],
  separable: [
    ["cut", /^bau(?:t|en|te|ten)$/u, /^ab$/u],
    ["cut", /^f(?:a|ä|ie)ll(?:en|t)|^fiel(?:en)?$/u, /^weg$/u],
    ["cut", /^spar(?:t|en|te|ten)$/u, /^ein$/u],
    ["cut", /^w(?:ir|a|e)rf(?:t|en)$/u, /^raus$/u],
    ["hiring", /^stell(?:t|en|te|ten)$/u, /^ein$/u],
    [null, /^kündig(?:t|en|te|ten|e)$/u, /^an$/u],
    ["close", /^m(?:ach)(?:t|en|te|ten)$/u, /^dicht$/u],
  ],
  clause:
    /^(?:[,;]|und|aber|doch|während|sondern|obwohl|weil|da|nachdem|wobei|womit|wogegen|wohingegen|dagegen|hingegen|–|:)$/u,
  frames: {
    many: whole(
      any(
        String.raw`(?:banken|institute|unternehmen|firmen|betriebe|konzerne|autozulieferer|zulieferer|start-?ups|mittelständler|arbeitgeber|jungunternehmen|dax-konzerne|krankenhäuser|kliniken|händler|hersteller|verlage|kommunen|sparkassen|warenhäuser)(?: \S+){0,5} (?:haben|hatten|wollen|bauen|streichen|setzen|planen|melden|meldeten|mussten|müssen|entlassen|entließen|stellten|schrieben|rechnen|schaffen|schafften|geschaffen|könnten|ihre)`,
        String.raw`(?:haben|hatten|wollen|bauen|streichen|planen|mussten|müssen|in|bei|von|von deutschen) (?:\S+ ){0,3}?(?:banken|unternehmen|firmen|betrieben|betriebe|konzernen|konzerne|zulieferern|start-?ups|mittelständlern|mittelständler|arbeitgeber|warenhäusern|branchen)`,
        String.raw`(?:der|die|den|dieser|ganzen|gesamten) (?:\S+ )?\S*(?:branche|industrie|wirtschaft|kreditgewerbe|gewerbe|sektors?|einzelhandels?|handwerk)(?: (?:hat|haben|wird|könnte|dürfte|hatte|verliert|baut|stehen|steht|gehen|fallen|werden|sind|laut|binnen|in) )?`,
        String.raw`kreditgewerbe|\S*industrie (?:hat|haben|verliert)|laut (?:einer|der|dem|aktuellen|neuen) (?:\S+ ){0,2}(?:umfrage|studie|auswertung|erhebung|mitgliederumfrage|statistik|analyse)|einer (?:\S+ ){0,2}(?:umfrage|studie|auswertung|erhebung) zufolge|umfrage|bundesagentur|statistische(?:n|s)? bundesamt(?:s|es)?|arbeitsmarkt|arbeitslosen|bundesweit|layoffs\.fyi|konjunkturumfrage|ifo-\S+|\S*(?:unternehmen|firmen|konzernen|konzerne|banken) wie|in ganz deutschland|allein in den|unternehmensinsolvenzen|\d+ (?:\S+ )?(?:unternehmen|firmen|betriebe|banken|start-?ups|arbeitgeber)`,
      ),
    ),
    law: whole(
      any(
        String.raw`anzeigepflicht\S*|meldepflicht\S*|massenentlassungsanzeige|spricht man|gesetz\S*|paragraf|vorgeschrieben|verpflicht\S+|schwellenwert\S*|betriebe(?:n)? mit|unternehmen(?:n)? mit (?:mehr|weniger|bis|über|mindestens)|obligationenrecht|arbeitgeber (?:müssen|muss|sind)|mindestens \S+ (?:prozent )?der (?:arbeitnehmer|belegschaft) in`,
      ),
    ),
    denied: whole(
      String.raw`dementier(?:t|te|ten|en)(?! (?:\S+ ){0,2}nicht)|bestreitet|bestritt|wies (?:\S+ ){0,6}zurück|weist (?:\S+ ){0,6}zurück|kein(?:e|en)? (?:stellenabbau|entlassungen|kündigungen|stellenstreichungen|personalabbau|betriebsbedingten? kündigungen|stellen (?:streichen|abbauen))|ausgeschlossen|schließt (?:\S+ ){0,4}?aus|ohne (?:betriebsbedingte )?kündigungen|ohne entlassungen`,
    ),
    rumour: whole(
      String.raw`gerücht\S*|spekulation\S*|angeblich|dem vernehmen nach soll|unbestätigt\S*|insider|spekuliert`,
    ),
    threat: whole(
      String.raw`wenn|falls|sollte(?:n)? (?:der|die|das|es|sich|kein\S*|ein\S*)|droht(?:e|en)? (?:mit|damit)|es sei denn|halten (?:\S+ ){0,12}?für (?:möglich|denkbar)`,
    ),
    none: whole(String.raw`(?:kein\S*|niemand)(?: einzig\S*)?(?: (?:der|ihrer|seiner|von))?`),
    superseded: whole(String.raw`(?:statt|anstatt|anstelle von|ursprünglich|zunächst|anfangs)(?: \S+){0,3}`),
    part: whole(
      String.raw`(?:davon|darunter|wovon|hiervon|daran|allein|alleine|davon entfallen|entfallen|von denen|von ihnen)(?: (?:rund|etwa|ca|gut|knapp|allein|entfallen|sollen|sind|in|über|mehr|als|bis|zu|voraussichtlich|\.)){0,3}`,
    ),
    partBehind: whole(
      String.raw`(?:(?:\S+ )?(?:davon|darunter|hiervon|von ihnen|entfallen auf|allein)|(?:\S+ ){0,4}(?:auf \S+ (?:\S+ )?entfallen))`,
    ),
    cumulative: whole(
      String.raw`seit (?:anfang |ende |mitte |beginn |\S+ )?(?:19|20)\d\d (?:\S+ ){0,8}?(?:bereits|schon|insgesamt)|in den (?:vergangenen|letzten|zurückliegenden) (?:\S+ )?(?:jahren|monaten)|insgesamt seit|zusammengenommen|summier\S+`,
    ),
    total: whole(
      any(
        String.raw`(?:gesamtzahl|gesamtsumme|summe)(?! der (?:beschäftigten|mitarbeiter\S*|angestellten))(?: \S+){0,6}? (?:auf|bei)`,
        String.raw`zahl der (?:\S+ )?(?:gestrichenen|abgebauten|wegfallenden|weggefallenen|gekündigten|entlassenen|betroffenen)(?: \S+){0,6}? auf`,
      ),
    ),
    raised: whole(
      String.raw`(?:erhöh|erweiter|ausgeweit|weitet|aufgestock|stock|verschärf)\S* (?:\S+ ){0,3}?(?:\S*abbau|\S*streichungen|\S*entlassungen|\S*kündigungen)(?: \S+){0,3}? auf`,
    ),
    onTopOf: whole(
      String.raw`(?:zusätzlich zu|zusammen mit) (?:den|diesen|jenen)(?: (?:bereits|schon|zuvor|im \S+|angekündigten|beschlossenen|gestrichenen)){0,4}`,
    ),
    sum: whole(String.raw`insgesamt|zusammen(?! mit)|in summe|(?:damit|dann) sind es`),
    reason: whole(String.raw`verhaltensbedingt\S*|fristlos\S*|wegen (?:betrugs|diebstahls|verdachts)`),
    question: whole(String.raw`(?:ob|wie viele|um wie viele)`),
    background: whole(
      String.raw`bereits (?:im|in|vor|den|zuvor|\d)|schon (?:im|in|vor|zuvor)|zuvor|vorher|im vergangenen (?:jahr|herbst|sommer|frühjahr|winter|monat)|im vorigen jahr|letztes jahr|im letzten jahr|vergangenes jahr|im vorjahr|vor (?:einem|zwei|drei|vier|fünf|\d+) (?:jahr|jahren|monaten|wochen)|damals|früher|hatte bereits|hatte schon|einst`,
    ),
    told: whole(String.raw`(?:bereits|schon) (?:angekündigt\S*|beschlossen\S*|gestrichen\S*|abgebaut\S*)`),
    net: whole(String.raw`netto|unterm strich|per saldo|unter dem strich`),
    group: whole(
      String.raw`(?:der|die|das|den|dem|des|dieser|dieses) (?:\S+ ){0,2}?\S*(?:konzern|konzerns|unternehmen|unternehmens|bank|firma|hersteller|herstellers|gruppe|zulieferer|autobauer|verlag|verlags|kette|händler|betrieb|startup|start-up|spezialist|riese|institut|haus|anbieter|blatt|zeitung|gesellschaft|klinik|klinikum|betreiber|tochter|versicherer|fluggesellschaft|airline|reederei|werft|brauerei|dienst|lieferdienst)|er|sie|es|ihre|ihrer|seine|seiner|seinen|ihren|man|wir`,
    ),
    respectively: whole(String.raw`beziehungsweise|respektive|jeweils`),
    from: whole(String.raw`von`),
  },
  status: {
    atRisk: whole(any(RISK, "betroffen sein könnten")),
    proposed: whole(
      String.raw`will|wollen|wolle|plant|planen|plane|geplant(?:e|en|er)?|könnte(?:n)?|soll|sollen|solle|sollten|dürfte(?:n)?|erwägt|prüft|beabsichtigt|vorgesehen|vorsieht|strebt|strebe|offenbar|möglich\S*`,
    ),
    confirmed: whole(String.raw`bestätig(?:t|te|ten|en)`),
    done: whole(
      String.raw`(?:hat|haben|hatte|hatten|wurde|wurden|sei|seien|worden) (?:\S+ ){0,14}?(?:gestrichen|abgebaut|entlassen|gekündigt|verloren|getrennt|weggefallen)|entließ(?:en)?|strich(?:en)?|verloren|verlor|baute(?:n)? (?:\S+ ){0,12}?ab|feuerte|trennte sich`,
    ),
  },
  kinds: [["closure", whole(CLOSE)]],
  scopes: {
    contractors: whole(String.raw`leiharbeit\S*|zeitarbeit\S*|externe[nr]?|freie mitarbeiter\S*|werkvertrag\S*`),
    unit: whole(
      String.raw`\S*(?:sparte|bereich|abteilung|redaktion|verwaltung|division|geschäft|ressort|tochter|zentrale)`,
    ),
    site: whole(
      String.raw`\S*(?:werk|werks|werke|werken|standort|standorte|standorten|fabrik|filiale|filialen|niederlassung|zeche|hütte)`,
    ),
  },
  dates: {
    months: [
      /^jan(?:uar)?$|^jänner$/u,
      /^feb(?:ruar)?$|^feber$/u,
      /^märz$/u,
      /^apr(?:il)?$/u,
      /^mai$/u,
      /^juni$/u,
      /^juli$/u,
      /^aug(?:ust)?$/u,
      /^sept?(?:ember)?$/u,
      /^okt(?:ober)?$/u,
      /^nov(?:ember)?$/u,
      /^dez(?:ember)?$/u,
    ],
    weekdays: "sonntag montag dienstag mittwoch donnerstag freitag samstag".split(" "),
    today: "heute",
    yesterday: "gestern",
    lastYear: whole(String.raw`im (?:vergangenen|letzten|vorigen) jahr|im vorjahr|voriges jahr`),
    lastMonth: whole(String.raw`im (?:vergangenen|letzten|vorigen) monat`),
    in: /^(?:im|in|seit|jahr|anfang|ende|mitte|jahre)$/u,
    until: /^(?:bis|ab|zum|nächsten|kommenden|spätestens)$/u,
  },
}));
