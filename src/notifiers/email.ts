import { readFile } from "node:fs/promises";
import type { SendMailOptions } from "nodemailer";
import { defineNotifier, type Exposure, type Notifier, type Sending } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import type { Receipt } from "../core/notification/notification.ts";
import { SECOND } from "../core/time.ts";
import { mailBody, subjectOf, textOf } from "./email-body.ts";
import { htmlOf } from "./email-html.ts";
import { partlyRefused, refusalOf } from "./email-refusals.ts";
import { type EmailSettings, emailSettings, isLoopback, portOf, recipientsOf, senderIn } from "./email-settings.ts";

/** In milliseconds. */
interface Limits {
  /** From the look-up of the name to the end of the TLS handshake. */
  readonly connecting: number;
  readonly greeting: number;
  /** Without a byte from the other side. */
  readonly silence: number;
  readonly altogether: number;
}

const LIMITS: Limits = {
  connecting: 20 * SECOND,
  greeting: 15 * SECOND,
  silence: 30 * SECOND,
  altogether: 50 * SECOND,
};

export const email = emailWithin(LIMITS);

/** The notifier with other time limits. */
export function emailWithin(limits: Limits): Notifier<EmailSettings> {
  return defineNotifier<EmailSettings>({
    kind: "email",
    title: "E-mail",
    docs: "docs/notifiers/email.md",
    settings: emailSettings,
    updates: "messages",
    exposure,
    describe: (settings) => {
      const [first = "", ...others] = recipientsOf(settings);
      return others.length === 0 ? first : `${first} and ${others.length} more`;
    },
    send: async (sending) => {
      const { mail, receipt } = mailOf(sending);
      await handOver(sending, mail, limits);
      return receipt;
    },
  });
}

/** The parts before the @ that lists of everybody have; `staff-relations` is none. */
const EVERYBODY =
  /^(?:(?:all|everyone|everybody)(?:[-_.]?(?:company|employees|hands|staff|users))?|company|employees|staff)$/i;

