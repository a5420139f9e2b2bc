import { afterEach, describe, expect, it } from "vitest";
import type { Sending } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { DAY } from "../core/time.ts";
import { email, emailWithin } from "./email.ts";
import type { EmailSettings } from "./email-settings.ts";
import { selfSigned } from "./fake/certificate.ts";
import { mailSettings, openEmailStand } from "./fake/email.ts";
import { type MailServer, openMailServer, type Trouble } from "./fake/mail-server.ts";
import { departuresView, sendingTo } from "./testing.ts";

const CANARY = "canary-of-the-answer <second@example.net>";
/** Silence is waited out; a handshake on a busy machine is not taken for it. */
const quick = emailWithin({ connecting: 2000, greeting: 2000, silence: 2000, altogether: 8000 });
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function serve(options: Parameters<typeof openMailServer>[0] = {}): Promise<MailServer> {
  const server = await openMailServer(options);
  opened.push(server);
  return server;
}

function sending(settings: EmailSettings, more: Partial<Sending<EmailSettings>> = {}): Sending<EmailSettings> {
  return { ...sendingTo({ settings }, departuresView(1)), ...more };
}

async function failureOf(sent: Promise<unknown>): Promise<RollcallError> {
  const error = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RollcallError)) throw new Error("It did not fail with a RollcallError.");
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/canary|example\.net/);
  expect(error.cause).toBeUndefined();
  return error;
}

