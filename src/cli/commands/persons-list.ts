import { recordView } from "../../app/named-view.ts";
import { listPersons } from "../../app/persons.ts";
import { disclose } from "../../core/disclosure/disclose.ts";
import { groundText } from "../../messages/persons.ts";
import { called, counted, plain } from "../../messages/words.ts";
import { flag, type Run } from "../command.ts";
import { OPERATOR } from "../show/outcome.ts";
import { table } from "../show/table.ts";
import { openViewing } from "../viewing.ts";

/** Whose accounts are one person's over directories, and what each is known by. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const viewing = await openViewing(invocation);
  try {
    const { persons, heldOf } = await listPersons(viewing.store, args[0]);
    const views = persons.flatMap((person) => disclose("person", { person, heldOf }, OPERATOR) ?? []);
    if (views.length > 0) await recordView(viewing, "persons", { people: views.length });
    if (flag(invocation, "json")) {
      for (const view of views) output.json(view);
      return 0;
    }
    if (views.length === 0) {
      output.line("No account is linked with one of another directory. rollcall persons suggest says which may be.");
      return 0;
    }
    const shown = flag(invocation, "all") ? views : views.slice(0, ROWS);
    const rows = shown.flatMap(({ person, accounts }) =>
      accounts.map(({ directory, id, name, email, status, ground }, i) => [
        i === 0 ? person : "",
        called(name, email, id),
        `${directory}:${plain(id)}`,
        status,
        groundText(ground),
      ]),
    );
    const columns = ["person", "who", "account", "status", "known by"].map((title, i) => ({ title, cut: i !== 0 }));
    for (const line of table(columns, rows, output.width)) output.line(line);
    const more = views.length - shown.length;
    output.note(counted(views.length, "person", "persons") + (more > 0 ? `; --all shows ${more} more` : ""));
    return 0;
  } finally {
    await viewing.store.close();
  }
};

const ROWS = 20;
