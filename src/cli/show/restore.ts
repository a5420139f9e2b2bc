import type { Disclosed, RestorationView, RestoreView } from "../../core/disclosure/disclose.ts";
import { restoredName, restoreHead, RESTORE_SAID, roleText, tallyOf, thingText } from "../../messages/restore.ts";
import { between } from "../../messages/time.ts";
import { plain } from "../../messages/words.ts";
import { wrap } from "../../messages/wrap.ts";
import type { Output } from "../output.ts";
import { type Column, table } from "./table.ts";

type Person = RestorationView;

const COLUMNS: readonly Column[] = [
  { title: "who", cut: true },
  { title: "account" },
  { title: "state" },
  { title: "role", cut: true },
  { title: "channels", align: "right" },
  { title: "groups", align: "right" },
  { title: "left", cut: true },
];
/** Where the terminal is narrower, when they left stands in the headline alone. */
const WIDE = 120;

/** The pack for a person at a terminal: how much of it there is, a row a person, and of one person everything. */
export function showRestore(output: Output, view: Disclosed<RestoreView>, limit: number): void {
  for (const read of view.directories) {
    const people = view.people.filter(({ directory }) => directory === read.directory);
    if (people.length === 0) continue;
    showHead(output, read, people);
    const [only] = people;
    if (people.length === 1 && only !== undefined) showPerson(output, only);
    else showTable(output, people, limit);
  }
}

function showHead(output: Output, read: RestoreView["directories"][number], people: readonly Person[]): void {
  const width = (output.width ?? Infinity) - 1;
  const { headline, lines } = restoreHead(read, people);
  for (const line of wrap(headline, width)) output.line(output.style("bold", line));
  for (const text of lines) for (const line of wrap(text, width - 2)) output.line(`  ${line}`);
  output.line();
}

function showTable(output: Output, people: readonly Person[], limit: number): void {
  const wide = output.width === undefined || output.width >= WIDE;
  const rows = people.slice(0, limit).map((person) => {
    const row = [
      restoredName(person),
      person.account.id,
      person.back === null ? (person.left.confirmed ? "gone" : "gone?") : "back",
      roleText(person),
      tallyOf(person, "channel"),
      tallyOf(person, "group"),
    ];
    return wide ? [...row, `${person.left.change}, ${between(person.left.at)}`] : row;
  });
  const [head = "", ...lines] = table(wide ? COLUMNS : COLUMNS.slice(0, -1), rows, output.width);
  output.line(output.style("dim", head));
  for (const line of lines) output.line(line);
  if (people.length > rows.length) output.line(output.style("dim", `… ${people.length - rows.length} more (--all)`));
  const legend = "Channels and groups: to restore, of those they had. --format csv names each.";
  for (const line of wrap(legend, (output.width ?? Infinity) - 1)) output.line(output.style("dim", line));
}

const LABEL = 10;
function showPerson(output: Output, person: Person): void {
  const line = (label: string, text: string): void => {
    const lines = wrap(text, (output.width ?? Infinity) - LABEL - 3);
    for (const [i, one] of lines.entries()) {
      output.line(`  ${output.style("dim", (i === 0 ? label : "").padEnd(LABEL))}${one}`);
    }
  };
  const { account, left, back } = person;
  line("account", [account.id, ...(account.email == null ? [] : [plain(account.email)])].join(", "));
  line("left", `${left.change}, ${between(left.at)}${left.confirmed ? "" : ", not yet confirmed"}`);
  line("back", back === null ? "no" : `${back.change}, ${between(back.at)}`);
  line("role", roleText(person));
  for (const kind of ["channel", "group"] as const) {
    const mine = person.things.filter((one) => one.kind === kind);
    if (person.unknown.includes(kind)) line(`${kind}s`, `not known: nobody had read ${kind}s when they left`);
    else if (mine.length === 0) line(`${kind}s`, "none");
    for (const [restore, words] of RESTORE_SAID) {
      const some = mine.filter((one) => one.restore === restore);
      if (some.length > 0) line(`${kind}s`, `${words}: ${some.map(thingText).join(", ")}`);
    }
  }
}
