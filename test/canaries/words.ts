/**
 * Words that stand in no text of ours, in no vendor's and in no hash, wherever something about a person or a secret can stand.
 * Each is nine characters or longer: in a megabyte of base 64 a given one turns up by chance less than once in a million runs.
 * Not among them: a time zone, a role and a kind, which too many share to be told apart by a word, and which go where the
 * rest of a person goes.
 */
const PERSONAL = {
  name: ["zyxquillian", "vorblattow", "bossquibbly"],
  handle: ["zqhandlewort"],
  email: ["zqmailwortig"],
  id: ["uzqxvkwj7"],
  title: ["qwibblermeister"],
  start: ["1903-02-19"],
} as const;

/** Groups of people: told where names are, and as units of counts; in no log, error or reason of a reading. */
const GROUPS = {
  office: ["qwozzleburg"],
  team: ["vrexlingsen"],
  domain: ["canaryhouse"],
  channel: ["quonkchannel"],
  "user group": ["quonkgroupie"],
} as const;

/** What a tool gives along with the rest, and nobody asked for: it is kept nowhere and told to nobody. */
const UNREAD = {
  phone: ["5550177331"],
  status: ["snorvlingday"],
  "other field": ["blunderfoot"],
} as const;

const WORDS = { ...PERSONAL, ...GROUPS, ...UNREAD } as const;

export type Word = keyof typeof WORDS;
export const ABOUT_PEOPLE = Object.keys(PERSONAL) as readonly Word[];
export const OF_GROUPS = Object.keys(GROUPS) as readonly Word[];
export const NEVER_READ = Object.keys(UNREAD) as readonly Word[];
export const wordsOf = (word: Word): readonly string[] => WORDS[word];
export const ALL_WORDS = Object.keys(WORDS) as readonly Word[];

/**
 * Everything that has to stay with Rollcall, in the form in which its owner gives it. None has an English word in it, which a
 * sentence could spell out.
 */
export const SECRETS = {
  token: "xoxb-7700-3401-QuivX29vQpz7LmWd4TyN",
  "token of init": "xoxb-7700-3404-Slimp83hRkw5BnCf6UxJ",
  writer: "xoxb-7700-3402-FlembT47jGtq9DsVb2ZmK",
  "app-level token": "xapp-1-A07-88-GrintW56kPhz3XcRn8YvL",
  "audit token": "xoxp-7700-3403-ThrupQ94wJdk6MbTf7GsZ",
  "signing secret": "wreng5f81c27d9e046ab3",
  "webhook secret": `whsec_${Buffer.from("Sklorv 4Xq8 Zt2m Wn6k Rb9d").toString("base64")}`,
  "webhook address": "BrindK72mVxs4HqTw9PfC",
  "teams address": "DwelpN38cLgz5RyBt6XjM",
  topic: "ChozzJ61vWkd8QnGs3TpFm5Xb9",
  "ntfy token": "tk_yarv0h7q2m9x4c6z8b1n3k5w7r9t2",
  password: "HurbZ85nXtc2VjKm7LwQ",
  heartbeat: "PlongG43qYbr9MdWx5KvT",
} as const;

export type SecretName = keyof typeof SECRETS;

/** One person in words, as a gateway or an error page repeats what it was sent. */
export const SOMEBODY =
  "Zyxquillian Vorblattow <zqmailwortig.1001@canaryhouse.example> UZQXVKWJ71001 @zqhandlewort.1001 Qwibblermeister, Qwozzleburg";
