import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Sending } from "../app/ports.ts";
import { tally } from "../core/directory/tally.ts";
import { openIncident } from "../core/notification/incident.ts";
import { Secret } from "../core/secret.ts";
import { moment } from "../messages/time.ts";
import { called } from "../messages/words.ts";
import { email } from "./email.ts";
import { type EmailSettings, emailSettings } from "./email-settings.ts";
import { mailSettings } from "./fake/email.ts";
import { type MailServer, openMailServer } from "./fake/mail-server.ts";
import { checkpointView, departuresView, later, leaver, LEFT, NOTE, reportView, sendingTo, shown } from "./testing.ts";

const opened: MailServer[] = [];
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

const { incident: INCIDENT, openedAt } = departuresView(1);
const SUBJECT = `Departures at acme, ${moment(openedAt)}`;

const HEADERS = [
  "auto-submitted",
  "content-type",
  "date",
  "from",
  "message-id",
  "mime-version",
  "references",
  "subject",
  "to",
  "x-auto-response-suppress",
  "x-rollcall-incident",
  "x-rollcall-version",
];

describe("a mail with a checkpoint", () => {
  it("has the signed note as a file, to the byte, and in its text on lines of its own", async () => {
    const server = await serve({});
    const view = checkpointView("named", { size: 412, note: NOTE, sealed: NOTE });
    await email.send({ ...sendingTo({ settings: mailSettings(server) }, view), audience: "named" });
    const { attachments = [], text = "", html = "", subject } = server.mails[0]?.email ?? {};
    const [file, ...others] = attachments;
    expect([file?.filename, others]).toEqual(["rollcall-2026-11-23T1003Z.checkpoint", []]);
    expect(Buffer.from(file?.content as ArrayBuffer).toString()).toBe(NOTE);
    expect(text.replaceAll("\r\n", "\n")).toContain(`\n\n${NOTE}\n`);
    expect(html).toContain(NOTE.split("\n")[2]);
    expect(subject).toBe("A checkpoint of the audit log, 23 Nov 2026 10:03 UTC");
  });
});

describe("a mail with a report", () => {
  it("has no number in its subject, and each figure on a line", async () => {
    const server = await serve({});
    const view = reportView(3, (unit) => [0, 12, 5][unit] ?? 0);
    await email.send({ ...sendingTo({ settings: mailSettings(server) }, view), audience: "counts" });
    const { text = "", subject, attachments } = server.mails[0]?.email ?? {};
    expect([subject, attachments]).toEqual(["Counts of acme, 23 Nov 2026 10:03 UTC", []]);
    expect(text).toContain("\n  at least 12  Unit 001\n  at least 5   Unit 002\n  and 1 more unit, at least 0 each\n");
  });
});

