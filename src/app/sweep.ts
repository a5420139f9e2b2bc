import { defined } from "../core/defined.ts";
import type { Account } from "../core/directory/account.ts";
import { mapped } from "../core/directory/accounts.ts";
import { otherIdentity } from "../core/directory/health.ts";
import type { RosterEntry } from "../core/directory/roster.ts";
import { RollcallError } from "../core/errors.ts";
import type { Purpose } from "../core/wave/spare.ts";
import { announce, announceHealth, announceWaves } from "./announce.ts";
import { announceOffboarding } from "./announce-offboarding.ts";
import { askingOf } from "./asking.ts";
import type { Context } from "./context.ts";
import { blindAfter, type Directory, readingOf } from "./directory.ts";
import { recordsOf } from "./known-records.ts";
import { NO_MAPPING } from "./link-persons.ts";
import { type Turn, withTurn } from "./turn.ts";
import type { ReadBackAnswer, Reading, StoredChange, Sweep, Watermark } from "./ports.ts";
import type { Snapshot } from "../core/directory/snapshot.ts";
import type { AskedAgain } from "./judge.ts";
import { type Outcome, type ReadingRules, takeReading } from "./take-reading.ts";
import { type DetailsPlan, readDetails } from "./read-details.ts";

export interface SweepOptions {
  /** How much of the custom fields to read after the list. */
  readonly details: DetailsPlan;
  /** Called for accounts that a page shows as gone, before the list has been read to its end. */
  readonly onFlagged?: (ids: readonly string[]) => void;
  /** Called when the list has been compared and stored, before the slower reading of custom fields begins. */
  readonly onOutcome?: (outcome: Outcome) => Promise<void>;
  /** Called for what the custom fields say differently from the last time they were read. */
  readonly onChange?: (change: StoredChange) => void;
}

/** One full reading of a directory, taken into the store. */
export async function sweep(context: Context, directory: Directory, options: SweepOptions): Promise<Outcome> {
  return withTurn(context, directory.id, async (turn) => {
    const since = await context.store.watermark(directory.id);
    const hints = defined({ flagged: options.onFlagged });
    const records = recordsOf(context.store, directory.id, context.version ?? "", directory.overlaid);
    const read = async (known: Pick<Reading<unknown>, "known">): Promise<Snapshot> =>
      overlaid(await directory.connector.snapshot({ ...readingOf(context, directory), ...hints, ...known }), directory);
    // What another source states may change while the records do not.
    const canTell = directory.overlay === undefined || directory.overlaid !== undefined;
    const snapshot = await read(canTell ? { known: records.open } : {});
    const outcome = await takeReading(context.store, snapshot, {
      ...rulesFor(context, directory, { turn, since }),
      ...defined({ records: records.read() }),
      readWhole: () => read({}),
    });
    await options.onOutcome?.(outcome);
    if (isSound(outcome.sweep)) {
      await readDetails(context, directory, outcome.sweep.id, turn, options.details, options.onChange ?? (() => {}));
    }
    return outcome;
  });
}

/** What answers from another workspace, or with half a list, is not asked about people's fields either (law 6). */
function isSound({ complete, health }: Sweep): boolean {
  return complete && (health === "ok" || health === "scope_lost");
}

/** @param held the right to write the directory, and how far its store had come; without it the store is this process's alone */
export function rulesFor(
  context: Context,
  directory: Directory,
  held?: { readonly turn: Turn; readonly since: Watermark },
): ReadingRules {
  const { connector, settings, rules } = directory;
  return {
    ...(held === undefined ? {} : { ...held, longest: blindAfter(directory) }),
    kind: connector.kind,
    persons: context.persons ?? NO_MAPPING,
    absence: connector.sees.departure(settings) === "absence" ? "counts" : "proves nothing",
    departures: rules,
    ...(directory.waves === undefined ? {} : { waves: directory.waves }),
    ...(connector.readBack === undefined ? {} : { readBack: (ids) => readBack(context, directory, ids) }),
    announce: async (writer, { sweep: seen, changes, departures: left, waves }) => {
      const { destinations } = context;
      const at = seen.takenAt;
      await announce(writer, destinations, { directory: directory.id, at, changes, departures: left });
      await announceWaves(writer, destinations, waves, at);
      await announceHealth(writer, destinations, directory.id, { ...seen, at }, blindAfter(directory));
      // Only what a whole reading shows is held against a limit.
      if (isSound(seen)) await announceOffboarding(writer, destinations, context.offboarding, at);
    },
  };
}

async function readBack(context: Context, directory: Directory, ids: readonly string[]): Promise<AskedAgain> {
  try {
    const { accounts, unread } = await askAgain(context, directory, ids);
    return accounts.length === 0 && unread.length > 0 ? "failed" : { accounts, at: context.clock.now() };
  } catch (error) {
    if (error instanceof RollcallError && error.code !== "interrupted") return "failed";
    throw error;
  }
}

/**
 * Asks the tool for these accounts, one by one, and lays over them what another source states.
 * @throws RollcallError `wrong_workspace` where another answers than the one that the directory is known to be
 */
export async function askAgain(
  context: Context,
  directory: Directory,
  ids: readonly string[],
  purpose: Purpose = "confirming",
): Promise<ReadBackAnswer> {
  const { connector, overlay } = directory;
  const { readBack: ask } = connector;
  if (ask === undefined) return { accounts: [], unread: [] };
  const answer = await askingOf(context, directory.id).during(ids.length, purpose, () =>
    ask(readingOf(context, directory), ids),
  );
  const reason = otherIdentity(await context.store.directory(directory.id), answer);
  if (reason !== undefined) throw new RollcallError("wrong_workspace", `${directory.id}: ${reason}.`);
  const strangers = answer.accounts.filter(({ attributes }) => attributes.kind === "external").map(({ id }) => id);
  const known = strangers.length === 0 ? undefined : await context.store.entries(directory.id, strangers);
  const accounts = answer.accounts.map((account) => stillOurs(account, known?.get(account.id)));
  return { ...answer, accounts: overlay === undefined ? accounts : accounts.map(overlay) };
}

/** Only the list tells which accounts are the directory's own: of one read alone, that it names another is no proof. */
function stillOurs(account: Account, known: RosterEntry | undefined): Account {
  const { kind, ...attributes } = account.attributes;
  const isOurs = known !== undefined && known.account.attributes.kind !== "external";
  return kind === "external" && isOurs ? { ...account, attributes } : account;
}

function overlaid(snapshot: Snapshot, directory: Directory): Snapshot {
  if (!snapshot.complete || directory.overlay === undefined) return snapshot;
  return { ...snapshot, accounts: mapped(snapshot.accounts, directory.overlay) };
}
