import { describe, expect, it } from "vitest";
import { SecretRef } from "../app/secret-ref.ts";
import { TOPICS } from "../core/notification/rule.ts";
import { EVERY_KEY, messageOf, parseSample as parse } from "./sample.ts";

const CHAT = `directories:
  acme: { kind: chat, token: { env: CHAT_TOKEN } }
  beta: { kind: chat, token: { env: CHAT_TOKEN } }
`;

/** With a purpose at its end, without which nobody is told. */
const parseSample = (text: string): ReturnType<typeof parse> =>
  parse(text.includes("purpose:") ? text : `${text.trimEnd()}\npurpose: { text: a, authorisedBy: b, contact: c }\n`);

const post = (...more: string[]): string =>
  `${CHAT}notify:\n  - to: post\n    url: https://hooks.example.com/\n    ${more.join("\n    ")}\n`;
const named = (...more: string[]): string => post("audience: named", ...more);
const counts = (...more: string[]): string => post("audience: counts", ...more);

describe("destinations", () => {
  it("are read whole, in the order of the file", () => {
    expect(parseSample(EVERY_KEY).destinations).toEqual([
      {
        name: "hook",
        kind: "post",
        audience: "named",
        alias: "identity",
        grant: { alias: "identity", who: "Identity team", reason: "verify off-boarding", until: "2027-02-24" },
        rule: {
          tell: ["departures", "layoffs", "health", "renamed"],
          directories: ["acme"],
          only: { location: ["Berlin", "Paris"], team: ["Sales"] },
        },
        quiet: { from: "22:00", until: "07:00", timezone: "Europe/Warsaw", except: ["health", "departures"] },
        settings: { url: "https://hooks.example.com/rollcall", secret: new SecretRef("env", "HOOK_SECRET") },
      },
      {
        name: "letter",
        kind: "letter",
        audience: "counts",
        readers: "anyone",
        rule: { tell: ["health"] },
        digest: { at: "09:00", days: ["mon", "thu"], timezone: "America/New_York" },
        settings: {
          recipients: ["all@example.com"],
          server: { host: "mail.example.com", password: new SecretRef("file", "mail.secret") },
          footer: { path: "footer.txt" },
        },
      },
    ]);
  });

  it("need not be there", () => {
    expect(parseSample(CHAT).destinations).toEqual([]);
    expect(parseSample(`${CHAT}notify: []\n`).destinations).toEqual([]);
  });

  it("are called after their kind and tell a named audience of departures, waves, health and deliveries, if nothing is said", () => {
    const [only] = parseSample(named()).destinations;
    expect(only).toStrictEqual({
      name: "post",
      kind: "post",
      audience: "named",
      rule: { tell: ["departures", "waves", "offboarding", "layoffs", "health", "deliveries"] },
      settings: { url: "https://hooks.example.com/" },
    });
  });

  it("tell an audience of counts, which reads what anyone may, of reports and health, if nothing is said", () => {
    const [only] = parseSample(`${counts()}counts: { headcount: acme }\n`).destinations;
    expect(only).toMatchObject({
      audience: "counts",
      readers: "anyone",
      rule: { tell: ["layoffs", "reports", "health"] },
    });
    const [some] = parseSample(counts("only: { team: [Sales] }")).destinations;
    expect(some?.rule.tell).toEqual(["layoffs", "health"]);
    const [log] = parseSample(counts("tell: [checkpoints]")).destinations;
    expect(log?.rule.tell).toEqual(["checkpoints"]);
  });

  it("hear of no wave where they hear only of some people", () => {
    const only = "only: { location: [Berlin] }";
    const [without] = parseSample(named(only)).destinations;
    expect(without?.rule.tell).toEqual(["departures", "layoffs", "health", "deliveries"]);
    expect(() => parseSample(named(only, "tell: [departures, waves]"))).toThrow(
      /notify\[0\]\.tell\[1\]: waves are of a whole directory, .*; leave waves out$/,
    );
  });

  it("let nothing but health through in quiet hours and send a digest every day, if nothing is said", () => {
    const hours = ["quiet: { from: 22:00, until: 07:00, timezone: UTC }", "digest: { at: 09:00, timezone: UTC }"];
    expect(parseSample(named(...hours)).destinations).toMatchObject([
      {
        quiet: { from: "22:00", until: "07:00", timezone: "UTC", except: ["health"] },
        digest: { at: "09:00", days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], timezone: "UTC" },
      },
    ]);
  });

  it("tell a named audience of every topic there is", () => {
    const tell = `tell: [${TOPICS.join(", ")}]`;
    expect(
      parseSample(`${named(tell)}counts: { headcount: acme }\n`).destinations.map(({ rule }) => rule.tell),
    ).toEqual([TOPICS]);
  });

  it.each(["UTC", "europe/warsaw", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "Etc/GMT+5"])(
    "know the time zone %s",
    (zone) => {
      const text = named(`digest: { at: "09:00", timezone: ${zone} }`);
      expect(parseSample(text).destinations).toMatchObject([{ digest: { timezone: zone } }]);
    },
  );
});