describe("a mail", () => {
  it("reaches every recipient, encrypted and after the login, as text and as HTML", async () => {
    const server = await serve({ login: { user: "u", password: "p" } });
    const settings = mailSettings(server, {}, { user: "u", password: new Secret("p", "env P") });
    await email.send(sending(settings));
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      to: ["first@example.com", "second@example.net"],
      from: "rollcall@example.com",
      encrypted: true,
      user: "u",
    });
    expect(mail?.email.from).toEqual({ name: "Rollcall", address: "rollcall@example.com" });
    expect(mail?.email.text).toContain("Zofia Canarska 0 left acme");
    expect(mail?.email.html).toContain("Zofia Canarska 0 left acme");
    expect(mail?.email.attachments).toEqual([]);
  });

  it("has these headers and no others", async () => {
    const server = await serve();
    await email.send(sending(mailSettings(server)));
    const { headers = [] } = server.mails[0]?.email ?? {};
    expect(headers.map(({ key }) => key).toSorted()).toEqual(HEADERS);
    const values = Object.fromEntries(headers.map(({ key, value }) => [key, value]));
    expect(values).toMatchObject({
      subject: SUBJECT,
      "message-id": "<n-0123456789abcdef-1@example.com>",
      references: `<${INCIDENT}@example.com>`,
      "auto-submitted": "auto-generated",
      "x-rollcall-incident": departuresView(1).incident,
      "x-rollcall-version": "1",
    });
    // A report that it could not be delivered has to come.
    expect(values["x-auto-response-suppress"]?.split(", ")).not.toContain("NDR");
  });

  it("is an answer to the last one about the same incident, under the same subject", async () => {
    const server = await serve();
    const settings = mailSettings(server);
    const first = await email.send(sending(settings));
    const second = await email.send(sending(settings, { view: later(3), id: "n-0123456789abcdef-2", previous: first }));
    await email.send(sending(settings, { view: later(4), id: "n-0123456789abcdef-3", previous: second }));
    expect(server.mails.map((mail) => mail.email.subject)).toEqual([SUBJECT, `Re: ${SUBJECT}`, `Re: ${SUBJECT}`]);
    expect(server.mails.map((mail) => mail.email.inReplyTo)).toEqual([
      undefined,
      "<n-0123456789abcdef-1@example.com>",
      "<n-0123456789abcdef-2@example.com>",
    ]);
    const roots = server.mails.map((mail) => mail.email.references?.split(" ")[0]);
    expect(new Set(roots)).toEqual(new Set([`<${INCIDENT}@example.com>`]));
  });

  it("stays in its conversation where the first one got no receipt, or the sender has moved since", async () => {
    const server = await serve();
    const settings = mailSettings(server);
    const first = await email.send(sending(settings));
    await email.send(sending(settings, { id: "n-0123456789abcdef-2" }));
    const moved = { ...settings, from: "rollcall@example.org" };
    await email.send(sending(moved, { id: "n-0123456789abcdef-3", previous: first }));
    for (const mail of server.mails) expect(mail.email.references).toContain(`<${INCIDENT}@example.com>`);
  });

  it("keeps its Message-ID when it is tried again, and says then that it may be a repeat", async () => {
    const server = await serve();
    const settings = mailSettings(server);
    await email.send(sending(settings));
    await email.send(sending(settings, { repeat: true }));
    const [once, again] = server.mails;
    expect(again?.email.messageId).toBe(once?.email.messageId);
    expect(once?.email.text).not.toContain("may have arrived before");
    expect(again?.email.text).toContain("may have arrived before");
    expect(again?.email.html).toContain("may have arrived before");
  });

  it("names a person in the subject only where the settings say so, and never in what is kept", async () => {
    const server = await serve();
    const settings = mailSettings(server, { nameInSubject: true });
    const receipt = await email.send(sending(settings));
    expect(server.mails[0]?.email.subject).toContain("Zofia Canarska 0 left acme");
    expect(JSON.stringify(receipt)).not.toContain("Zofia");
    await email.send(sending(settings, { id: "n-0123456789abcdef-2", previous: receipt }));
    expect(server.mails[1]?.email.subject).toMatch(/^Re: Zofia Canarska 0 left acme/);
  });

  it("shows any name as it is, and has the same headers for it", async () => {
    const server = await serve();
    const settings = mailSettings(server, { nameInSubject: true });
    const name = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
      fc.constantFrom("a\r\nBcc: x@example.org\r\n\r\nb", "=?utf-8?q?=0ABcc:_x=40example.org?=", "\r\n.\r\nQUIT"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 2, maxLength: 30 }), async (names) => {
        const departures = names.map((each, n) => ({
          ...leaver(n),
          accounts: [{ directory: "acme", id: "U1", name: each }],
        }));
        const view = shown({
          incident: openIncident("departures", "acme", LEFT),
          directories: [{ directory: "acme", departures, changes: [], tally: tally(departures, []) }],
        });
        await email.send(sending(settings, { view }));
        const mail = server.mails.at(-1);
        const { headers = [], text = "" } = mail?.email ?? {};
        expect(headers.map(({ key }) => key).toSorted()).toEqual(HEADERS);
        expect(mail?.to).toEqual(["first@example.com", "second@example.net"]);
        for (const each of names)
          expect(text.replaceAll("\u200b", "")).toContain(`* ${called(each, "U1").toWellFormed()}\n`);
      }),
      { numRuns: 12 },
    );
  });
});

describe("the settings", () => {
  const least = { recipients: "hr@example.com", from: "rollcall@example.com", server: { host: "mail.example.com" } };
  const parse = (more: object): { readonly success: boolean } => emailSettings.safeParse({ ...least, ...more });

  it("need recipients, a sender and a server, and encrypt", () => {
    expect(emailSettings.parse(least)).toMatchObject({ server: { security: "starttls" }, nameInSubject: false });
  });

  it.each([
    ["hr@example.com\r\nBcc: x@example.org"],
    ["a,b@example.com"],
    ["hr@"],
    ["@example.com"],
    ["hr example@example.com"],
    ["<hr@example.com>"],
    ["hr@exa mple.com"],
    ["hr@-example.com"],
    [".hr@example.com"],
    [`${"a".repeat(250)}@example.com`],
  ])("refuse an address that is none, %j", (wrong) => {
    expect(parse({ recipients: wrong }).success).toBe(false);
    expect(parse({ recipients: ["hr@example.com", wrong] }).success).toBe(false);
    if (!wrong.startsWith("<")) expect(parse({ from: `Rollcall <${wrong}>` }).success).toBe(false);
  });

  it("refuse a sender's name that could be another header", () => {
    for (const name of ["a\r\nBcc: x@example.org", "a\u0000", "<a>", '"'])
      expect(parse({ from: `${name} <rollcall@example.com>` }).success).toBe(false);
    expect(parse({ from: "Łódź & Sons, IT <rollcall@example.com>" }).success).toBe(true);
  });

  it("refuse what leaves a server unprotected, or half a login", () => {
    const host = "mail.example.com";
    expect(parse({ server: { host, security: "none" } }).success).toBe(false);
    expect(parse({ server: { host: "localhost", security: "none" } }).success).toBe(true);
    expect(parse({ server: { host, user: "u" } }).success).toBe(false);
    expect(parse({ server: { host, password: { env: "P" } } }).success).toBe(false);
    expect(parse({ server: { host, user: "u", password: "written here" } }).success).toBe(false);
    expect(parse({ server: { host: "smtp://mail.example.com" } }).success).toBe(false);
  });

  it("are described by the first recipient, and each recipient gets one mail", async () => {
    const server = await serve();
    const settings = mailSettings(server, { recipients: ["a@example.com", "A@example.com", "b@example.com"] });
    expect(email.describe(settings)).toBe("A@example.com and 1 more");
    await email.send(sending(settings));
    expect(server.mails[0]?.to).toEqual(["A@example.com", "b@example.com"]);
  });
});
