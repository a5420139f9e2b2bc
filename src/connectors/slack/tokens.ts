import { lookedUp, type SecretRef } from "../../app/secret-ref.ts";
import { RollcallError } from "../../core/errors.ts";
import type { Secret } from "../../core/secret.ts";
import type { SlackSettings } from "./settings.ts";

type Held = Secret | SecretRef;

/** The token, once its form has been checked. Throws `bad_secret` or `refused_token`; the text never holds the token. */
export function tokenOf({ token }: Pick<SlackSettings, "token">): string {
  return checked(token, {
    what: "Slack token",
    form: /^(xox[bp]-|xoxe\.)[A-Za-z0-9._-]+$/,
    use: "use the bot token (xoxb-…) of an internal app that your organisation has installed",
    mistaken: [{ form: /^xapp-/i, what: "an app-level token, which cannot read accounts" }],
  });
}

/** The app-level token that opens connections, likewise. */
export function appTokenOf(token: Held): string {
  return checked(token, {
    what: "app-level token of Slack",
    form: /^xapp-[A-Za-z0-9._-]+$/,
    use: "make an app-level token (xapp-…) with the scope connections:write under Basic Information of the app",
    mistaken: [{ form: /^xox[bp]-/i, what: "a token for reading, which opens no connection for events" }],
  });
}

/** The user token that reads the audit log, likewise. */
export function auditTokenOf(token: Held): string {
  return checked(token, {
    what: "Slack token for the audit log",
    form: /^(xoxp-|xoxe\.xoxp-)[A-Za-z0-9._-]+$/,
    use: "use the user token (xoxp-…) of an owner of the organisation, with the scope auditlogs:read",
    mistaken: [
      { form: /^xoxb-/i, what: "a bot token, which may not read the audit log" },
      { form: /^xapp-/i, what: "an app-level token, which may not read the audit log" },
    ],
  });
}

/** The secret with which Slack signs what it sends, likewise. */
export function signingSecretOf(secret: Held): string {
  return checked(secret, {
    what: "signing secret of Slack",
    form: /^[A-Za-z0-9]{16,128}$/,
    use: "copy the signing secret of the app from its page Basic Information",
    mistaken: [{ form: /^(xox|xapp)/i, what: "a token" }],
  });
}

interface Wanted {
  readonly what: string;
  readonly form: RegExp;
  /** What to do instead, as the end of a sentence. */
  readonly use: string;
  readonly mistaken: readonly Mistaken[];
}

interface Mistaken {
  readonly form: RegExp;
  readonly what: string;
}

const BROWSER = "taken from a browser's session, which stands for a person and not for an app that you have authorised";

const BROWSERS: readonly Mistaken[] = [
  { form: /xox[csd]-/i, what: BROWSER },
  { form: /(^|[;\s])d(-s)?=/, what: BROWSER },
];

function checked(held: Held, { what, form, use, mistaken }: Wanted): string {
  const secret = lookedUp(held, what);
  const { origin } = secret;
  const value = secret.reveal();
  const wrong = [...BROWSERS, ...mistaken].find((known) => known.form.test(value));
  if (wrong !== undefined) {
    throw new RollcallError("refused_token", `The ${what} from ${origin} is ${wrong.what}; ${use}.`);
  }
  if (!form.test(value)) {
    throw new RollcallError("refused_token", `The value from ${origin} is no ${what}; ${use}.`);
  }
  return value;
}
