import { z } from "zod";
import { type ErrorCode, RollcallError } from "../core/errors.ts";

/** What nodemailer says of a failure. Its message and the answer repeat addresses: only codes are taken from them. */
const failure = z.object({
  /** Nodemailer's: https://nodemailer.com/errors, or the system's. */
  code: z.string().optional().catch(undefined),
  /** The system's, where nodemailer has put its own over it. */
  originalCode: z.string().optional().catch(undefined),
  responseCode: z.int().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
});
type Failure = z.infer<typeof failure>;

/**
 * Why a mail was not taken, for any error that nodemailer gives; nothing of the other side's text is in it.
 * @param place as an error begins: `The mail server smtp.example.com:587`.
 */
export function refusalOf(error: unknown, place: string): RollcallError {
  const { data: what = {} } = failure.safeParse(error);
  const says = (code: ErrorCode, sentence: string): RollcallError => new RollcallError(code, `${place} ${sentence}`);
  const system = what.originalCode ?? what.code ?? "";
  if (what.command === "STARTTLS" && isRefusal(what)) {
    return says(
      "refused",
      `does not encrypt${numbers(what)}, so nothing was sent; use a port with STARTTLS (587 mostly), or security: tls (465).`,
    );
  }
  const certificate = CERTIFICATE.find(({ codes }) => codes.test(system));
  if (certificate !== undefined) {
    return says("refused", `could not be trusted (${system}): ${certificate.says}; nothing was sent.`);
  }
  if (/^(EPROTO|ERR_SSL_[A-Z0-9_]+|ERR_TLS_[A-Z0-9_]+)$/.test(system)) {
    return says("refused", `does not speak TLS as expected (${system}); check server.port and server.security.`);
  }
  if (what.code === "EAUTH" && !isPassing(what)) return says("unauthorised", loginRefused(what));
  if (what.responseCode !== undefined && what.responseCode >= 400) return answered(what, says);
  if (what.code === "EPROTOCOL" || what.code === "EAUTH") {
    return says(
      "malformed",
      "does not answer as a mail server does; check server.host, server.port and server.security.",
    );
  }
  const why = /^[A-Z0-9_]+$/.test(system) ? ` (${system})` : "";
  return says(
    "unreachable",
    `gave no answer${why}; check the network, server.host, server.port and server.security, then wait for the next try.`,
  );
}

/**
 * Several recipients, and not all were accepted: the others have the mail already. Whom the server refuses for good, it
 * refuses the next time too, and who has the mail would get it again with every try: such a failure is final, and seen.
 * @param recipients in the order of the settings; undefined where all were accepted.
 */
export function partlyRefused(
  refusals: readonly { readonly recipient: string; readonly error: unknown }[],
  recipients: readonly string[],
  place: string,
): RollcallError | undefined {
  const [first] = refusals;
  if (first === undefined) return undefined;
  const refused = new Set(refusals.map(({ recipient }) => recipient.toLowerCase()));
  const which = recipients.flatMap((one, i) => (refused.has(one.toLowerCase()) ? [i + 1] : []));
  const parsed = refusals.map(({ error }) => failure.safeParse(error).data ?? {});
  const final = parsed.find((what) => !isPassing(what));
  const who = `did not take the mail for ${which.length} of ${recipients.length} recipients`;
  const where = `(number ${which.join(", ")} in the settings)`;
  return final === undefined
    ? new RollcallError(
        "rate_limited",
        `${place} ${who} ${where} for now${numbers(parsed[0] ?? {})}; all get it again with the next try.`,
      )
    : new RollcallError(
        "gone",
        `${place} ${who} ${where}${numbers(final)}; the others have it. Correct recipients, then run rollcall notify retry.`,
      );
}

function answered(what: Failure, says: (code: ErrorCode, sentence: string) => RollcallError): RollcallError {
  if (isPassing(what)) return says("rate_limited", `asks to come again later${numbers(what)}.`);
  if (what.responseCode === 530) {
    return says("unauthorised", `wants a login${numbers(what)}; set server.user and server.password.`);
  }
  if (what.responseCode === 535) return says("unauthorised", loginRefused(what));
  if (what.responseCode === 552 || /^5\.(2\.3|3\.4)$/.test(enhancedCode(what))) {
    return says("refused", `finds the mail too large, or a mailbox full${numbers(what)}; ask whoever runs it.`);
  }
  const { subject, check } = STEPS[what.command ?? ""] ?? { subject: "the mail", check: "ask whoever runs it" };
  return says("refused", `refused ${subject}${numbers(what)}; ${check}.`);
}

function loginRefused(what: Failure): string {
  return [500, 502, 503, 504].includes(what.responseCode ?? 0)
    ? `offers no login${numbers(what)}; leave out server.user and server.password, or use its port for logins (587 mostly).`
    : `did not accept the login${numbers(what)}; check server.user and server.password.`;
}

/** What was refused, by the command of SMTP that was answered. */
const STEPS: Readonly<Record<string, { readonly subject: string; readonly check: string }>> = {
  "MAIL FROM": { subject: "the sender", check: "check from, and whether this login may send as it" },
  "RCPT TO": { subject: "every recipient", check: "check recipients, and whether this server sends mail to them" },
  DATA: { subject: "the mail", check: "ask whoever runs it" },
  CONN: { subject: "the connection", check: "ask whoever runs it" },
};

/** OpenSSL's words for what is wrong with a certificate: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = [
  { codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/, says: "its certificate is for another name; check server.host" },
  { codes: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, says: "its certificate is out of date, or this machine's clock is" },
  {
    codes:
      /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+|CERT_[A-Z_]+|INVALID_CA|INVALID_PURPOSE)$/,
    says: "its certificate is not from an authority known here; name the authority's file under server.ca",
  },
] as const;

/** 4xx: not now. Everything else that is an answer says no. */
function isPassing({ responseCode }: Failure): boolean {
  return responseCode !== undefined && responseCode >= 400 && responseCode < 500;
}

function isRefusal(what: Failure): boolean {
  return what.responseCode !== undefined && !isPassing(what);
}

/** ` (550 5.1.1)`: https://www.iana.org/assignments/smtp-enhanced-status-codes */
function numbers(what: Failure): string {
  const all = [what.responseCode ?? "", enhancedCode(what)].filter((code) => code !== "");
  return all.length === 0 ? "" : ` (${all.join(" ")})`;
}

function enhancedCode({ response }: Failure): string {
  return /^\d{3}[ -](?<code>[245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "")?.groups?.["code"] ?? "";
}
