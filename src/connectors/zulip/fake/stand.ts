import { Secret } from "../../../core/secret.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { zulip } from "../index.ts";
import type { ZulipSettings } from "../settings.ts";
import { startFakeZulip } from "./index.ts";

export async function openZulipStand(): Promise<Stand<ZulipSettings>> {
  const fake = await startFakeZulip(90);
  const set = (id: string, active: boolean): void => {
    const user = fake.users.find((one) => String(one.user_id) === id);
    if (user === undefined) throw new Error("The fake has no such user.");
    user.is_active = active;
  };
  return {
    connector: zulip,
    settings: { url: fake.url, bot: fake.bot, key: new Secret(fake.key, "env ZULIP_KEY") },
    clock: virtualClock(Date.UTC(2026, 10, 20, 12)),
    secrets: [fake.key, Buffer.from(`${fake.bot}:${fake.key}`).toString("base64")],
    personal: ["Wyszak", "Ondrelle", "@zulip.example"],
    pages: 1,
    people: fake.users.slice(1, 4).map((user) => String(user.user_id)),
    fault: fake.fault,
    heal: fake.heal,
    leave: (id) => set(id, false),
    comeBack: (id) => set(id, true),
    close: () => fake.close(),
  };
}
