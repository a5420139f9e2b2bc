import { confirm } from "@clack/prompts";
import type { Context } from "../../app/context.ts";
import { deliverDue } from "../../app/deliver.ts";
import { erase, type Erasure, findPerson, type Meant, type Traces, tracesOf, withNewKey } from "../../app/erase.ts";
import { limitedStore } from "../../app/limited-store.ts";
import { recordView } from "../../app/named-view.ts";
import { recordPurpose } from "../../app/purpose.ts";
import { disclose } from "../../core/disclosure/disclose.ts";
import type { Grant } from "../../core/disclosure/grant.ts";
import { defined } from "../../core/defined.ts";
import { RollcallError } from "../../core/errors.ts";
import { iso } from "../../core/time.ts";
import { shownText } from "../../messages/audiences.ts";
import { erasedLines, leftBehindLines, willGoLine } from "../../messages/erasure.ts";
import { called, counted, plain } from "../../messages/words.ts";
import { openWatching } from "../../wire/settings.ts";
import { choice, flag, type Invocation, progressOn, type Run, textOption } from "../command.ts";
import { deliveryText } from "../show/deliveries.ts";
import { OPERATOR } from "../show/outcome.ts";
import { showRecorded } from "../show/purpose.ts";
import { table } from "../show/table.ts";
import { openViewing } from "../viewing.ts";

/** Removes every trace of a person: shows who is meant and what goes, asks, erases, and says what is out of reach. */
export const run: Run = async (invocation) => {
  const { context, close } = await open(invocation);
  try {
    return flag(invocation, "newKey") ? await beginAnew(invocation, context) : await eraseOne(invocation, context);
  } finally {
    await close();
  }
};

type Place = Pick<Context, "store" | "clock" | "destinations"> & { readonly grant?: Grant };

/** Of a store without its settings nobody knows where messages went that could be edited. */
async function open(
  invocation: Invocation,
): Promise<{ context: Place & Partial<Context>; close: () => Promise<void> }> {
  // It narrows whom to erase; nothing of the settings is chosen by it.
  const { directory: _, ...chosen } = choice(invocation);
  if (chosen.store !== undefined) {
    const viewing = await openViewing({ ...invocation, options: { ...invocation.options, directory: undefined } });
    return { context: { ...viewing, destinations: [] }, close: () => viewing.store.close() };
  }
  const { output } = invocation;
  const { context, viewer, record, close } = await openWatching(chosen, [], progressOn(output));
  try {
    const grant = viewer();
    if (grant !== undefined || !flag(invocation, "dryRun")) showRecorded(output, await recordPurpose(context, record));
    if (grant !== undefined) output.note(shownText(grant));
    return { context: { ...context, store: limitedStore(context.store, grant), ...defined({ grant }) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function beginAnew({ output, args }: Invocation, context: Place): Promise<number> {
  if (args.length > 0) throw new RollcallError("usage", "--new-key is about nobody: leave the person out.");
  const lost = await withNewKey(context);
  output.line(
    lost === 0
      ? "No key is lost: every account that was let go of is known by the key that there is."
      : `${counted(lost, "account")} that had been let go of cannot be told any more, and a new key is made when one is needed. ` +
          "Those that their tool still lists as in use are read again: erase them again.",
  );
  return 0;
}

async function eraseOne(invocation: Invocation, context: Place & Partial<Context>): Promise<number> {
  const { output, args } = invocation;
  const [word] = args;
  if (word === undefined) {
    throw new RollcallError("usage", "Give whom to erase: an account id, an e-mail address or a departure (d-…).");
  }
  const json = flag(invocation, "json");
  const found = await findPerson(context.store, word, textOption(invocation, "directory"));
  if (found.found === "gone") {
    // An erasure that was cut off after it was kept is brought to its end.
    await context.store.clean();
    const { directory, tombstone } = found;
    if (json) output.json({ erase: { state: "nothing kept", directory, ...tombstone } });
    else
      output.line(
        `Nothing is kept of it in ${directory}: it ${tombstone.why === "expired" ? "expired" : "was erased"} on ${tombstone.day}.`,
      );
    return 0;
  }
  await recordView(context, "erase", { accounts: found.accounts.length });
  if (found.found === "several") {
    if (json) output.json({ erase: { state: "several", accounts: found.accounts.map(viewOf) } });
    showAccounts(invocation, found.accounts);
    throw new RollcallError(
      "usage",
      `${counted(found.accounts.length, "account")} may be meant: give the id of one, and --directory where several directories have it.`,
    );
  }
  const traces = await tracesOf(context, found.accounts);
  if (json) output.json({ erase: { state: "found", accounts: found.accounts.map(viewOf), ...tracesJson(traces) } });
  else {
    showAccounts(invocation, found.accounts);
    output.line(willGoLine(traces));
    for (const line of leftBehindLines(traces)) output.line(line);
  }
  if (flag(invocation, "dryRun")) {
    output.note("A dry run: nothing was erased.");
    return 0;
  }
  if (!(await isWanted(invocation))) {
    output.note("Nothing was erased.");
    return 1;
  }
  const erasure = await erase(context, found.accounts);
  if (json) output.json({ erase: { state: "erased", ...erasure } });
  else for (const line of erasedLines(erasure, found.accounts.some(isInUse))) output.line(line);
  await bringToItsEnd(invocation, context, erasure);
  return 0;
}

/** Erased from the answers it is already: now from the bytes, and from what can be edited elsewhere. */
async function bringToItsEnd(
  { output }: Invocation,
  context: Place & Partial<Context>,
  { edits }: Erasure,
): Promise<void> {
  await context.store.clean();
  const { http, progress, holder, isGone } = context;
  if (
    edits.length === 0 ||
    http === undefined ||
    progress === undefined ||
    holder === undefined ||
    isGone === undefined
  )
    return;
  const whole: Context = { ...context, http, progress, holder, isGone };
  await deliverDue(
    whole,
    (delivery) => output.note(deliveryText(delivery)),
    ({ destination }) => edits.includes(destination),
  );
}

async function isWanted(invocation: Invocation): Promise<boolean> {
  if (flag(invocation, "yes")) return true;
  if (!process.stdin.isTTY) {
    throw new RollcallError("usage", "Nobody can answer here whether to erase all of this: give --yes.");
  }
  const message = "Erase all of this? It cannot be undone.";
  return (await confirm({ message, initialValue: false, output: process.stderr })) === true;
}

function isInUse({ entry }: Meant): boolean {
  return entry.presence === "present" && (entry.account.status === "active" || entry.account.status === "invited");
}

function viewOf(account: Meant) {
  return disclose("account", account, OPERATOR);
}

function showAccounts({ output, options }: Invocation, accounts: readonly Meant[]): void {
  if (options["json"] === true) return;
  const rows = accounts.flatMap((account) => {
    const view = viewOf(account);
    if (view === undefined) return [];
    const { id, name, email, directory, status } = view;
    return [[called(name, email, id), plain(email ?? "–"), plain(id), directory, status]];
  });
  const columns = ["who", "e-mail", "account", "directory", "status"].map((title) => ({ title, cut: true }));
  for (const line of table(columns, rows, output.width)) output.line(line);
}

function tracesJson({ changes, departures, events, messages, shown }: Traces) {
  return {
    changes,
    departures,
    events,
    messages: messages.map(({ at, ...message }) => ({ ...message, at: iso(at) })),
    shown: shown.map(({ at, action, detail }) => ({ at: iso(at), action, ...detail })),
  };
}
