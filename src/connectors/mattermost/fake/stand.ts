import { Secret } from "../../../core/secret.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Stand } from "../../testing.ts";
import { mattermost } from "../index.ts";
import type { MattermostSettings } from "../settings.ts";
import { startFakeMattermost } from "./index.ts";

export async function openMattermostStand(): Promise<Stand<MattermostSettings>> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const fake = await startFakeMattermost(90, clock.now);
  const end = (id: string, at: number): void => {
    const user = fake.users.find((one) => one.id === id);
    if (user === undefined) throw new Error("The fake has no such user.");
    Object.assign(user, { delete_at: at, update_at: clock.now() });
  };
  return {
    connector: mattermost,
    settings: { url: fake.url, token: new Secret(fake.token, "env MM_TOKEN"), pace: { perMinute: 60, pageSize: 30 } },
    clock,
    secrets: [fake.token],
    personal: ["Ysolwyn", "@mm.example"],
    // The last is the empty one, which is the end.
    pages: 4,
    people: fake.users.slice(1, 4).map(({ id }) => id),
    fault: fake.fault,
    heal: fake.heal,
    leave: (id) => end(id, clock.now()),
    comeBack: (id) => end(id, 0),
    close: () => fake.close(),
  };
}
