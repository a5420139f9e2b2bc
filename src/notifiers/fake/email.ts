import { Secret } from "../../core/secret.ts";
import { emailWithin } from "../email.ts";
import type { EmailSettings } from "../email-settings.ts";
import type { Fault, Stand } from "../testing.ts";
import { ANSWER_CANARY } from "./breakable-server.ts";
import { type MailServer, openMailServer, type Trouble } from "./mail-server.ts";

const PASSWORD = "canary-of-the-password";
const SECOND_RECIPIENT = "canary.recipient@example.net";

/** Settings that send to two people through this server. */
export function mailSettings(
  { port, authority }: Pick<MailServer, "port" | "authority">,
  more: Partial<EmailSettings> = {},
  serverMore: Partial<EmailSettings["server"]> = {},
): EmailSettings {
  return {
    recipients: ["first@example.com", "second@example.net"],
    from: "Rollcall <rollcall@example.com>",
    server: { host: "127.0.0.1", port, security: "starttls", ca: authority, ...serverMore },
    nameInSubject: false,
    ...more,
  };
}

/** A mail server with STARTTLS and a login; those who send to it trust its certificate by its file. */
export async function openEmailStand(): Promise<Stand<EmailSettings>> {
  const user = "rollcall-canary";
  const server = await openMailServer({ login: { user, password: PASSWORD } });
  return {
    notifier: emailWithin({ connecting: 2000, greeting: 2000, silence: 2000, altogether: 8000 }),
    settings: mailSettings(
      server,
      { recipients: ["people-ops@example.com", SECOND_RECIPIENT] },
      { user, password: new Secret(PASSWORD, "env MAIL_PASSWORD") },
    ),
    secrets: [PASSWORD, user, SECOND_RECIPIENT, ANSWER_CANARY],
    // SMTP says neither how long to wait (429) nor that a server failed in another way than for now (500, 503).
    faults: ["400", "401", "403", "404", "timeout", "reset", "web page", "garbage"],
    answer: (fault, once) => server.trouble(fault === undefined ? undefined : TROUBLES[fault], once),
    get received() {
      return server.mails.map(({ email, to, from }) => ({
        id: email.messageId,
        text: `${email.text}\n${email.html}`,
        beside: JSON.stringify([email.headers, to, from]),
      }));
    },
    close: server.close,
  };
}

/** Every answer repeats what was sent, as mail servers do. */
const REPEATED = `${ANSWER_CANARY} <${SECOND_RECIPIENT}>`;
const DEFERRED: Trouble = { at: "sender", code: 451, text: `4.7.1 ${REPEATED}` };

/** What comes nearest in SMTP to each way to fail. */
const TROUBLES: Readonly<Record<Fault, Trouble>> = {
  "400": { at: "mail", code: 554, text: `5.6.0 ${REPEATED}` },
  "401": { at: "login", code: 535, text: `5.7.8 ${REPEATED}` },
  "403": { at: "sender", code: 530, text: `5.7.0 ${REPEATED}` },
  "404": { at: "recipient", code: 550, text: `5.1.1 ${REPEATED}` },
  "410": { at: "recipient", code: 550, text: `5.1.1 ${REPEATED}`, only: SECOND_RECIPIENT },
  "429": DEFERRED,
  "500": DEFERRED,
  "503": DEFERRED,
  redirect: { at: "recipient", code: 551, text: `5.1.6 ${REPEATED}` },
  timeout: { at: "mail", code: "silence" },
  reset: { at: "mail", code: "reset" },
  "web page": { at: "greeting", raw: `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<p>${REPEATED}</p>\r\n` },
  empty: { at: "greeting", raw: "" },
  garbage: { at: "greeting", raw: `${REPEATED}\r\n` },
};
