import type { Disclosed, RestorationView, RestoreView } from "../core/disclosure/disclose.ts";
import { csvRecord } from "./csv.ts";
import { between, moment, spanOf } from "./time.ts";
import { brief, called, counted, listed, number, plain } from "./words.ts";

type Person = RestorationView;
export type Thing = Person["things"][number];

const CSV_COLUMNS = [
  "directory",
  "account",
  "person",
  "email",
  "left",
  "left_after",
  "left_by",
  "confirmed",
  "state",
  "back_after",
  "back_by",
  "kind",
  "id",
  "name",
  "private",
  "had",
  "has",
  "now",
  "to_restore",
  "ended",
  "as_of",
];

/** One row a person and thing; of what is not known, a row that says so, since no row would read as none. */
export function restoreCsv(view: Disclosed<RestoreView>): string[] {
  const at = new Map(view.directories.map((one) => [one.directory, one]));
  const rows = view.people.flatMap((person) => {
    const { account, left, back } = person;
    const read = at.get(person.directory);
    const asOf = { channel: read?.channelsAt, group: read?.groupsAt, role: read?.reading?.takenAt };
    const who = [person.directory, account.id, account.name ?? "", account.email ?? ""];
    const when = [left.change, left.at.notBefore ?? "", left.at.notAfter, left.confirmed ? "yes" : "no"];
    const state = [back === null ? "gone" : "back", back?.at.notBefore ?? "", back?.at.notAfter ?? ""];
    const things = person.things.map((one) => {
      const hidden = one.private === undefined ? "" : one.private ? "yes" : "no";
      const has = one.has === null ? "unknown" : one.has ? "yes" : "no";
      const now = one.kind === "role" ? (roleNow(person) ?? "") : "";
      return [
        one.kind,
        one.id,
        one.name ?? "",
        hidden,
        "yes",
        has,
        now,
        one.restore,
        one.ended ?? "",
        asOf[one.kind] ?? "",
      ];
    });
    const unknown = person.unknown.map((kind) => [
      kind,
      "",
      "",
      "",
      "unknown",
      "",
      "",
      "unknown",
      "",
      asOf[kind] ?? "",
    ]);
    return [...things, ...unknown].map((thing) => [...who, ...when, ...state, ...thing]);
  });
  return [CSV_COLUMNS, ...rows].map((row) => csvRecord(row.map(plain)));
}

/** `7 people left acme, 23 Nov 2026 10:01–16:03 UTC; 2 are back`, and the rest of what is to be said of one directory. */
export function restoreHead(
  read: RestoreView["directories"][number],
  people: readonly Person[],
): { readonly headline: string; readonly lines: readonly string[] } {
  const back = people.filter((person) => person.back !== null);
  const times = people.map(({ left }) => left.at);
  const who =
    people.length === 1 && people[0] !== undefined
      ? restoredName(people[0])
      : counted(people.length, "person", "people");
  return {
    headline: `${who} left ${read.directory}, ${between(spanOf(times))}; ${howMany(back.length, people.length)}`,
    lines: [toDo(people), people.length === 1 ? "" : places(people), freshness(read)].filter((one) => one !== ""),
  };
}

function howMany(back: number, of: number): string {
  if (of === 1) return back === 1 ? "back since" : "still gone";
  return back === of
    ? "all are back"
    : back === 0
      ? "nobody is back"
      : `${number(back)} ${back === 1 ? "is" : "are"} back`;
}

function toDo(people: readonly Person[]): string {
  const things = people.flatMap((person) => person.things);
  const count = (restore: Thing["restore"]): number => things.filter((one) => one.restore === restore).length;
  const wanted = things.filter(({ restore }) => restore === "yes");
  const later = things.filter(({ restore }) => restore === "when back");
  const unknown = (["channel", "group", "role"] as const).flatMap((kind) => {
    const n = people.filter((person) => person.unknown.includes(kind)).length;
    return n === 0 ? [] : [`${kind}s of ${counted(n, "person", "people")}`];
  });
  const nothing = unknown.length === 0 ? "nothing" : "nothing that is known";
  return [
    ...(wanted.length > 0 || later.length === 0 ? [`To restore: ${kindsOf(wanted) || nothing}`] : []),
    ...(later.length === 0
      ? []
      : [`${wanted.length === 0 ? "To restore once they" : "once the others"} are back: ${kindsOf(later)}`]),
    ...(count("ended") === 0 ? [] : [`${number(count("ended"))} cannot be restored: archived, or not listed any more`]),
    ...(count("unknown") === 0 ? [] : [`${number(count("unknown"))} not known until the next reading`]),
    ...(unknown.length === 0 ? [] : [`not known: ${listed(unknown)}`]),
  ].join("; ");
}

