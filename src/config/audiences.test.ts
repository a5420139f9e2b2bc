import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadSettings, parseSettings } from "./load.ts";
import { destinations, messageOf, parseSample, tools } from "./sample.ts";

const PURPOSE = "purpose: { text: a, authorisedBy: b, contact: c }\n";
const CHAT = "directories: { acme: { kind: chat, token: { env: TOKEN } } }\n";
const IDENTITY = "identity: { sees: named, who: Identity team, reason: verify off-boarding, until: 2027-02-24 }";
const COUNCIL = "council: { sees: counts, readers: authorised, who: Works council }";

/** Settings with these audiences, and a destination of one. */
const settings = (audience: string, own: readonly string[] = [IDENTITY, COUNCIL], more = ""): string =>
  `${PURPOSE}${CHAT}audiences:\n  ${own.join("\n  ")}\nnotify:\n  - { to: post, url: "https://x.example/", audience: ${audience}${more} }\n`;

describe("an audience of the settings", () => {
  it("of names gives its destinations the right by which names go there", () => {
    const { audiences, destinations: told } = parseSample(settings("identity"));
    const grant = { alias: "identity", who: "Identity team", reason: "verify off-boarding", until: "2027-02-24" };
    expect(audiences[0]).toEqual({ sees: "named", ...grant });
    expect(told).toMatchObject([
      {
        audience: "named",
        alias: "identity",
        grant,
        rule: { tell: ["departures", "waves", "offboarding", "layoffs", "health", "deliveries"] },
      },
    ]);
    expect(told[0]).not.toHaveProperty("readers");
  });

  it("of counts says whose counts they are; a plain counts is anyone", () => {
    const [council] = parseSample(settings("council", undefined, ", tell: [health]")).destinations;
    expect(council).toMatchObject({ audience: "counts", alias: "council", readers: "authorised" });
    const [plain] = parseSample(settings("counts", undefined, ", tell: [health]")).destinations;
    expect(plain).toMatchObject({ audience: "counts", readers: "anyone" });
    expect(plain).not.toHaveProperty("alias");
  });

  it("is not needed: a plain named stays as it was, without an end", () => {
    const [only] = parseSample(`${PURPOSE}${settings("named").slice(PURPOSE.length)}`).destinations;
    expect(only?.audience).toBe("named");
    expect(only?.grant).toBeUndefined();
    expect(parseSample(CHAT).audiences).toEqual([]);
  });
});

describe("an audience that may know names of some directories alone", () => {
  const TWO = CHAT.replace(" }\n", ", beta: { kind: list, path: a } }\n");
  const two = (of: string, more = ""): string =>
    settings("identity", [IDENTITY.replace(" }", `, directories: ${of} }`)], more).replace(CHAT, TWO);

  it("has its destinations hear of these, and of fewer where they say so", () => {
    const { audiences, destinations: told } = parseSample(two("[acme]"));
    expect(audiences).toMatchObject([{ alias: "identity", directories: ["acme"] }]);
    expect(told).toMatchObject([{ rule: { directories: ["acme"] }, grant: { directories: ["acme"] } }]);
    const [fewer] = parseSample(two("[acme, beta]", ", directories: [beta]")).destinations;
    expect(fewer?.rule.directories).toEqual(["beta"]);
  });

  it("has none of them hear of others", async () => {
    expect(await messageOf(() => parseSample(two("[acme]", ", directories: [acme, beta]")))).toBe(
      "rollcall.yaml:6:84: notify[0].directories[1]: the audience identity may know names of acme alone; leave this out, or add it at audiences.identity.directories",
    );
  });

  it("has an unknown one told once, where it stands", async () => {
    expect(await messageOf(() => parseSample(two("[acmee]")))).toBe(
      'rollcall.yaml:4:110: audiences.identity.directories[0]: no directory of this name, did you mean "acme"?',
    );
  });
});

