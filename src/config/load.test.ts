import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCode, RollcallError } from "../core/errors.ts";
import { loadSettings } from "./load.ts";
import { destinations, errorOf, EVERY_KEY, messageOf, parseSample, tools } from "./sample.ts";

const CHAT = `directories:
  acme:
    kind: chat
    token: { env: CHAT_TOKEN }
`;

describe("a right settings file", () => {
  it("is read whole", () => {
    const loaded = parseSample(EVERY_KEY);
    expect(loaded.purpose).toEqual({
      text: "Verify off-boarding",
      authorisedBy: "CISO, 2026-11-20",
      contact: "it@example.com",
      impactAssessment: "DPIA-12",
      agreement: "Works agreement of 2026-11-20",
    });
    expect([...loaded.directories.keys()]).toEqual(["acme", "people"]);
    const acme = loaded.directories.get("acme");
    expect(acme?.kind).toBe("chat");
    expect(acme?.attributes?.key).toBe("email");
    expect(Object.keys(acme?.settings ?? {}).toSorted()).toEqual(
      ["token", "fields", "channels", "allowScopes", "pace", "api", "hook"].toSorted(),
    );
    expect(loaded.storePath).toBe("/etc/rollcall/rollcall.db");
    expect(loaded.place(["directories", "acme", "pace", "perMinute"])).toBe("rollcall.yaml:13:18");
  });

  it("needs no purpose, store or departures, and a demotion is then no departure", () => {
    const loaded = parseSample(CHAT);
    expect(loaded.purpose).toBeUndefined();
    expect(loaded.storePath).toBeUndefined();
    expect(loaded.departures).toEqual({ demotion: false });
  });

  it("may use anchors and aliases, and Windows line ends", () => {
    const loaded = parseSample(
      `${CHAT.replace("{ env", "&t { env")}  beta: { kind: chat, token: *t }\n`.replaceAll("\n", "\r\n"),
    );
    expect([...loaded.directories.keys()]).toEqual(["acme", "beta"]);
  });
});

