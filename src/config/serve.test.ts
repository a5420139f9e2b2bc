import { describe, expect, it } from "vitest";
import { messageOf, parseSample } from "./sample.ts";

const BEFORE = `directories: { acme: { kind: chat, token: { env: TOKEN } } }
audiences:
  identity: { sees: named, who: Identity team, reason: verify off-boarding, until: 2027-02-24 }
  council: { sees: counts, readers: authorised, who: Works council }
`;
const settings = (of: readonly string[]): string => `${BEFORE}serve: { ${of.join(", ")} }\n`;
const SIGN_IN = "signIn: { issuer: https://login.example, clientId: a, audiences: { identity: [g] } }";

/** What is wrong, line by line, without the places. */
async function faults(...of: readonly string[]): Promise<string[]> {
  const text = settings(of);
  let message = "";
  try {
    parseSample(text);
  } catch {
    message = await messageOf(() => parseSample(text));
  }
  return message === "" ? [] : message.split("\n").map((line) => line.replace(/^rollcall\.yaml:\d+:\d+: /, ""));
}

describe("where pages are", () => {
  it("is this machine alone where nothing is said", () => {
    const said = { host: "127.0.0.1", port: 8080, behindProxy: false };
    expect(parseSample(BEFORE).serve).toEqual(said);
    expect(parseSample(`${BEFORE}serve: {}`).serve).toEqual(said);
  });

  it("people who sign in are asked for an id of theirs in any case", () => {
    const { serve } = parseSample(settings([SIGN_IN.replace("clientId", "scopes: [email, groups], clientId")]));
    expect(serve.signIn?.scopes).toEqual(["openid", "email", "groups"]);
  });
});

/** Each setting that decides who can reach it and how, in every combination. */
const matrix = ["127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "10.0.0.5", "::"].flatMap((host) =>
  [undefined, "https://rollcall.example", "http://127.0.0.1:8080"].flatMap((address) =>
    [false, true].flatMap((behindProxy) =>
      [false, true].flatMap((tls) => [false, true].map((signIn) => ({ host, address, behindProxy, tls, signIn }))),
    ),
  ),
);

describe("what others than this machine can reach", () => {
  it.each(matrix)("host $host, address $address, proxy $behindProxy, tls $tls, sign-in $signIn", async (one) => {
    const { host, address, behindProxy, tls, signIn } = one;
    const found = await faults(
      `host: "${host}"`,
      `behindProxy: ${behindProxy}`,
      ...(address === undefined ? [] : [`address: "${address}"`]),
      ...(tls ? ["tls: { cert: a.crt, key: a.key }"] : []),
      ...(signIn ? [SIGN_IN] : []),
    );
    const isHere = host.startsWith("127.") || host === "::1";
    const isReached = !isHere || behindProxy || address?.startsWith("https:") === true;
    const safe = (tls || behindProxy) && signIn && address?.startsWith("https:") === true;
    expect(found.length === 0).toBe(!isReached || safe);
    const has = (part: string): boolean => found.some((text) => text.includes(part));
    expect([
      has("give tls: { cert, key }, or have a proxy"),
      has("add signIn"),
      has("address: https://…") || has("must begin with https://"),
    ]).toEqual(
      isReached ? [!tls && !behindProxy, !signIn, address?.startsWith("https:") !== true] : [false, false, false],
    );
  });

  it("is refused at its place, with what to do", async () => {
    expect(await messageOf(() => parseSample(settings(["host: 0.0.0.0", SIGN_IN, "address: https://a.example"])))).toBe(
      "rollcall.yaml:5:16: serve.host: others than this machine reach this address, and nothing encrypts what is sent: give tls: { cert, key }, or have a proxy with TLS before it and say so with behindProxy: true; or use 127.0.0.1",
    );
  });
});

describe("what is written wrongly is told in plain words", () => {
  const signIn = (more: string): string => `signIn: { issuer: https://login.example, clientId: a, ${more} }`;
  it.each<[name: string, written: string, message: string]>([
    [
      "a path",
      "address: https://a.example/rollcall",
      "serve.address: must be an address without a path, such as https://rollcall.example.com",
    ],
    [
      "a login",
      "address: https://a:b@a.example",
      "serve.address: must be an address without a path, such as https://rollcall.example.com",
    ],
    [
      "plain http to the provider",
      SIGN_IN.replace("https:", "http:"),
      "serve.signIn.issuer: must be an https address without a name or password in it",
    ],
    ["a name for a host", "host: example.com", "serve.host: must be an address of this machine, such as 127.0.0.1"],
    [
      "an audience that there is not",
      signIn("audiences: { board: [g] }"),
      "serve.signIn.audiences.board: no audience of this alias is declared under audiences",
    ],
    [
      "names for everybody",
      signIn("audiences: { identity: everybody }"),
      "serve.signIn.audiences.identity: names are not for everybody: write the groups whose members may know them",
    ],
    ["nobody", signIn("audiences: {}"), "serve.signIn.audiences: needs one audience at least"],
    ["no group", signIn("audiences: { identity: [] }"), "serve.signIn.audiences.identity: is empty"],
    [
      "a directory that there is not",
      signIn("audiences: { identity: [g] }, account: { directory: hr }"),
      "serve.signIn.account.directory: no directory of this name",
    ],
    [
      "the secret itself",
      signIn("clientSecret: s3cret, audiences: { identity: [g] }"),
      "serve.signIn.clientSecret: the secret itself must not be written here; write { env: NAME } or { file: PATH }",
    ],
  ])("%s", async (_, written, message) => {
    expect(await faults(written)).toEqual([message]);
  });
});