/** Who is behind an address the mail server knows, not we; what can be seen is an address of everybody, and one elsewhere. */
function exposure(settings: EmailSettings): Exposure | undefined {
  const home = domainOf(senderIn(settings.from)?.address ?? "");
  const all = recipientsOf(settings);
  if (all.some((one) => EVERYBODY.test(one.slice(0, one.lastIndexOf("@"))))) {
    return {
      refused: true,
      why: "one of the recipients is called after everybody; name the people or the role that may know names",
    };
  }
  const elsewhere = all.filter((one) => domainOf(one) !== home).length;
  if (elsewhere === 0) return undefined;
  return {
    refused: false,
    why: `${elsewhere} of ${all.length} recipients ${elsewhere === 1 ? "is" : "are"} at another domain than the sender, so that names leave the house`,
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** Hands the mail to the server, over a connection of its own. Throws as Notifier.send does. */
async function handOver(sending: Sending<EmailSettings>, mail: SendMailOptions, limits: Limits): Promise<void> {
  const { settings, signal } = sending;
  const { host, user, password, security } = settings.server;
  const place = `The mail server ${host}:${portOf(settings.server)}`;
  const ca = await authority(settings);
  // Loaded by what sends mail alone.
  const { createTransport } = await import("nodemailer");
  const timeout = AbortSignal.timeout(limits.altogether);
  const transport = createTransport({
    host,
    port: portOf(settings.server),
    secure: security === "tls",
    // With security: none the schema has made sure that the server is on this machine.
    ...(security === "none" && isLoopback(host) ? { ignoreTLS: true } : { requireTLS: true }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    // Without forceAuth, a server that offers no login would be given the mail without one.
    ...(user === undefined || password === undefined
      ? {}
      : { auth: { user, pass: password.reveal() }, forceAuth: true }),
    connectionTimeout: limits.connecting,
    dnsTimeout: limits.connecting,
    greetingTimeout: limits.greeting,
    socketTimeout: limits.silence,
    socketCloseTimeout: SECOND,
    logger: false,
  });
  try {
    const info = await transport.sendMail({
      ...mail,
      // Nothing in a mail is ever a path or an address to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const refusals = (info.rejectedErrors ?? []).map((error) => ({ recipient: error.recipient ?? "", error }));
    const partly = partlyRefused(refusals, recipientsOf(settings), place);
    if (partly !== undefined) throw partly;
  } catch (error) {
    if (error instanceof RollcallError) throw error;
    if (signal?.aborted === true) throw new RollcallError("interrupted", "Interrupted while sending a mail.");
    if (timeout.aborted) {
      const message = `${place} was not done within ${limits.altogether / SECOND} s; wait for the next try.`;
      throw new RollcallError("unreachable", message);
    }
    throw refusalOf(error, place);
  } finally {
    transport.close();
  }
}

async function authority({ server: { ca } }: EmailSettings): Promise<Buffer | undefined> {
  if (ca === undefined) return undefined;
  try {
    return await readFile(ca);
  } catch {
    throw new RollcallError(
      "bad_setting",
      `The file ${ca} of server.ca cannot be read; name a PEM file that this user may read.`,
    );
  }
}

function mailOf(sending: Sending<EmailSettings>): { readonly mail: SendMailOptions; readonly receipt: Receipt } {
  const { settings, view, repeat, clock, previous } = sending;
  const sender = senderIn(settings.from);
  if (sender === undefined) throw new RollcallError("bad_setting", "The setting from has no e-mail address in it.");
  const thread = threadOf(sending, sender.address.slice(sender.address.lastIndexOf("@") + 1));
  const body = mailBody(view, repeat);
  const mail = {
    from: sender,
    to: recipientsOf(settings).map((address) => ({ name: "", address })),
    subject: thread.subject,
    date: new Date(clock.now()),
    messageId: `<${thread.own}>`,
    references: [...new Set([thread.root, thread.last])].map((one) => `<${one}>`),
    ...(previous === undefined ? {} : { inReplyTo: `<${thread.last}>` }),
    headers: {
      // Out-of-office programs do not answer: https://www.rfc-editor.org/rfc/rfc3834#section-5
      "Auto-Submitted": "auto-generated",
      // The same for Exchange, all but NDR: a report that a mail could not be delivered must come.
      // https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcmail/ced68690-498a-4567-9d14-5c01f974d8b1
      "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
      "X-Rollcall-Incident": view.incident,
      "X-Rollcall-Version": String(view.version),
    },
    text: textOf(body),
    html: htmlOf(body),
    // What is to be kept as it is, as a file too: some programs change the blanks of a text.
    ...(body.verbatim === undefined ? {} : { attachments: [{ ...fileFor(view.openedAt), content: body.verbatim }] }),
  };
  // A subject with a name in it is made anew each time rather than kept.
  const receipt = { root: thread.root, last: thread.own, ...(settings.nameInSubject ? {} : { subject: thread.first }) };
  return { mail, receipt };
}

/** `rollcall-2026-11-23T1003Z.checkpoint` */
function fileFor(at: string): { readonly filename: string; readonly contentType: string } {
  const filename = `rollcall-${at.slice(0, 16).replace(":", "")}Z.checkpoint`;
  return { filename, contentType: "text/plain; charset=utf-8" };
}

interface Thread {
  /** An id that no mail has, under which all of the incident stand: https://www.jwz.org/doc/threading.html */
  readonly root: string;
  readonly last: string;
  readonly own: string;
  readonly subject: string;
  readonly first: string;
}

/**
 * All mails about an incident are one conversation, also where the first one is lost or its receipt is: they refer to an id
 * that follows from the incident. A mail that is tried again keeps its Message-ID, which is what programs tell repeats by.
 */
function threadOf({ id, view, settings, previous }: Sending<EmailSettings>, domain: string): Thread {
  const local = id.replace(/[^\w.-]/g, "-");
  const root = idIn(previous?.["root"]) ?? `${view.incident.replace(/[^\w.-]/g, "-")}@${domain}`;
  const last = idIn(previous?.["last"]) ?? root;
  const kept = previous?.["subject"];
  const first = typeof kept === "string" ? kept : subjectOf(view, settings.nameInSubject);
  return { root, last, own: `${local}@${domain}`, first, subject: previous === undefined ? first : `Re: ${first}` };
}

function idIn(kept: string | number | undefined): string | undefined {
  return typeof kept === "string" && /^[\w.-]+@[\w.-]+$/.test(kept) ? kept : undefined;
}
