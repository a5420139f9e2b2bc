import { Secret } from "../../../core/secret.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { google } from "../index.ts";
import type { GoogleSettings } from "../settings.ts";
import { ADMIN, startFakeGoogle } from "./index.ts";

/** The fake account for the contract suite. */
export async function openGoogleStand(): Promise<Stand<GoogleSettings>> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const fake = await startFakeGoogle({ now: clock.now, users: 130 });
  const people = [...fake.users.keys()].slice(3, 6);
  return {
    connector: google,
    settings: {
      key: new Secret(fake.key, "file key.json"),
      subject: ADMIN,
      ...fake.settings,
      pace: { perMinute: 300, pageSize: 50 },
    },
    clock,
    get secrets() {
      return [...fake.tokens, fake.key.slice(200, 300)];
    },
    personal: [...fake.users.values()].slice(0, 20).map((user) => String(user["primaryEmail"])),
    pages: 4,
    people,
    fault: fake.fault,
    heal: fake.heal,
    leave: (id) => fake.set(id, { suspended: true, suspensionReason: "ADMIN" }),
    comeBack: (id) => fake.set(id, { suspended: false, suspensionReason: undefined }),
    close: fake.close,
  };
}
