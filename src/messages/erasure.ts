import type { StoredRecord } from "../app/ports.ts";
import type { Instant } from "../core/time.ts";
import { moment } from "./time.ts";
import { counted, listed } from "./words.ts";

/** More lines of one kind are counted: `--json` has all of them. */
const SHOWN = 10;

interface Counts {
  readonly accounts: number;
  readonly changes: number;
  readonly departures: number;
  readonly events: number;
}

/** Where something of a person is that Rollcall does not take back, or not whole. */
interface Elsewhere {
  readonly messages: readonly { readonly destination: string; readonly at: Instant; readonly edited: boolean }[];
  readonly shown: readonly StoredRecord[];
}

export function willGoLine(counts: Counts): string {
  return `To be erased: ${listed(countsTexts(counts))}, and wherever others' records name them.`;
}

/** Without what there is none of; an account there always is. */
function countsTexts({ accounts, changes, departures, events }: Counts): string[] {
  return [
    counted(accounts, "account"),
    ...(changes === 0 ? [] : [counted(changes, "change")]),
    ...(departures === 0 ? [] : [counted(departures, "departure")]),
    ...(events === 0 ? [] : [counted(events, "event")]),
  ];
}

/** What has left Rollcall already: messages, and what people were shown or took with them. */
export function leftBehindLines({ messages, shown }: Elsewhere): string[] {
  return [
    ...section(
      messages,
      `${counted(messages.length, "message")} told of them:`,
      ({ destination, at, edited }) =>
        `${destination}, ${moment(at)}: ${edited ? "gets a version without them" : "stays as it is there"}`,
    ),
    ...section(
      shown,
      `People were shown or taken out by name ${counted(shown.length, "time")} while this one was known, and may have been among them; what was made of it is beyond reach:`,
      ({ at, action, detail }) => `${moment(at)}, ${shownText(action, detail)}`,
    ),
    "Backups of the store still have them.",
  ];
}

function shownText(action: string, detail: StoredRecord["detail"]): string {
  if (action === "view") return `rollcall ${String(detail["view"] ?? "")}`.trimEnd();
  return action === "restore" ? "rollcall restore" : "rollcall audit export (without names)";
}

function section<T>(of: readonly T[], title: string, line: (one: T) => string): string[] {
  if (of.length === 0) return [];
  const rest = of.length - SHOWN;
  return [
    title,
    ...of.slice(0, SHOWN).map((one) => `  · ${line(one)}`),
    ...(rest > 0 ? [`  · and ${counted(rest, "more", "more")}`] : []),
  ];
}

/** @param inUse whether an account was in use */
export function erasedLines(
  erased: Counts & { readonly mentions: number; readonly records: number; readonly edits: readonly string[] },
  inUse: boolean,
): string[] {
  const { mentions, records, edits } = erased;
  const all = [
    ...countsTexts(erased),
    ...(mentions === 0 ? [] : [counted(mentions, "mention in others' records", "mentions in others' records")]),
    ...(records === 0
      ? []
      : [`what ${counted(records, "entry", "entries")} of the audit log ${records === 1 ? "was" : "were"} about`]),
  ];
  return [
    `Erased: ${listed(all)}.`,
    inUse
      ? "The account was in use: it stays out of Rollcall for good, whatever becomes of it."
      : "Should the tool state that the account is in use again, it begins anew as one that joins.",
    ...(edits.length === 0 ? [] : [`A version without them goes to ${listed(edits)}.`]),
  ];
}
