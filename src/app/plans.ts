import { RollcallError } from "../core/errors.ts";
import type { Instant } from "../core/time.ts";
import { type Plan, planned } from "../core/wave/plan.ts";
import type { Store } from "./ports.ts";

/** Keeps a planned change. It is on the record that there is one, and not what it is about. */
export async function addPlan(store: Store, wanted: Omit<Plan, "id" | "withdrawnAt">): Promise<Plan> {
  if (wanted.from >= wanted.until)
    throw new RollcallError("usage", "The plan ends before it begins: give --from and a later --until.");
  const plan = planned(wanted);
  await store.transaction(async (writer) => {
    await writer.putPlan(plan);
    await writer.record({ at: plan.addedAt, action: "plan", detail: { plan: plan.id, directory: plan.directory } });
  });
  return plan;
}

/** A plan that was withdrawn labels no wave any more. @throws RollcallError `not_found` */
export async function withdrawPlan(store: Store, id: string, at: Instant): Promise<Plan> {
  return store.transaction(async (writer) => {
    const plan = (await writer.plans({})).find((one) => one.id === id && one.withdrawnAt === undefined);
    if (plan === undefined) {
      throw new RollcallError("not_found", `${id}: there is no plan of this id; rollcall plan list shows them.`);
    }
    const withdrawn = { ...plan, withdrawnAt: at };
    await writer.putPlan(withdrawn);
    await writer.record({ at, action: "withdraw plan", detail: { plan: id, directory: plan.directory } });
    return withdrawn;
  });
}
