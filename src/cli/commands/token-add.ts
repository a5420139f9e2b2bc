import { addToken } from "../../app/tokens.ts";
import { type Scope, SCOPES } from "../../core/disclosure/viewer.ts";
import { RollcallError } from "../../core/errors.ts";
import { nearest } from "../../core/suggest.ts";
import { defined } from "../../core/defined.ts";
import { day } from "../../messages/time.ts";
import { listed } from "../../messages/words.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, flag, type Invocation, type Run, textOption } from "../command.ts";
import { tokenJson } from "../show/tokens.ts";

/** Makes a token for a program that asks the API, and shows its secret this once. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const reading = await openReading(choice(invocation));
  try {
    const { token, secret } = await addToken(reading, await reading.audiences(), {
      name: args[0] ?? "",
      audience: textOption(invocation, "audience") ?? "",
      scopes: scopesOf(invocation),
      ...defined({ until: textOption(invocation, "until") }),
    });
    if (flag(invocation, "json")) output.json({ ...tokenJson(token, reading.clock.now()), secret });
    else output.line(secret);
    output.note(
      `${token.name} asks for ${token.audience}, until ${day(token.until)}: ${listed(token.scopes)}. The token is shown this once, and kept nowhere: ` +
        "send it as Authorization: Bearer rc_…",
    );
    return 0;
  } finally {
    await reading.store.close();
  }
};

function scopesOf({ options }: Invocation): readonly Scope[] {
  const given = Array.isArray(options["scope"]) ? options["scope"].map(String) : [];
  return given.map((name) => {
    const scope = SCOPES.find((one) => one === name);
    if (scope !== undefined) return scope;
    const near = nearest(name, SCOPES);
    const hint = near === undefined ? `; there are ${listed(SCOPES)}` : `, did you mean "${near}"?`;
    throw new RollcallError("usage", `--scope ${name}: no scope of this name${hint}`);
  });
}
