import type { Context } from "../../src/app/context.ts";
import { type Delivery, deliverDue } from "../../src/app/deliver.ts";
import type { Instant } from "../../src/core/time.ts";

/** Sends what is due, and what falls due by then, each at its time. */
export async function deliverUntil(
  context: Context,
  end: Instant,
  tell: (delivery: Delivery) => void = () => {},
): Promise<void> {
  const { clock } = context;
  let due = await deliverDue(context, tell);
  while (due !== undefined && due <= end) {
    await clock.sleep(Math.max(0, due - clock.now()));
    due = await deliverDue(context, tell);
  }
}
