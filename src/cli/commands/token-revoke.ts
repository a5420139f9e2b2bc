import { revokeToken } from "../../app/tokens.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, type Run } from "../command.ts";

/** Ends a token, from its next use on. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const reading = await openReading(choice(invocation));
  try {
    const { id, name } = await revokeToken(reading, args[0] ?? "");
    output.line(`${name} (${id}) is revoked: it is refused from now on.`);
    return 0;
  } finally {
    await reading.store.close();
  }
};
