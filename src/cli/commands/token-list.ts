import { tokenStands } from "../../core/disclosure/token.ts";
import { day } from "../../messages/time.ts";
import { listed, plain } from "../../messages/words.ts";
import { openReading } from "../../wire/settings.ts";
import { choice, flag, type Run } from "../command.ts";
import { table } from "../show/table.ts";
import { tokenJson } from "../show/tokens.ts";

/** The tokens of the API, and when each was used last. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const { store, clock } = await openReading(choice(invocation));
  try {
    const now = clock.now();
    const tokens = await store.tokens();
    if (flag(invocation, "json")) {
      for (const token of tokens) output.json(tokenJson(token, now));
      return 0;
    }
    if (tokens.length === 0) {
      output.line("There is no token. rollcall token add makes one.");
      return 0;
    }
    const columns = ["name", "id", "for", "scopes", "until", "last used", "stands"].map((title) => ({
      title,
      cut: true,
    }));
    const rows = tokens.map((token) => [
      plain(token.name),
      token.id,
      token.audience,
      listed(token.scopes),
      day(token.until),
      token.usedOn === null ? "never" : day(token.usedOn),
      tokenStands(token, now),
    ]);
    for (const line of table(columns, rows, output.width)) output.line(line);
    return 0;
  } finally {
    await store.close();
  }
};
