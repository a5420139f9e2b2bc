import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../core/time.ts";
import { messageOf, parseSample } from "./sample.ts";

const CHAT = `directories:
  acme: { kind: chat, token: { env: CHAT_TOKEN } }
`;
const every = (written: string): string => `${CHAT}watch: { every: ${written} }`;
const beat = (url: string): string => `${CHAT}watch: { heartbeat: { url: ${url} } }`;

describe("how often directories are read", () => {
  it("is every five minutes if nothing is said", () => {
    const watch = { every: 5 * MINUTE, receive: { host: "127.0.0.1", port: 3000, behindProxy: false } };
    expect(parseSample(CHAT).watch).toStrictEqual(watch);
    expect(parseSample(`${CHAT}watch: {}`).watch).toStrictEqual(watch);
  });

  it.each([
    ["30s", 30 * SECOND],
    ["90s", 90 * SECOND],
    ["5m", 5 * MINUTE],
    ["1h", HOUR],
    ["7d", 7 * 24 * HOUR],
    ["168h", 7 * 24 * HOUR],
  ])("may be %s", (written, ms) => {
    expect(parseSample(every(written)).watch.every).toBe(ms);
  });

  it.each([
    ["0s", "must be at least 1s"],
    ["0d", "must be at least 1s"],
    ["8d", "must be at most 7d"],
    ["10081m", "must be at most 7d"],
    ["5", "must be a duration such as 30s, 5m, 1h or 1d"],
    ['"5"', "must be a duration such as 30s, 5m, 1h or 1d"],
    ["1w", "must be a duration such as 30s, 5m, 1h or 1d"],
    ["true", "must be text; put it in quotes"],
    ["[5m]", "must be text"],
  ])("may not be %s", async (written, message) => {
    expect(await messageOf(() => parseSample(every(written)))).toBe(`rollcall.yaml:3:17: watch.every: ${message}`);
    const own = `${CHAT}  beta: { kind: list, path: a, every: ${written} }`;
    expect(await messageOf(() => parseSample(own))).toBe(`rollcall.yaml:3:39: directories.beta.every: ${message}`);
  });

  it("is a directory's own where it says so", () => {
    const loaded = parseSample(`${CHAT}  beta: { kind: list, path: a, every: 1d }\nwatch: { every: 1h }`);
    expect([...loaded.directories.values()].map((directory) => directory.every)).toEqual([undefined, 24 * HOUR]);
  });
});

describe("the heartbeat", () => {
  const address = "must be an https address without a name or password in it; plain http only on loopback";

  it.each(["https://hc.example.com/ping/1?x=y", "http://127.0.0.1:8000/", "http://[::1]/", "http://localhost/a"])(
    "may be at %s",
    (url) => {
      expect(parseSample(beat(`"${url}"`)).watch.heartbeat).toEqual({ url });
    },
  );

  it.each([
    ["http://hc.example.com/", address],
    ["https://me:pass@hc.example.com/", address],
    ["http://127.0.0.1.example.com/", address],
    ["ftp://hc.example.com/", address],
    ["ping", address],
    ['""', address],
    ["5", "must be text or a mapping (key: value)"],
  ])("may not be at %s", async (url, message) => {
    expect(await messageOf(() => parseSample(beat(url)))).toBe(`rollcall.yaml:3:28: watch.heartbeat.url: ${message}`);
  });

  it.each([
    ["an address that is missing", `${CHAT}watch: { heartbeat: {} }`, "3:10: watch.heartbeat.url: is missing"],
    ["an address left blank", `${CHAT}watch: { heartbeat: { url: } }`, "3:23: watch.heartbeat.url: is empty"],
    [
      "an address in its place",
      `${CHAT}watch: { heartbeat: "https://hc.example.com/" }`,
      "3:21: watch.heartbeat: must be a mapping (key: value)",
    ],
    ["a heartbeat left blank", `${CHAT}watch: { heartbeat: }`, "3:10: watch.heartbeat: is empty"],
    ["a watch left blank", `${CHAT}watch:`, "3:1: watch: is empty"],
    [
      "a secret of two places",
      beat("{ env: A, file: b }"),
      "3:28: watch.heartbeat.url: needs either env or file, and not both",
    ],
    [
      "a misspelt place of the secret",
      beat("{ enf: A }"),
      '3:30: watch.heartbeat.url.enf: unknown key, did you mean "env"?',
    ],
    [
      "an unknown key",
      `${CHAT}watch: { jitter: 3 }`,
      "3:10: watch: unknown key; the keys here are every, heartbeat, receive",
    ],
  ])("%s is told at its place", async (_, text, message) => {
    expect(await messageOf(() => parseSample(text))).toBe(`rollcall.yaml:${message}`);
  });
});

describe("where events are received", () => {
  const at = (receive: string): string => `${CHAT}watch: { receive: ${receive} }`;
  const exposed =
    "watch.receive.host: others than this machine reach this address, and what is received here is not encrypted: " +
    "have a proxy with TLS before it and say so with behindProxy: true, or use 127.0.0.1";

  it.each([
    ["{}", "127.0.0.1", 3000],
    ["{ port: 8080 }", "127.0.0.1", 8080],
    ["{ host: 127.1.2.3, port: 65535 }", "127.1.2.3", 65_535],
    ['{ host: "::1" }', "::1", 3000],
    ["{ host: 0.0.0.0, behindProxy: true }", "0.0.0.0", 3000],
    ['{ host: "::", behindProxy: true, port: 1 }', "::", 1],
    ["{ host: 192.168.0.7, behindProxy: true }", "192.168.0.7", 3000],
  ])("may be %s", (written, host, port) => {
    expect(parseSample(at(written)).watch.receive).toMatchObject({ host, port });
  });

  it.each(["0.0.0.0", "10.0.0.1", '"::"', '"2001:db8::1"', '"::ffff:127.0.0.1"'])(
    "is no address that others reach, such as %s, unless a proxy is said to stand before it",
    async (host) => {
      const text = at(`{ host: ${host} }`);
      expect(await messageOf(() => parseSample(text))).toBe(`rollcall.yaml:3:27: ${exposed}`);
      expect(await messageOf(() => parseSample(at(`{ host: ${host}, behindProxy: false }`)))).toContain(exposed);
    },
  );

  it.each([
    ["{ host: localhost }", "3:27: watch.receive.host: must be an address of this machine, such as 127.0.0.1"],
    ["{ host: 127.0.0.1:3000 }", "3:27: watch.receive.host: must be an address of this machine, such as 127.0.0.1"],
    ["{ port: 0 }", "3:27: watch.receive.port: must be at least 1"],
    ["{ port: 65536 }", "3:27: watch.receive.port: must be at most 65535"],
    ["{ port: 80.5 }", "3:27: watch.receive.port: must be a whole number"],
    ["{ behindProxy: 1 }", "3:34: watch.receive.behindProxy: must be true or false"],
    ["{ behindproxy: true }", '3:21: watch.receive.behindproxy: unknown key, did you mean "behindProxy"?'],
    ["", "3:10: watch.receive: is empty"],
    ["3000", "3:19: watch.receive: must be a mapping (key: value)"],
  ])("may not be written %s", async (written, message) => {
    expect(await messageOf(() => parseSample(at(written)))).toBe(`rollcall.yaml:${message}`);
  });
});