describe("each fault is told in plain words at its line and column", () => {
  const acme = (line: string): string => `${CHAT}    ${line}\n`;
  const chatKeys = "allowScopes, api, attributes, channels, every, fields, hook, kind, pace, token";
  const notHere = "the secret itself must not be written here; write { env: NAME } or { file: PATH }";
  it.each<[name: string, text: string, message: string]>([
    ["a misspelt key", CHAT.replace("token", "tokn"), '4:5: directories.acme.tokn: unknown key, did you mean "token"?'],
    [
      "a key that is not there yet",
      `${CHAT}sources: []\n`,
      "5:1: unknown key; the keys here are audiences, audit, counts, departures, directories, notify, offboarding, persons, purpose, record, retention, serve, store, watch, waves",
    ],
    [
      "an unknown key of a tool",
      acme("retries: 3"),
      `5:5: directories.acme: unknown key; the keys here are ${chatKeys}`,
    ],
    [
      "postgres",
      `${CHAT}store: { postgres: { env: X } }`,
      "5:22: store.postgres: unknown key; the keys here are ca, database, encrypted, host, password, port, schema, user",
    ],
    ["a missing key", "directories:\n  acme:\n    kind: chat\n", "2:3: directories.acme.token: is missing"],
    ["no directories", "store: { path: x }\n", "1:1: directories: is missing"],
    ["an empty mapping of directories", "directories: {}\n", "1:14: directories: needs at least one directory"],
    ["directories without any", "directories:\n", "1:1: directories: is empty"],
    [
      "a part of the purpose left out",
      `${CHAT}purpose: { text: a, contact: b }`,
      "5:1: purpose.authorisedBy: is missing",
    ],
    [
      "a part of the purpose left blank",
      `${CHAT}purpose: { text: " ", authorisedBy: a, contact: b }`,
      "5:18: purpose.text: is empty",
    ],
    [
      "a number for text",
      `${CHAT}purpose: { text: 1, authorisedBy: a, contact: b }`,
      "5:18: purpose.text: must be text; put it in quotes",
    ],
    [
      "text for a yes or no",
      `${CHAT}departures: { demotion: yes }`,
      "5:25: departures.demotion: must be true or false",
    ],
    ["a list for a mapping", `${CHAT}departures: [demotion]`, "5:13: departures: must be a mapping (key: value)"],
    ["text for a list", acme("allowScopes: chat"), "5:18: directories.acme.allowScopes: must be a list"],
    ["an empty entry of a list", acme('allowScopes: [a, ""]'), "5:22: directories.acme.allowScopes[1]: is empty"],
    [
      "no whole number",
      acme("pace: { perMinute: 1.5 }"),
      "5:24: directories.acme.pace.perMinute: must be a whole number",
    ],
    ["too small a number", acme("pace: { perMinute: 0 }"), "5:24: directories.acme.pace.perMinute: must be at least 1"],
    [
      "too great a number",
      acme("pace: { perMinute: 101 }"),
      "5:24: directories.acme.pace.perMinute: must be at most 100",
    ],
    [
      "no address",
      acme("api: chat"),
      "5:10: directories.acme.api: must be a web address, such as https://example.com/",
    ],
    [
      "neither of two forms",
      acme("channels: 3"),
      "5:15: directories.acme.channels: must be true or false or a mapping (key: value)",
    ],
    [
      "a fault within one of two forms",
      acme("channels: { only: [] }"),
      "5:23: directories.acme.channels.only: is empty",
    ],
    [
      "a kind that is near",
      CHAT.replace("chat", "chatt"),
      '3:11: directories.acme.kind: must be chat or list, did you mean "chat"?',
    ],
    ["a kind that is unknown", CHAT.replace("chat", "ldap"), "3:11: directories.acme.kind: must be chat or list"],
    ["no kind", CHAT.replace("    kind: chat\n", ""), "2:3: directories.acme.kind: is missing; write chat or list"],
    ["an empty kind", CHAT.replace(" chat", ""), "3:5: directories.acme.kind: is empty; write chat or list"],
    ["a misspelt kind", CHAT.replace("kind", "knid"), '3:5: directories.acme.knid: unknown key, did you mean "kind"?'],
    [
      "a choice that is near",
      acme("attributes: { from: a, key: mail }"),
      '5:33: directories.acme.attributes.key: must be email, id or handle, did you mean "email"?',
    ],
    [
      "a bad alias",
      CHAT.replace("acme", "Acme Inc"),
      "2:3: directories: an alias has 1 to 63 characters: lower-case letters, digits, - and _, the first a letter or digit",
    ],
    [
      "a home folder as ~",
      `${CHAT}store: { path: ~/x.db }`,
      "5:16: store.path: ~ stands for nothing here; write the whole path",
    ],
    [
      "a secret written out",
      CHAT.replace("{ env: CHAT_TOKEN }", "xoxb-1-2-abc"),
      `4:12: directories.acme.token: ${notHere}`,
    ],
    ["a number as secret", CHAT.replace("{ env: CHAT_TOKEN }", "4711"), `4:12: directories.acme.token: ${notHere}`],
    [
      "a secret in braces",
      CHAT.replace("{ env: CHAT_TOKEN }", "{xoxb-1-2-abc}"),
      "4:13: directories.acme.token: unknown key; the keys here are env, file",
    ],
    [
      "a secret as the variable's name",
      CHAT.replace("CHAT_TOKEN", "xoxb-1-2-abc"),
      "4:19: directories.acme.token.env: must be the name of an environment variable (letters, digits and _), not the secret itself",
    ],
    [
      "a secret as the file's path",
      CHAT.replace("env: CHAT_TOKEN", "file: xoxb-1-2-abc"),
      "4:20: directories.acme.token.file: must be the path of a file, not the secret itself",
    ],
    [
      "both env and file",
      CHAT.replace("CHAT_TOKEN", "A, file: b"),
      "4:12: directories.acme.token: needs either env or file, and not both",
    ],
    [
      "neither env nor file",
      CHAT.replace("env: CHAT_TOKEN", ""),
      "4:12: directories.acme.token: needs either env or file, and not both",
    ],
    ["a secret left blank", CHAT.replace(" { env: CHAT_TOKEN }", ""), "4:5: directories.acme.token: is empty"],
    [
      "a fault behind an alias",
      `${CHAT}    pace: &p { perMinute: 0 }\n  beta: { kind: chat, token: { env: A }, pace: *p }\n`,
      "5:27: directories.acme.pace.perMinute: must be at least 1\nrollcall.yaml:5:27: directories.beta.pace.perMinute: must be at least 1",
    ],
  ])("%s", async (_, text, message) => {
    expect(await messageOf(() => parseSample(text))).toBe(`rollcall.yaml:${message}`);
  });

  it("all faults of a file are told at once, in the order of the lines, as one settings error", async () => {
    const text =
      "store: { pth: x }\ndirectories:\n  acme: { kind: chat, pace: { perMinute: 0 } }\n  acme: { kind: list }\n";
    const told = [
      'rollcall.yaml:1:10: store.pth: unknown key, did you mean "path"?',
      "rollcall.yaml:3:3: directories.acme.path: is missing",
      "rollcall.yaml:4:3: this key is given twice in the same mapping; keep one",
    ];
    const error = await errorOf(() => parseSample(text));
    expect(error).toBeInstanceOf(RollcallError);
    expect(error).toMatchObject({ code: "bad_setting", message: told.join("\n") });
    expect(exitCode(error)).toBe(3);
  });

  it("of very many faults the first fifty are told, and how many more there are", async () => {
    const text = `directories:\n${Array.from({ length: 60 }, (_, i) => `  D${i}: {}`).join("\n")}`;
    const lines = (await messageOf(() => parseSample(text))).split("\n");
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toMatch(/^rollcall\.yaml: and \d+ more$/);
  });
});