describe("each fault of an audience is told in plain words at its line and column", () => {
  const identity = (from: string | RegExp, to: string): string => settings("identity", [IDENTITY.replace(from, to)]);
  const words = "named, counts, authorised, anyone mean something of their own; give the audience another alias";
  it.each<[name: string, text: string, message: string]>([
    [
      "an unknown alias that is near",
      settings("counsil"),
      '7:54: notify[0].audience: must be named, counts, identity or council, did you mean "council"?',
    ],
    [
      "an unknown alias",
      settings("board"),
      "7:54: notify[0].audience: must be named, counts, identity or council; audiences of your own go under audiences:",
    ],
    [
      "one that every object has",
      settings("constructor"),
      "7:54: notify[0].audience: must be named, counts, identity or council; audiences of your own go under audiences:",
    ],
    [
      "a word of ours for an alias",
      settings("named", [IDENTITY.replace("identity", "named")]),
      `4:3: audiences: ${words}`,
    ],
    [
      "a ledger's word for an alias",
      settings("named", [COUNCIL.replace("council", "anyone")]),
      `4:3: audiences: ${words}`,
    ],
    [
      "no end",
      identity(/, until.*\d/, ""),
      "4:3: audiences.identity.until: is missing; write the last day on which names may be shown",
    ],
    [
      "an end that is no day",
      identity("2027-02-24", "soon"),
      "4:84: audiences.identity.until: must be a day such as 2027-02-24",
    ],
    [
      "a day that there is not",
      identity("02-24", "02-30"),
      "4:84: audiences.identity.until: is a day that there is not",
    ],
    [
      "an end with a time",
      identity("02-24", "02-24T10:00Z"),
      "4:84: audiences.identity.until: must be a day such as 2027-02-24",
    ],
    ["no reason", identity("reason: verify off-boarding, ", ""), "4:3: audiences.identity.reason: is missing"],
    ["nobody", identity("Identity team", '" "'), "4:33: audiences.identity.who: is empty"],
    [
      "neither names nor counts",
      identity("named", "name"),
      '4:21: audiences.identity.sees: must be named or counts, did you mean "named"?',
    ],
    [
      "an end of counts",
      settings("named", [COUNCIL.replace(" }", ", until: 2027-02-24 }")]),
      "4:69: audiences.council: unknown key; the keys here are readers, sees, who",
    ],
    [
      "counts of nobody in particular",
      settings("named", [COUNCIL.replace("readers: authorised, ", "")]),
      "4:3: audiences.council.readers: is missing; write authorised or anyone",
    ],
    [
      "no mapping",
      settings("identity").replace(/audiences:\n.*\n.*\n/, "audiences: [identity]\n"),
      "3:12: audiences: must be a mapping (key: value)",
    ],
    [
      "a misspelt key of the settings, of which the destinations say no more",
      settings("identity").replace("audiences:", "audience:"),
      '3:1: audience: unknown key, did you mean "audiences"?',
    ],
  ])("%s", async (_, text, message) => {
    expect(await messageOf(() => parseSample(text))).toBe(`rollcall.yaml:${message}`);
  });

  it("an audience of counts hears of people as little under an alias as under its plain word", async () => {
    for (const audience of ["counts", "council"]) {
      const text = settings(audience, undefined, ", tell: [health, departures]");
      expect(await messageOf(() => parseSample(text))).toMatch(
        /^rollcall\.yaml:7:\d+: notify\[0\]\.tell\[1\]: must be /,
      );
    }
  });

  it("a right of more than a year, by the clock of the machine", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-audiences-"));
    writeFileSync(join(folder, "rollcall.yaml"), settings("identity"));
    const load = (now: number) =>
      loadSettings({
        cwd: folder,
        home: folder,
        env: {},
        kinds: async () => ({ connectors: tools, notifiers: destinations }),
        now,
      });
    expect(await messageOf(() => load(Date.UTC(2026, 1, 23, 23, 59)))).toBe(
      "rollcall.yaml:4:84: audiences.identity.until: is more than a year ahead; write 2027-02-23 at the latest",
    );
    expect((await load(Date.UTC(2026, 1, 24))).audiences).toHaveLength(2);
    // One that has ended is no fault: a process that is started again has to go on looking.
    expect((await load(Date.UTC(2030, 1, 24))).audiences).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });
});

describe("a purpose", () => {
  const message =
    "rollcall.yaml:1:1: purpose: is missing; before anybody is told, say what for, who allowed it and whom to ask: " +
    'purpose: { text: "…", authorisedBy: "…", contact: "…" }';

  it("is needed by every destination, and asked for once", async () => {
    const without = settings("identity").slice(PURPOSE.length);
    expect(await messageOf(() => parseSample(without))).toBe(message);
    const two = `${without}  - { to: post, name: b, url: "https://x.example/", audience: named }\n`;
    expect(await messageOf(() => parseSample(two))).toBe(message);
  });

  it("is not needed by one that stays on the screen, nor where nobody is told", () => {
    const screen = { kind: "screen", settings: z.strictObject({}), stays: true };
    const parse = (text: string) =>
      parseSettings(text, { file: "/rollcall.yaml", label: "rollcall.yaml" }, tools, [...destinations, screen]);
    expect(parse(`${CHAT}notify: [{ to: screen, audience: named }]\n`).purpose).toBeUndefined();
    expect(parse(CHAT).purpose).toBeUndefined();
    expect(() =>
      parse(
        `${CHAT}notify: [{ to: screen, audience: named }, { to: post, url: "https://x.example/", audience: named }]\n`,
      ),
    ).toThrow("purpose: is missing");
  });

  it("that is misspelt or has a fault of its own is told once", async () => {
    const text = settings("identity");
    expect(await messageOf(() => parseSample(text.replace("purpose", "purpse")))).toBe(
      'rollcall.yaml:1:1: purpse: unknown key, did you mean "purpose"?',
    );
    expect(await messageOf(() => parseSample(text.replace("text: a, ", "")))).toBe(
      "rollcall.yaml:1:1: purpose.text: is missing",
    );
  });

  it("may say where the assessment and the agreement are found", () => {
    const { purpose } = parseSample(
      `${CHAT}purpose: { text: a, authorisedBy: b, contact: c, agreement: WA 7, impactAssessment: DPIA-12 }\n`,
    );
    expect(purpose).toEqual({
      text: "a",
      authorisedBy: "b",
      contact: "c",
      agreement: "WA 7",
      impactAssessment: "DPIA-12",
    });
  });
});
