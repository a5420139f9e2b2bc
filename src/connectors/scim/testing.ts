import type { Snapshot } from "../../core/directory/snapshot.ts";
import { Secret } from "../../core/secret.ts";
import { createHttp } from "../../http/client.ts";
import { virtualClock } from "../../http/testing.ts";
import type { ScimReading } from "./api.ts";
import { scim } from "./index.ts";
import type { ScimSettings } from "./settings.ts";

/** A reading of the server at `base`, over real HTTP and on a clock whose sleeps take no time. */
export function scimReading(base: string, token: string, settings: Partial<ScimSettings> = {}): ScimReading {
  return {
    directory: "acme",
    settings: { url: base, select: true, absent: "unknown", token: new Secret(token, "env SCIM_TOKEN"), ...settings },
    clock: virtualClock(),
    http: createHttp({ timeoutMs: 2000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
    progress: () => undefined,
  };
}

/** How many accounts a reading gave, with its notes; or what it was and why. */
export async function outcomeOf(reading: ScimReading): Promise<string> {
  const snapshot: Snapshot = await scim.snapshot(reading);
  const notes = snapshot.notes.length === 0 ? "" : `; ${snapshot.notes.join("; ")}`;
  return snapshot.complete
    ? `${snapshot.accounts.length} accounts${notes}`
    : `${snapshot.health}: ${snapshot.reason}${notes}`;
}