describe("what is no settings file at all", () => {
  it.each([
    ["an empty file", "", 'rollcall.yaml: is empty; run "rollcall init" to write one'],
    ["comments alone", "# later\n", 'rollcall.yaml: is empty; run "rollcall init" to write one'],
    [
      "a list",
      "- a\n",
      "rollcall.yaml:1:1: must be a mapping (key: value) that begins with a key such as directories:",
    ],
    [
      "plain text",
      "hello",
      "rollcall.yaml:1:1: must be a mapping (key: value) that begins with a key such as directories:",
    ],
  ])("%s", async (_, text, message) => {
    expect(await messageOf(() => parseSample(text))).toBe(message);
  });
});

describe("finding the file", () => {
  const folder = async (): Promise<string> => mkdtemp(join(tmpdir(), "rollcall-settings-"));
  const load = (home: string, config?: string, env: Record<string, string> = {}) =>
    loadSettings({
      cwd: join(home, "desk"),
      home,
      env,
      now: Date.UTC(2026, 10, 20),
      kinds: async () => ({ connectors: tools, notifiers: destinations }),
      ...(config === undefined ? {} : { config }),
    });

  it("--config comes first, then the working folder, then the user's folder", async () => {
    const home = await folder();
    const places = ["other.yaml", "desk/rollcall.yaml", "xdg/rollcall/rollcall.yaml", ".config/rollcall/rollcall.yaml"];
    for (const place of places) await mkdir(join(home, place, ".."), { recursive: true });
    const env = { XDG_CONFIG_HOME: join(home, "xdg") };

    const [other, work, xdg, config] = places.map((place) => join(home, place));
    await writeFile(String(config), CHAT);
    expect((await load(home)).file).toBe(config);
    await writeFile(String(xdg), CHAT);
    expect((await load(home, undefined, env)).file).toBe(xdg);
    await writeFile(String(work), CHAT);
    expect((await load(home, undefined, env)).file).toBe(work);
    await writeFile(String(other), CHAT);
    expect((await load(home, "../other.yaml", env)).file).toBe(other);
  });

  it("a file that is not there is told with the places that were looked at", async () => {
    const home = await folder();
    expect(await messageOf(() => load(home))).toBe(
      `no settings found, looked for ${home}/desk/rollcall.yaml and ${home}/.config/rollcall/rollcall.yaml; ` +
        'run "rollcall init" to write them, or name a file with --config',
    );
    expect(await messageOf(() => load(home, "x.yaml"))).toBe(
      'x.yaml: there is no such file; name another with --config, or run "rollcall init" to write one',
    );
  });

  it("a folder, a file that is no UTF-8 and one above 1 MB are refused by the name that was given", async () => {
    const home = await folder();
    await mkdir(join(home, "desk"));
    expect(await messageOf(() => load(home, "../desk"))).toBe("../desk: is a folder; name the file in it");
    await writeFile(join(home, "latin"), Buffer.from([0x61, 0xe9]));
    expect(await messageOf(() => load(home, "../latin"))).toBe("../latin: is not UTF-8 text; save it as UTF-8");
    await writeFile(join(home, "large"), `${CHAT}#${"x".repeat(1_000_000)}`);
    expect(await messageOf(() => load(home, "../large"))).toBe(
      "../large: is larger than 1 MB; settings are a page or two, name another file",
    );
  });

  it("a byte order mark is passed over", async () => {
    const home = await folder();
    await writeFile(join(home, "bom"), `\uFEFF${CHAT}`);
    await mkdir(join(home, "desk"));
    expect([...(await load(home, "../bom")).directories.keys()]).toEqual(["acme"]);
  });
});
