import type { CompleteSnapshot } from "../../../core/directory/snapshot.ts";
import { Secret } from "../../../core/secret.ts";
import { createHttp } from "../../../http/client.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { OktaReading } from "../api.ts";
import { CLIENT, type FakeOkta, type FakeOktaOptions, startFakeOkta } from "./index.ts";
import { okta } from "../index.ts";
import type { OktaSettings } from "../settings.ts";

export interface Organisation {
  readonly fake: FakeOkta;
  readonly clock: ReturnType<typeof virtualClock>;
  reading(settings?: Partial<OktaSettings>): OktaReading;
  snapshot(settings?: Partial<OktaSettings>): Promise<CompleteSnapshot>;
}

/** A fake organisation with 12 users in pages of 5, and readings of it by an app unless the settings have a token. */
export async function startOrganisation(options: Partial<FakeOktaOptions> = {}): Promise<Organisation> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const fake = await startFakeOkta({ now: clock.now, users: 12, ...options });
  const reading = (settings: Partial<OktaSettings> = {}): OktaReading => ({
    ...readingAt(fake.url, {
      ...("token" in settings ? {} : { oauth: { clientId: CLIENT, key: new Secret(fake.jwk, "file app.jwk") } }),
      ...settings,
    }),
    clock,
  });
  return {
    fake,
    clock,
    reading,
    snapshot: async (settings) => completed(await okta.snapshot(reading(settings))),
  };
}

export function readingAt(org: string, settings: Partial<OktaSettings>): OktaReading {
  return {
    directory: "acme",
    settings: { org, pace: { perMinute: 120, pageSize: 5 }, ...settings },
    clock: virtualClock(Date.UTC(2026, 10, 20, 12)),
    http: createHttp({ timeoutMs: 5000, maxBytes: 50_000_000, userAgent: "rollcall-test" }),
    progress: () => undefined,
  };
}

export function completed(snapshot: Awaited<ReturnType<typeof okta.snapshot>>): CompleteSnapshot {
  if (!snapshot.complete) throw new Error(snapshot.reason);
  return snapshot;
}
