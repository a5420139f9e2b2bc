import type { FakeSlack } from "../../src/connectors/slack/fake/index.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import type { Disturbance } from "../../src/connectors/slack/fake/disturbance.ts";
import { MINUTE, SECOND } from "../../src/core/time.ts";

/** From one clump of acts to the next: what is done in a sync of a directory comes at once. */
export const CLUMP_EVERY = SECOND / 4;
const CLUMPS = 96;
const NOISE = 32;
const LEAVERS = 110;
/** Who leaves, is back within half a second, and leaves again; and who is back and stays. */
const FLICKERS = 22;
const BLINKS = 22;
/** So few that asking for all of them, again and again, stays within Slack's hundred calls a minute. */
const NOISY = 6;
const JOINERS = 16;
/** So many come back after it was told that they had left. A machine that is slow to tell is given a minute more. */
export const RETURNS = 6;
const LAST_CLUMP = CLUMPS + (60 * SECOND) / CLUMP_EVERY;

/** What happens in the workspace. */
export interface Load {
  /** Does the next clump of acts. @returns false once there is none */
  readonly next: (trouble: Disturbance, told: ReadonlySet<string>) => boolean;
  /** Who was told to have left before they came back, and is here at the end. */
  readonly back: ReadonlySet<string>;
}

/** Plans who leaves, who comes back and what else happens; `told` says later of whom it has been told that they left. */
export function planLoad({ world, acts }: FakeSlack, random: Random): Load {
  const staff = [...world.members.values()]
    .filter(({ sort, state, role }) => sort === "person" && state === "active" && role === "member")
    .map(({ id }) => id);
  const take = (count: number): string[] => staff.splice(0, count);
  const plan: (() => void)[][] = Array.from({ length: CLUMPS }, () => []);
  const at = (clump: number, act: () => void): void => void plan[clump]?.push(act);

  const leavers = take(LEAVERS);
  for (const id of leavers) at(random.below(CLUMPS), () => acts.deactivate(id));
  for (const [index, id] of take(FLICKERS + BLINKS).entries()) {
    const first = random.below(CLUMPS - 4);
    const gap = random.below(3);
    at(first, () => acts.deactivate(id));
    at(first + gap, () => acts.reactivate(id));
    if (index < FLICKERS) at(first + 2 * gap, () => acts.deactivate(id));
  }
  for (let joiner = 0; joiner < JOINERS; joiner++) at(random.below(CLUMPS), () => acts.join(acts.invite()));
  const channel = acts.openChannel({ name: "everybody", hasApp: true });
  const noisy = take(NOISY);
  for (let noise = 0; noise < NOISE * CLUMPS; noise++) {
    const id = random.pick(noisy);
    const what: (() => void)[] = [
      () => acts.editStatus(id, `status ${noise}`),
      () => acts.setRole(id, random.pick(["member", "guest", "admin", "single_channel_guest"])),
      () => acts.joinChannel(id, channel),
      () => acts.leaveChannel(id, channel),
    ];
    at(random.below(CLUMPS), random.pick(what));
  }

  const back = new Set<string>();
  let clump = 0;
  const returns = (told: ReadonlySet<string>): void => {
    const candidates = leavers.filter((id) => told.has(id) && world.members.get(id)?.state === "deactivated");
    if (candidates.length === 0) return;
    const id = random.pick(candidates);
    acts.reactivate(id);
    back.add(id);
    if (clump + 4 >= CLUMPS || random.chance(0.7)) return;
    // And leaves for good.
    leavers.splice(leavers.indexOf(id), 1);
    at(clump + 4, () => {
      acts.deactivate(id);
      back.delete(id);
    });
  };
  return {
    back,
    next: (trouble, told) => {
      const acting = plan[clump++] ?? [];
      if (clump > CLUMPS && (back.size >= RETURNS || clump > LAST_CLUMP)) return false;
      // What is held back until others come after it must not wait for ever.
      if (clump < CLUMPS - 4) {
        trouble.duplicate(3);
        trouble.reorder(12);
        trouble.delay(2, MINUTE / 2);
      }
      for (const act of acting) act();
      if (clump % 2 === 0) returns(told);
      return true;
    },
  };
}
