import { afterEach, expect, it, vi } from "vitest";
import type { Destination } from "../../src/app/destination.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { MINUTE, SECOND } from "../../src/core/time.ts";
import { countingDestination } from "../support/destination.ts";
import { workspacesOfTests } from "../support/workspace.ts";

const open = workspacesOfTests();
afterEach(() => vi.useRealTimers());

it("law 8: a try that is never done ends within a minute, before anybody may take its claim, and counts as a try", async () => {
  let sending: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => (sending = resolve));
  const { destination: counting } = countingDestination();
  const slow: Destination = {
    ...counting,
    notifier: {
      ...counting.notifier,
      // As every notifier does: call after call, until the signal aborts.
      send: ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(new RollcallError("interrupted", "Interrupted.")));
          sending?.();
        }),
    },
  };
  const { slack, sweep, deliver, staff, context, clock } = await open({ destinations: [slow] });
  const [id = ""] = staff(1);
  slack.acts.deactivate(id);
  await sweep();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const delivering = deliver();
  await begun;
  const [taken] = await context.store.notifications({});
  expect((taken?.claim?.until ?? 0) - clock.now()).toBeGreaterThan(MINUTE);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(await delivering).toMatchObject([
    { ended: "missed", attempt: 1, error: "hr: the message was not done within 60 s; see what holds it up." },
  ]);
  // Nobody knows whether it arrived: the next try says so.
  expect(await context.store.notifications({})).toMatchObject([
    { state: "waiting", attempts: 1, uncertain: 1, dueAt: clock.now() + 5 * SECOND },
  ]);
});
