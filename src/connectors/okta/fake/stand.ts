import { Secret } from "../../../core/secret.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { okta } from "../index.ts";
import type { OktaSettings } from "../settings.ts";
import { CLIENT, startFakeOkta } from "./index.ts";

/** The fake organisation for the contract suite. */
export async function openOktaStand(): Promise<Stand<OktaSettings>> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const fake = await startFakeOkta({ now: clock.now, users: 140 });
  return {
    connector: okta,
    settings: {
      org: fake.url,
      oauth: { clientId: CLIENT, key: new Secret(fake.jwk, "file app.jwk") },
      pace: { perMinute: 120, pageSize: 50 },
    },
    clock,
    get secrets() {
      return [...fake.tokens, fake.jwk.slice(20, 100)];
    },
    personal: [...fake.users.values()].slice(0, 20).map(({ profile }) => String(profile["login"])),
    // 133 in the list, and the seven who are deactivated.
    pages: 4,
    people: [...fake.users.keys()].slice(0, 3),
    fault: fake.fault,
    heal: fake.heal,
    leave: (id) => fake.set(id, "DEPROVISIONED"),
    comeBack: (id) => fake.set(id, "ACTIVE"),
    close: fake.close,
  };
}
