import { z } from "zod";
import { pathRef, type Resolved, secretRef } from "../app/secret-ref.ts";

/** RFC 5321, 4.1.2, without quoted local parts, address literals and what is not ASCII: not every server takes those. */
const ADDRESS =
  /^(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*$/;

const address = z.string().regex(ADDRESS, { error: "must be an e-mail address such as hr@example.com" });

/** A sender: an address, or a display name and the address in angle brackets. */
const SENDER = /^(?:(?<name>[^<>"\p{C}]{1,100}?)\s*<(?<inner>[^<>\s]+)>|(?<bare>[^<>\s]+))$/u;

const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/;

const server = z
  .strictObject({
    host: z
      .string()
      .regex(HOST, { error: "must be the name or the IP address of a mail server, without a scheme and a port" })
      .describe("The mail server that takes outgoing mail: its name or IP address."),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe("587 without it; 465 with security: tls, 25 with security: none."),
    security: z
      .enum(["starttls", "tls", "none"])
      .default("starttls")
      .describe(
        "starttls: encrypted before anything is told, or not sent at all. tls: encrypted from the first byte. none: not encrypted, for a server on this machine only.",
      ),
    user: z.string().min(1).optional().describe("The user to log in as; without it nobody logs in."),
    password: secretRef.optional().describe("The password of that user."),
    ca: pathRef
      .optional()
      .describe("A PEM file with the authority that signed the server's certificate, instead of the public ones."),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: "needs user and password, or neither",
  })
  .refine(({ security, host }) => security !== "none" || isLoopback(host), {
    error: "security: none is for a server on this machine only (localhost, 127.0.0.1, ::1); use starttls or tls",
  })
  .describe("The mail server that messages are handed to.");

export const emailSettings = z.strictObject({
  recipients: z
    .union([address, z.array(address).min(1).max(50)])
    .describe("Who gets the mail: one address or up to 50. They see each other."),
  from: z
    .string()
    .refine((text) => senderIn(text) !== undefined, {
      error: "must be an e-mail address, or a name and an address: Rollcall <rollcall@example.com>",
    })
    .describe("The sender, which may have a display name. What cannot be delivered later is reported to it."),
  server,
  nameInSubject: z
    .boolean()
    .default(false)
    .describe("Whether the subject names the person where a single one left. Subjects stand in logs of mail servers."),
});

export type EmailSettings = Resolved<z.output<typeof emailSettings>>;

interface Sender {
  readonly name: string;
  readonly address: string;
}

/** Undefined where the text is no sender; the schema has refused it then. */
export function senderIn(text: string): Sender | undefined {
  const { name = "", inner, bare } = SENDER.exec(text.trim())?.groups ?? {};
  const found = inner ?? bare ?? "";
  return ADDRESS.test(found) ? { name: name.trim(), address: found } : undefined;
}

/** Each once, in the order written. */
export function recipientsOf({ recipients }: Pick<EmailSettings, "recipients">): readonly string[] {
  const all = typeof recipients === "string" ? [recipients] : recipients;
  return [...new Map(all.map((one) => [one.toLowerCase(), one])).values()];
}

export function portOf({ port, security }: EmailSettings["server"]): number {
  return port ?? { starttls: 587, tls: 465, none: 25 }[security];
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}
