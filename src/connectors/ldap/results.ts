import { type ErrorCode, RollcallError } from "../../core/errors.ts";
import type { Result } from "./message.ts";

/** The server said no to an operation, with a result of RFC 4511, appendix A. */
export class LdapRefusal extends RollcallError {
  readonly result: number;

  constructor(code: ErrorCode, message: string, result: number) {
    super(code, message);
    this.result = result;
  }
}

interface Meaning {
  readonly code: ErrorCode;
  readonly says: string;
}

const LIMIT = "so that people are missing; have the server's limits lifted for the bind DN, also for paged searches";

const MEANINGS: Readonly<Record<number, Meaning>> = {
  1: { code: "unreachable", says: "the server failed (operationsError)" },
  2: { code: "malformed", says: "the server did not understand the question (protocolError)" },
  3: { code: "malformed", says: `the server's time limit cut the list off, ${LIMIT}` },
  4: { code: "malformed", says: `the server's size limit cut the list off, ${LIMIT}` },
  7: { code: "unauthorised", says: "the server takes no simple bind; Rollcall knows no other" },
  8: { code: "unauthorised", says: "the server wants TLS or signing; use ldaps:// or StartTLS" },
  10: { code: "unreachable", says: "the server does not hold this and refers to another; name that one in url" },
  11: { code: "malformed", says: `the server's administrative limit cut the list off, ${LIMIT}` },
  12: { code: "malformed", says: "the server lacks a control that is needed" },
  13: { code: "unauthorised", says: "the server wants TLS; use ldaps:// or StartTLS" },
  32: {
    code: "scope_missing",
    says: "there is no such base, or the bind DN may not see it; check base and the server's access rules",
  },
  34: { code: "bad_setting", says: "the server cannot read the DN; check base and bind.dn in the settings" },
  48: { code: "unauthorised", says: "the entry of the bind DN cannot be bound with a password" },
  49: { code: "unauthorised", says: "the bind DN or its password is wrong, or the account is locked; check bind" },
  50: { code: "scope_missing", says: "the bind DN may not read this; give it the right to read the entries" },
  51: { code: "rate_limited", says: "the server is busy" },
  52: { code: "unreachable", says: "the server is not available" },
  53: { code: "unreachable", says: "the server is unwilling to answer (unwillingToPerform)" },
  80: { code: "unreachable", says: "the server failed (other)" },
};

/** Active Directory's reason for a refused bind, in its diagnostic message: `… AcceptSecurityContext error, data 533, v…`. */
const AD_REASONS: Readonly<Record<string, string>> = {
  "525": "Active Directory knows no such account (525); check bind.dn",
  "52e": "the password of the bind account is wrong (52e)",
  "530": "the bind account may not sign in at this time (530)",
  "531": "the bind account may not sign in from this machine (531)",
  "532": "the password of the bind account has expired (532); renew it",
  "533": "the bind account is disabled (533)",
  "701": "the bind account has expired (701)",
  "773": "the bind account has to change its password first (773)",
  "775": "the bind account is locked (775)",
};

/** Results that end a list early. */
export const LIMITS: ReadonlySet<number> = new Set([3, 4, 11]);

/** Nothing where the operation succeeded. The server's own words are foreign text and stay out. */
export function refusalOf({ code, diagnostic }: Result, place: string): LdapRefusal | undefined {
  if (code === 0) return undefined;
  const known = MEANINGS[code] ?? { code: "malformed", says: `the server refused with result ${code}` };
  const reason = code === 49 ? AD_REASONS[/\bdata ([0-9a-f]{3})\b/.exec(diagnostic)?.[1] ?? ""] : undefined;
  return new LdapRefusal(known.code, `${place}: ${reason ?? known.says}.`, code);
}
