import { recordView } from "../../app/named-view.ts";
import { suggestPersons } from "../../app/persons.ts";
import type { AccountView } from "../../core/disclosure/account-view.ts";
import { disclose } from "../../core/disclosure/disclose.ts";
import { conflictText, DOUBT_TEXT, HINT_TEXT } from "../../messages/persons.ts";
import { called, counted, plain } from "../../messages/words.ts";
import { flag, type Run } from "../command.ts";
import type { Output } from "../output.ts";
import { OPERATOR } from "../show/outcome.ts";
import { openViewing } from "../viewing.ts";

const ROWS = 20;

/** Accounts that may be one person's, with what speaks for and against it; and those whose keys contradict each other. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const viewing = await openViewing(invocation);
  try {
    const { suggestions, conflicts, heldOf } = await suggestPersons(viewing.store);
    const open = conflicts.flatMap((conflict) => disclose("conflict", { conflict, heldOf }, OPERATOR) ?? []);
    const maybe = suggestions.flatMap((suggestion) => disclose("suggestion", { suggestion, heldOf }, OPERATOR) ?? []);
    if (open.length + maybe.length > 0) {
      await recordView(viewing, "persons", { suggestions: maybe.length, conflicts: open.length });
    }
    if (flag(invocation, "json")) {
      for (const view of [...open, ...maybe]) output.json(view);
      return 0;
    }
    const most = flag(invocation, "all") ? Infinity : ROWS;
    for (const { conflict, reason, by, value } of open.slice(0, most)) {
      output.line(output.style("bold", conflictText(reason, by, value)));
      showAccounts(output, conflict.slice(0, ROWS));
    }
    for (const { suggestion, hints, doubts } of maybe.slice(0, most)) {
      output.line(output.style("bold", `Maybe one person: ${hints.map((hint) => HINT_TEXT[hint]).join("; ")}`));
      showAccounts(output, suggestion);
      if (doubts.length > 0) output.line(`  against it: ${doubts.map((doubt) => DOUBT_TEXT[doubt]).join("; ")}`);
    }
    if (open.length + maybe.length === 0) output.line("Nothing that is not linked looks like one person.");
    else {
      const more = Math.max(0, open.length - most) + Math.max(0, maybe.length - most);
      output.note(
        `${counted(maybe.length, "suggestion")}, ${counted(open.length, "conflict")}${more > 0 ? `; --all shows ${more} more` : ""}. ` +
          "rollcall persons link ACCOUNT ACCOUNT says that it is so, rollcall persons unlink that it is not.",
      );
    }
    return 0;
  } finally {
    await viewing.store.close();
  }
};

function showAccounts(output: Output, accounts: readonly AccountView[]): void {
  for (const { directory, id, name, email, status } of accounts) {
    const address = email == null ? "" : ` <${plain(email)}>`;
    output.line(`  · ${directory}:${plain(id)}  ${called(name, undefined, id)}${address}, ${status}`);
  }
}