describe("what a mail server says no to", () => {
  it.each<[string, Trouble, string, RegExp]>([
    [
      "a login",
      { at: "login", code: 535, text: `5.7.8 ${CANARY}` },
      "unauthorised",
      /\(535 5\.7\.8\); check server\.user/,
    ],
    ["a login for now", { at: "login", code: 454, text: `4.7.0 ${CANARY}` }, "rate_limited", /\(454 4\.7\.0\)/],
    ["whoever has no login", { at: "sender", code: 530, text: `5.7.0 ${CANARY}` }, "unauthorised", /wants a login/],
    ["the sender", { at: "sender", code: 550, text: `5.7.1 ${CANARY}` }, "refused", /the sender \(550 5\.7\.1\)/],
    [
      "every recipient",
      { at: "recipient", code: 550, text: `5.1.1 ${CANARY}` },
      "refused",
      /every recipient \(550 5\.1\.1\)/,
    ],
    ["everybody for now", { at: "recipient", code: 450, text: CANARY }, "rate_limited", /later \(450\)/],
    ["the mail", { at: "mail", code: 554, text: CANARY }, "refused", /refused the mail \(554\)/],
    ["the mail for now", { at: "mail", code: 421, text: `4.3.2 ${CANARY}` }, "rate_limited", /\(421 4\.3\.2\)/],
    ["the mail for its size", { at: "mail", code: 552, text: `5.3.4 ${CANARY}` }, "refused", /too large/],
    [
      "everybody from the start",
      { at: "greeting", raw: `554 5.7.1 ${CANARY}\r\n` },
      "refused",
      /the connection \(554 5\.7\.1\)/,
    ],
    ["everybody from the start for now", { at: "greeting", raw: `421 ${CANARY}\r\n` }, "rate_limited", /\(421\)/],
    ["what it is not", { at: "greeting", raw: `HTTP/1.1 400 ${CANARY}\r\n\r\n` }, "malformed", /as a mail server does/],
    ["nothing, and goes away", { at: "greeting", raw: "" }, "unreachable", /gave no answer/],
    ["nothing, and breaks off", { at: "mail", code: "reset" }, "unreachable", /gave no answer/],
    ["nothing, and is silent", { at: "mail", code: "silence" }, "unreachable", /gave no answer \(ETIMEDOUT\)/],
  ])("%s is told by its numbers alone, with what to do", async (_, trouble, code, says) => {
    const server = await serve({ login: { user: "u", password: "p" } });
    server.trouble(trouble);
    const settings = mailSettings(server, {}, { user: "u", password: new Secret("p", "env P") });
    const error = await failureOf(quick.send(sending(settings)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
    expect(error.message).toMatch(/^The mail server 127\.0\.0\.1:\d+ /);
    expect(server.mails).toEqual([]);
  });

  it("a mail above the server's size is refused by the server that said so", async () => {
    const server = await serve({ size: 1000 });
    const error = await failureOf(quick.send(sending(mailSettings(server))));
    expect(error).toMatchObject({ code: "refused" });
    expect(error.message).toContain("(552 5.3.4)");
  });

  it("a login where none is offered, rather than take the mail without one", async () => {
    const server = await serve();
    const settings = mailSettings(server, {}, { user: "u", password: new Secret("p", "env P") });
    const error = await failureOf(quick.send(sending(settings)));
    expect(error.code).toBe("unauthorised");
    expect(error.message).toContain("offers no login (500); leave out server.user");
    expect(server.mails).toEqual([]);
  });

  it("one of several recipients: the others have the mail, and that one is missing is final and seen", async () => {
    const server = await serve();
    server.trouble({ at: "recipient", code: 550, text: `5.1.1 ${CANARY}`, only: "second@example.net" });
    const error = await failureOf(quick.send(sending(mailSettings(server))));
    expect(error.code).toBe("gone");
    expect(error.message).toContain("for 1 of 2 recipients (number 2 in the settings) (550 5.1.1); the others have it");
    expect(server.mails.map(({ to }) => to)).toEqual([["first@example.com"]]);
  });

  it("one of several recipients for now: tried again for all, under the same Message-ID", async () => {
    const server = await serve();
    const settings = mailSettings(server);
    server.trouble({ at: "recipient", code: 450, text: `4.2.0 ${CANARY}`, only: "first@example.com" }, "once");
    const error = await failureOf(quick.send(sending(settings)));
    expect(error.code).toBe("rate_limited");
    expect(error.message).toContain("(number 1 in the settings) for now (450 4.2.0)");
    await quick.send(sending(settings));
    const [part, all] = server.mails;
    expect(all?.to).toEqual(["first@example.com", "second@example.net"]);
    expect(all?.email.messageId).toBe(part?.email.messageId);
  });
});

describe("a connection that is not safe", () => {
  const NOTHING: readonly [string, Parameters<typeof selfSigned>[0]][] = [
    ["is for another name", { names: ["mail.example.com"] }],
    ["is out of date", { until: Date.now() - DAY }],
  ];
  it.each(NOTHING)("with a certificate that %s carries nothing", async (says, certificate) => {
    const server = await serve({ certificate: selfSigned(certificate) });
    const error = await failureOf(quick.send(sending(mailSettings(server))));
    expect(error.code).toBe("refused");
    expect(error.message).toContain(says);
    expect(server.mails).toEqual([]);
  });

  it.each(["starttls", "tls"] as const)("with a certificate of nobody known (%s) carries nothing", async (security) => {
    const server = await serve({ security });
    const { ca: _, ...rest } = mailSettings(server, {}, { security }).server;
    const error = await failureOf(quick.send(sending({ ...mailSettings(server), server: rest })));
    expect(error.code).toBe("refused");
    expect(error.message).toContain("name the authority's file under server.ca");
    expect(server.mails).toEqual([]);
  });

  it("with a server that offers no encryption carries nothing, not even the login", async () => {
    const server = await serve({ security: "none", login: { user: "u", password: "p" } });
    const settings = mailSettings(server, {}, { user: "u", password: new Secret("p", "env P") });
    const error = await failureOf(quick.send(sending(settings)));
    expect(error.code).toBe("refused");
    expect(error.message).toContain("does not encrypt");
    expect(server.mails).toEqual([]);
  });

  it("with the wrong kind of encryption for the port is told apart", async () => {
    const starttls = await serve({ security: "starttls" });
    const error = await failureOf(quick.send(sending(mailSettings(starttls, {}, { security: "tls" }))));
    expect(error.code).toBe("refused");
    expect(error.message).toContain("does not speak TLS as expected");
    const tls = await serve({ security: "tls" });
    expect(await failureOf(quick.send(sending(mailSettings(tls))))).toMatchObject({ code: "unreachable" });
  });

  it("is used with security: none, on this machine only", async () => {
    const server = await serve({ security: "none" });
    await quick.send(sending(mailSettings(server, {}, { security: "none" })));
    expect(server.mails[0]).toMatchObject({ encrypted: false });
  });

  it("encrypted from the first byte works", async () => {
    const server = await serve({ security: "tls" });
    await quick.send(sending(mailSettings(server, {}, { security: "tls" })));
    expect(server.mails[0]).toMatchObject({ encrypted: true });
  });

  it("whose authority's file is not there is a fault of the settings", async () => {
    const server = await serve();
    const settings = mailSettings(server, {}, { ca: `${server.authority}.none` });
    expect(await failureOf(quick.send(sending(settings)))).toMatchObject({ code: "bad_setting" });
  });
});

describe("time", () => {
  it("is not spent on a server that does not answer", async () => {
    const server = await openMailServer();
    await server.close();
    const { ca: _, ...gone } = mailSettings(server).server;
    const error = await failureOf(quick.send(sending({ ...mailSettings(server), server: gone })));
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.message).toContain("ECONNREFUSED");
  });

  it("runs out for a server that is busy and never done", async () => {
    const server = await serve();
    server.trouble({ at: "mail", code: "silence" });
    const patient = emailWithin({ connecting: 1000, greeting: 1000, silence: 60_000, altogether: 400 });
    const error = await failureOf(patient.send(sending(mailSettings(server))));
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.message).toContain("was not done within 0.4 s");
  });

  it("ends at once for a program that has to end", async () => {
    const server = await serve();
    server.trouble({ at: "mail", code: "silence" });
    const stop = new AbortController();
    const sent = email.send(sending(mailSettings(server), { signal: stop.signal }));
    setTimeout(() => stop.abort(), 150);
    const before = performance.now();
    expect(await failureOf(sent)).toMatchObject({ code: "interrupted" });
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe("the stand", () => {
  it("takes mail like any server, and fails as it is told", async () => {
    const stand = await openEmailStand();
    opened.push(stand);
    for (const fault of stand.faults) {
      stand.answer(fault, "once");
      await failureOf(stand.notifier.send(sendingTo(stand, departuresView(2))));
    }
    expect(stand.received).toEqual([]);
    await stand.notifier.send(sendingTo(stand, departuresView(2)));
    expect(stand.received).toHaveLength(1);
  });
});
