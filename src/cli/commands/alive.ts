import { RollcallError } from "../../core/errors.ts";
import { askServe } from "../../wire/alive.ts";
import { choice, type Run } from "../command.ts";

/** Whether `serve` of these settings answers: for the health check of a container, at whatever port, with TLS or without. */
export const run: Run = async (invocation) => {
  const { address, why } = await askServe(choice(invocation));
  if (why !== undefined) throw new RollcallError("unreachable", `${address}: ${why}. Is rollcall serve running?`);
  invocation.output.line(`rollcall serve answers at ${address}.`);
  return 0;
};
