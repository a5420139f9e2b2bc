import type { Scope } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import type { GraphReading } from "./api.ts";
import type { GraphSettings } from "./settings.ts";
import { graphToken } from "./token.ts";

const NEEDED = "User.Read.All";
/** Microsoft's permissions that hold the needed one. */
const HOLDING: ReadonlySet<string> = new Set(["User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]);

export function graphScopes(): readonly Scope[] {
  return [
    {
      name: NEEDED,
      why: "the list of users, whether each is in use, and those that were deleted (application permission)",
      required: true,
    },
  ];
}

export interface Identity {
  readonly tenant?: string;
  readonly scopes?: readonly string[];
  readonly notes: readonly string[];
}

/** Who answers and what the app may do, as its token says it. Throws `scope_missing`, `refused_scope`, `wrong_workspace`. */
export async function identify(reading: GraphReading): Promise<Identity> {
  const { tenant, scopes } = await graphToken(reading);
  if (scopes !== undefined) judgeScopes(reading.settings, scopes);
  checkTenant(reading.settings, tenant);
  return {
    ...(tenant === undefined ? {} : { tenant }),
    ...(scopes === undefined ? {} : { scopes }),
    notes:
      scopes === undefined ? ["Microsoft did not say which permissions the app has, so they could not be checked"] : [],
  };
}

function judgeScopes({ allowScopes = [] }: GraphSettings, granted: readonly string[]): void {
  if (!granted.some((scope) => scope === NEEDED || HOLDING.has(scope))) {
    throw new RollcallError(
      "scope_missing",
      `The app at Microsoft lacks the application permission ${NEEDED}; add it to the app registration and have an ` +
        "administrator consent to it.",
    );
  }
  const allowed = new Set([NEEDED, ...allowScopes]);
  const beyond = granted.filter((scope) => !allowed.has(scope));
  if (beyond.length > 0) {
    throw new RollcallError(
      "refused_scope",
      `The app at Microsoft may do more than Rollcall needs: ${beyond.join(", ")}. Remove these permissions from the app ` +
        "registration, or name them in allowScopes.",
    );
  }
}

function checkTenant({ tenant: wanted }: GraphSettings, tenant: string | undefined): void {
  // A domain says nothing of the id that it has; Microsoft gave the token for that very domain.
  if (tenant === undefined || !/^[0-9a-f-]{36}$/i.test(wanted) || wanted.toLowerCase() === tenant.toLowerCase()) return;
  throw new RollcallError(
    "wrong_workspace",
    `The settings ask for the tenant ${wanted}, and the token is of ${tenant}; check tenant and the address of login.`,
  );
}