/** `7 channels, 2 groups and 1 role`. */
function kindsOf(things: readonly Thing[]): string {
  const parts = (["channel", "group", "role"] as const).flatMap((kind) => {
    const n = things.filter((one) => one.kind === kind).length;
    return n === 0 ? [] : [counted(n, kind)];
  });
  return listed(parts);
}

const MOST = 4;

/** The places that most of those who are back lack: in a tool, people are added place by place. */
function places(people: readonly Person[]): string {
  const wanted = people.flatMap(({ things }) =>
    things.filter(({ kind, restore }) => kind !== "role" && restore === "yes").map(thingText),
  );
  const counts = new Map<string, number>();
  for (const place of wanted) counts.set(place, (counts.get(place) ?? 0) + 1);
  const most = [...counts].toSorted(([, a], [, b]) => b - a);
  const shown = most.slice(0, MOST).map(([place, n]) => `${place} ${number(n)}`);
  const rest = most.length > MOST ? [counted(most.length - MOST, "other")] : [];
  return most.length === 0 ? "" : `Where: ${[...shown, ...rest].join(" · ")}`;
}

function freshness({ reading, channelsAt, groupsAt }: RestoreView["directories"][number]): string {
  const of = (what: string, at: string | null): string => `${what} ${at === null ? "never" : moment(at)}`;
  const memberships =
    channelsAt === groupsAt
      ? [of("channels and groups", channelsAt)]
      : [of("channels", channelsAt), of("groups", groupsAt)];
  const list = reading === undefined ? "no complete list" : `list ${moment(reading.takenAt)} (${reading.health})`;
  return `Read: ${[list, ...memberships].join(", ")}`;
}

/** `7 of 9`: to restore, of what they had. */
export function tallyOf({ things, unknown }: Person, kind: Thing["kind"]): string {
  const mine = things.filter((one) => one.kind === kind);
  if (unknown.includes(kind)) return mine.length === 0 ? "not known" : `${mine.length} or more`;
  if (mine.length === 0) return "none";
  if (mine.some((one) => one.restore === "unknown")) return `? of ${mine.length}`;
  const lacking = mine.filter(({ restore }) => restore === "yes" || restore === "when back");
  return `${lacking.length} of ${mine.length}`;
}

export function roleText(person: Person): string {
  const had = person.things.find(({ kind }) => kind === "role");
  if (had === undefined) return "not known";
  const now = roleNow(person);
  return had.restore === "yes" && now !== undefined ? `${plain(had.id)}, now ${plain(now)}` : plain(had.id);
}

/** Of somebody who is gone, a role that is still known is not one that they have. */
function roleNow({ now, back, had }: Person): string | undefined {
  if (back === null) return undefined;
  return (had.role == null ? now.kind : now.role) ?? undefined;
}

/** What is to be done with things, in the order in which they are told. */
export const RESTORE_SAID: readonly (readonly [Thing["restore"], string])[] = [
  ["yes", "to restore"],
  ["when back", "once they are back"],
  ["unknown", "had; not read since"],
  ["no", "has"],
  ["ended", "had, and cannot be restored"],
];

export function thingText({ kind, id, name, ended, private: hidden }: Thing): string {
  const text = name === undefined ? plain(id) : `${kind === "channel" ? "#" : ""}${brief(plain(name))}`;
  const marks = [...(hidden === true ? ["private"] : []), ...(ended === undefined ? [] : [ended])];
  return marks.length === 0 ? text : `${text} (${marks.join(", ")})`;
}

export function restoredName({ account }: Person): string {
  return called(account.name, account.email, account.id);
}
