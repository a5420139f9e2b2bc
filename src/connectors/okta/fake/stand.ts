import { Secret } from "../../../core/secret.ts";
import { MINUTE } from "../../../core/time.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { okta } from "../index.ts";
import type { OktaSettings } from "../settings.ts";
import { CLIENT, startFakeOkta } from "./index.ts";

/** The fake organisation for the contract suite. */
export async function openOktaStand(): Promise<Stand<OktaSettings>> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const fake = await startFakeOkta({ now: clock.now, users: 140 });
  const settings = {
    org: fake.url,
    oauth: { clientId: CLIENT, key: new Secret(fake.jwk, "file app.jwk") },
    pace: { perMinute: 120, pageSize: 50 },
  };
  return {
    connector: okta,
    settings,
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
    log: {
      settings: { ...settings, events: { every: MINUTE } },
      // What there is, and the page without entries that is the end.
      pages: 2,
      happen: () => {
        const ids = [...fake.users.keys()].slice(0, 5);
        for (const id of ids) {
          fake.log({
            eventType: "user.lifecycle.deactivate",
            actor: { id: "00uadmin", type: "User" },
            target: [{ id, type: "User", alternateId: String(fake.users.get(id)?.profile["login"]) }],
          });
        }
        return ids;
      },
      fault: (fault, page) => fake.fault(fault, `log ${page}`),
    },
    leave: (id) => fake.set(id, "DEPROVISIONED"),
    comeBack: (id) => fake.set(id, "ACTIVE"),
    close: fake.close,
  };
}