describe("each fault of a destination is told in plain words at its line and column", () => {
  const both =
    "write named (who reads there may know who left, by name) or counts (may not: hears nothing of single people, " +
    "only what is released of counts, and that a directory cannot be read)";
  const released = "an audience of counts learns of people only from what is released";
  const whole = "are of a whole directory, of which a destination with only: does not hear";
  const same =
    "another destination is called the same; give this one a name of its own (without one it is called after its kind)";
  const hours = (from: string, until: string, more = "timezone: UTC"): string =>
    `quiet: { from: "${from}", until: "${until}", ${more} }`;
  const at = (time: string, more: string): string => named(`digest: { at: "${time}", ${more} }`);
  const zone = "must be the IANA name of a time zone";
  const keys = "audience, digest, directories, name, only, quiet, secret, tell, to, url";
  it.each<[name: string, text: string, message: string]>([
    ["a mapping for the list", `${CHAT}notify: { to: post }`, "4:9: notify: must be a list"],
    ["nothing", `${CHAT}notify:`, "4:1: notify: is empty"],
    ["a word for a destination", `${CHAT}notify: [post]`, "4:10: notify[0]: must be a mapping (key: value)"],
    [
      "an unknown kind that is near",
      named().replace("to: post", "to: psot"),
      '5:9: notify[0].to: must be post or letter, did you mean "post"?',
    ],
    ["an unknown kind", named().replace("to: post", "to: pager"), "5:9: notify[0].to: must be post or letter"],
    ["no kind", `${CHAT}notify:\n  - audience: named\n`, "5:5: notify[0].to: is missing; write post or letter"],
    ["an unknown key", named("retries: 3"), `8:5: notify[0]: unknown key; the keys here are ${keys}`],
    ["another kind's key", named("recipients: []"), `8:5: notify[0]: unknown key; the keys here are ${keys}`],
    ["no address", named().replace(/ {4}url.*\n/, ""), "5:5: notify[0].url: is missing"],
    ["an empty address", named().replace(/url:.*/, "url:"), "6:5: notify[0].url: is empty"],
    [
      "a number for the address",
      named().replace(/url:.*/, "url: 3"),
      "6:10: notify[0].url: must be text or a mapping (key: value)",
    ],
    [
      "an address that is none",
      named().replace(/url:.*/, "url: hooks"),
      "6:10: notify[0].url: must be a web address, such as https://example.com/",
    ],
    [
      "a secret written out where one or several may be named",
      named("secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
      "8:13: notify[0].secret: the secret itself must not be written here; write { env: NAME } or { file: PATH }",
    ],
    ["no secret in a list", named("secret: []"), "8:13: notify[0].secret: is empty"],
    [
      "a misspelt place of the second secret",
      named("secret: [{ env: A }, { fiel: B }]"),
      '8:28: notify[0].secret[1].fiel: unknown key, did you mean "file"?',
    ],
    ["no audience", post(), `5:5: notify[0].audience: is missing; ${both}`],
    ["an empty audience", post("audience:"), `7:5: notify[0].audience: is empty; ${both}`],
    [
      "a misspelt audience",
      post("audience: name"),
      '7:15: notify[0].audience: must be named or counts, did you mean "named"?',
    ],
    [
      "an unknown audience",
      post("audience: everyone"),
      "7:15: notify[0].audience: must be named or counts; audiences of your own go under audiences:",
    ],
    [
      "counts that are to hear of people",
      counts("tell: [health, departures, deliveries]"),
      `8:20: notify[0].tell[1]: must be layoffs, reports, checkpoints or health: ${released}\nrollcall.yaml:8:32: notify[0].tell[2]: must be layoffs, reports, checkpoints or health: ${released}`,
    ],
    [
      "reports of no counts, which counts are told if nothing is said",
      counts(),
      "5:5: notify[0].tell: reports are of counts, and nobody is counted; write counts: { headcount: acme }, or leave reports out of tell",
    ],
    [
      "reports of no counts",
      named("tell: [health, reports]"),
      "8:11: notify[0].tell: reports are of counts, and nobody is counted; write counts: { headcount: acme }, or leave reports out of tell",
    ],
    [
      "reports and waves of some people only",
      `${named("only: { team: [Sales] }", "tell: [waves, reports]")}counts: { headcount: acme }\n`,
      `9:12: notify[0].tell[0]: waves ${whole}; leave waves out\nrollcall.yaml:9:19: notify[0].tell[1]: reports ${whole}; leave reports out`,
    ],
    ["counts with a misspelt tell", counts("tel: [health]"), '8:5: notify[0].tel: unknown key, did you mean "tell"?'],
    [
      "a misspelt topic",
      named("tell: [departure]"),
      `8:12: notify[0].tell[0]: must be ${TOPICS.slice(0, -1).join(", ")} or updated, did you mean "departures"?`,
    ],
    ["a word for topics", named("tell: health"), "8:11: notify[0].tell: must be a list"],
    ["no topic", named("tell: []"), "8:11: notify[0].tell: is empty"],
    [
      "a bad name",
      named("name: People Ops"),
      "8:11: notify[0].name: a name has 1 to 63 characters: lower-case letters, digits, - and _, the first a letter or digit",
    ],
    [
      "two of one kind without names",
      `${named()}  - { to: post, url: "https://x.example/", audience: named }\n`,
      `8:5: notify[1].name: ${same}`,
    ],
    [
      "two of one name, and an unknown directory, beside another fault",
      `${named("directories: [sales]")}  - { to: post, url: "https://x.example/", audience: named }\nstore: { file: a }\n`,
      "8:19: notify[0].directories[0]: no directory of this name; there are acme, beta\n" +
        `rollcall.yaml:9:5: notify[1].name: ${same}\n` +
        "rollcall.yaml:10:10: store: unknown key; the keys here are path, postgres",
    ],
    [
      "two of one name",
      `${named("name: hr")}  - { to: post, name: hr, url: "https://x.example/", audience: named }\n`,
      `9:23: notify[1].name: ${same}`,
    ],
    [
      "a directory that is near",
      named("directories: [beta, amce]"),
      '8:25: notify[0].directories[1]: no directory of this name, did you mean "acme"?',
    ],
    [
      "an unknown directory",
      named("directories: [sales]"),
      "8:19: notify[0].directories[0]: no directory of this name; there are acme, beta",
    ],
    [
      "a directory that every object has",
      named("directories: [constructor]"),
      "8:19: notify[0].directories[0]: no directory of this name; there are acme, beta",
    ],
    ["no directory", named("directories: []"), "8:18: notify[0].directories: is empty"],
    ["only nothing", named("only: {}"), "8:11: notify[0].only: needs location, team or both"],
    [
      "only of another attribute",
      named("only: { title: [CEO] }"),
      "8:13: notify[0].only: unknown key; the keys here are location, team",
    ],
    ["only of no place", named("only: { location: [] }"), "8:23: notify[0].only.location: is empty"],
    ["only of one blank team", named('only: { team: [" "] }'), "8:20: notify[0].only.team[0]: is empty"],
    [
      "no time",
      named(hours("24:00", "7:00")),
      '8:20: notify[0].quiet.from: must be a time of day such as "22:00"\nrollcall.yaml:8:36: notify[0].quiet.until: must be a time of day such as "22:00"',
    ],
    [
      "quiet hours without end",
      named("quiet: { from: 22:00, timezone: UTC }"),
      "8:5: notify[0].quiet.until: is missing",
    ],
    [
      "quiet hours all day",
      named(hours("07:00", "07:00")),
      "8:36: notify[0].quiet.until: must be another time than from, or nothing is ever told",
    ],
    [
      "quiet hours without a time zone",
      named("quiet: { from: 22:00, until: 07:00 }"),
      "8:5: notify[0].quiet.timezone: is missing",
    ],
    [
      "a misspelt time zone",
      named(hours("22:00", "07:00", "timezone: Europe/Warsow")),
      `8:55: notify[0].quiet.timezone: ${zone}, did you mean "Europe/Warsaw"?`,
    ],
    [
      "a city for a time zone",
      at("09:00", "timezone: new york"),
      `8:38: notify[0].digest.timezone: ${zone}, did you mean "America/New_York"?`,
    ],
    [
      "an offset for a time zone",
      at("09:00", 'timezone: "+02:00"'),
      `8:38: notify[0].digest.timezone: ${zone}, such as Europe/Warsaw`,
    ],
    [
      "what cannot be let through",
      named(hours("22:00", "07:00", "timezone: UTC, except: [renamed]")),
      "8:69: notify[0].quiet.except[0]: must be departures, waves, offboarding, layoffs, reports, checkpoints, health or deliveries",
    ],
    [
      "no time of a digest",
      at("9", "timezone: UTC"),
      '8:19: notify[0].digest.at: must be a time of day such as "22:00"',
    ],
    ["a digest without a time zone", named("digest: { at: 09:00 }"), "8:5: notify[0].digest.timezone: is missing"],
    [
      "a misspelt day",
      at("09:00", "days: [mon, weds], timezone: UTC"),
      '8:40: notify[0].digest.days[1]: must be mon, tue, wed, thu, fri, sat or sun, did you mean "wed"?',
    ],
    ["a digest on no day", at("09:00", "days: [], timezone: UTC"), "8:34: notify[0].digest.days: is empty"],
  ])("%s", async (_, text, message) => {
    expect(await messageOf(() => parseSample(text))).toBe(`rollcall.yaml:${message}`);
  });

  it("what a faulty part says of another is no second fault", async () => {
    const text = `directories: { Acme: { kind: chat, token: { env: A } }, beta: { kind: chat } }
notify:
  - { to: post, url: 3, audience: named, name: a, directories: [nowhere] }
  - { to: post, url: "https://x.example/", audience: named, name: a, directories: [Acme, beta] }
`;
    expect((await messageOf(() => parseSample(text))).split("\n")).toEqual([
      expect.stringMatching(/^rollcall\.yaml:1:16: directories: an alias has /),
      "rollcall.yaml:1:57: directories.beta.token: is missing",
      "rollcall.yaml:3:22: notify[0].url: must be text or a mapping (key: value)",
    ]);
    expect(await messageOf(() => parseSample(named("directories: [acme]").replace("directories:", "directory:")))).toBe(
      'rollcall.yaml:1:1: directory: unknown key, did you mean "directories"?',
    );
  });

  it("an unknown directory does not bring a secret to light that was written as an alias", async () => {
    const text = named("directories: [acme]").replace("  acme:", "  z9abcdefghijklmnopqrstu:");
    expect(await messageOf(() => parseSample(text))).toBe(
      "rollcall.yaml:8:19: notify[0].directories[0]: no directory of this name; there are beta",
    );
  });
});
