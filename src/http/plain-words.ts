/**
 * What the words are made of with which APIs name errors and rights: `invalid_auth`, `missing_scope`, `users.profile:read`.
 * From the pages of the methods below https://docs.slack.dev/reference/methods/ and https://docs.slack.dev/reference/scopes;
 * a part that is missing here costs a word in an error, and one that is a name or a secret must not be here.
 */
const PARTS: ReadonlySet<string> = new Set(
  (
    "accept accepted access accesslimited account action actions active activities activity actor add added admin " +
    "administrator admins all allowed already analytics an and another any api app approve approved apps archived are arg args " +
    "argument arguments array as assistant at attachments audit auditlogs auth authed authentication authorization " +
    "authorizations authorized avatar bad barriers basic be billing blocked blocks body bookmarks bot bots busy by " +
    "calls can cannot canvas canvases cant catastrophic changed channel channels charset chat client closed code collection " +
    "commands comment comments complete connect connected connection connections content conversation conversations " +
    "cookie count create created creator credentials cursor customize data datastore date deactivated default deleted " +
    "denied deprecated destination device directory disabled disconnected dnd does domain domains duplicate duration " +
    "edit ekm email embed emoji empty enabled encoding endpoint enough enterprise error event events exceeded execute " +
    "exist exists expired expires external failed failure fatal feature field fields file files find flow forbidden " +
    "form format found free full fund general granted group groups guest guests has header headers history home " +
    "hosting id identify identity ids im image in inactive incoming info information insufficient install installed " +
    "integration internal invalid invitation invite invited invites is item join json key kind large last length level " +
    "limit limited limits link links list lists locked login long malformed manage managed many maximum me member " +
    "members membership mentions message messages metadata method migrating migration minimum missing mode more mpim " +
    "msg must name names namespace need needed network new no non none not null number object objects of off offline " +
    "official on only open openid operation option optional or org organization other owner owners page paid param " +
    "parameter parameters parse password payload pending perform permission permissions pins plan policy post posting " +
    "preferences private profile protected provided public purpose quota range rate ratelimited reached reactions read " +
    "readonly reason redirect refresh reminders remote remove removed request requests require required requires reset " +
    "resource response restricted restriction result retry revoked right rights role roles rotated rotation rtm same " +
    "schema scope scopes search secret security self send server service session set setup shared signature single site " +
    "size slack slackbot slow socket some stars started state status steps stop stopped stream string subtype support " +
    "supported suspended sync syntax system table team teams temporarily temporary tenant text thread threadable time " +
    "timed timeout timestamp to token tokens too topic transfer trial triggers ts two type types unable unauthenticated " +
    "unauthorized unavailable under unknown unsupported update updated upgrade upload uri url usage use used user " +
    "usergroup usergroups users valid value values verification verified version view visible warning webhook webhooks " +
    "window with workflow workflows workspace workspaces write writer wrong factor"
  ).split(" "),
);

/** The words that have no parts; of the others by itself, some are people's names as well. */
const WHOLE: ReadonlySet<string> = new Set(
  "accesslimited admin bot client commands forbidden identify post ratelimited read unauthorized".split(" "),
);

/**
 * Whether a word of an answer may be repeated to people: whoever stands in between may have put a name or a token where the tool
 * has its own words, and these are of no other form.
 */
export function isPlainWord(word: string): boolean {
  const parts = word.split(/[_.:-]/);
  return parts.length === 1 ? WHOLE.has(word) : parts.every((part) => PARTS.has(part));
}
