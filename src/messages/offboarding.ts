import type {
  AccidentView,
  FindingView,
  IncidentView,
  OrphanView,
  OverdueView,
  StepView,
  TimelineView,
} from "../core/disclosure/disclose.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { Standing } from "../core/offboarding/timeline.ts";
import type { Row } from "./rows.ts";
import { between, duration, moment } from "./time.ts";
import { called, counted, listed, plain } from "./words.ts";

/** What an account is called by: its name where there is one, else what the tool calls it. */
export function ownerOf({ name, email, handle, id }: Pick<StepView, "name" | "email" | "handle" | "id">): string {
  return called(name, email, handle, id);
}

/** Whose account it is: where its own tool tells no name, by the account with which they left, or by which they belong. */
export function whoseOf(view: FindingView): string {
  const known = view.found === "overdue" ? view.left : view.belongs;
  return ownerOf(view.account.name == null && known.name != null ? known : view.account);
}

/** By what people know an account in its tool. */
export function accountName({ handle, id }: Pick<StepView, "handle" | "id">): string {
  return called(handle, id);
}

/** How an account stands, in a word or two. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  left: "left",
  in_time: "in time",
  late: "late",
  ended: "ended",
  overdue: "overdue",
  within: "within the limit",
  unknown: "not known",
};

/** The same as a sentence without a full stop, with the times by which it is said. */
export function standingText({ standing, ended, due, seen, state }: StepView): string {
  const when = ended === undefined ? "" : between(ended.at);
  const sure = ended?.confirmed === false ? ", not confirmed yet" : "";
  const by = moment(due);
  switch (standing) {
    case "left":
      return `ended ${when}${sure}`;
    case "in_time":
      return `ended ${when}; the limit was ${by}`;
    case "late":
      return `ended ${when}, after the limit of ${by}`;
    case "ended":
      return `ended ${when}; whether by the limit of ${by} is not known: nobody looked in between`;
    case "overdue":
      return ended === undefined
        ? `to be gone by ${by}, and still in use ${seenText(seen)}`
        : `to be gone by ${by}, and in use after it; ended ${when}${sure}`;
    case "within":
      return ended === undefined ? `to be gone by ${by}` : `to be gone by ${by}; ended ${when}${sure}`;
    case "unknown":
      if (ended !== undefined) return `to be gone by ${by}; ended ${when}${sure}`;
      if (state === "missing") return `to be gone by ${by}; not in the list any more, which proves nothing there`;
      return `to be gone by ${by}; not known since ${seen === null ? "ever: it was never read" : moment(seen)}`;
  }
}

function seenText(seen: string | null): string {
  return seen === null ? "" : moment(seen);
}

/** `2 of 3 accounts ended; overdue in github`. */
export function progressText({ steps }: Pick<TimelineView, "steps">): string {
  const others = steps.filter(({ standing }) => standing !== "left");
  const over = others.filter(({ standing }) => ENDED.has(standing)).length;
  const open = (["overdue", "unknown", "within"] as const).flatMap((standing) => {
    const where = others.filter((step) => step.standing === standing).map(({ directory }) => directory);
    return where.length === 0 ? [] : [`${STANDING_WORDS[standing]} in ${listed(where)}`];
  });
  if (others.length === 0) return "no other account";
  return [`${over} of ${counted(others.length, "other account")} ended`, ...open].join("; ");
}

const ENDED: ReadonlySet<Standing> = new Set(["in_time", "late", "ended"]);

/** The standing that matters most of what is left to be done; undefined where all of it has ended. */
export function worstOf({ steps }: Pick<TimelineView, "steps">): "overdue" | "unknown" | "within" | undefined {
  return (["overdue", "unknown", "within"] as const).find((one) => steps.some(({ standing }) => standing === one));
}

/** Why an account is called one that nobody owns. */
export const GROUND_WORDS: Readonly<Record<OrphanView["ground"], string>> = {
  nobody: "linked to nobody",
  not_led: "its person has no account in a leading directory",
};

export function leftText({ left }: Pick<OverdueView, "left">): string {
  return left.ended === undefined ? `left ${left.directory}` : `left ${left.directory} ${between(left.ended.at)}`;
}

/** As a question: people change jobs as well. */
export function accidentText({ account, belongs }: AccidentView): string {
  const when = account.ended === undefined ? "" : ` ${between(account.ended.at)}`;
  const seen = belongs.seen === null ? "" : ` ${moment(belongs.seen)}`;
  return `${account.ended?.change ?? "ended"}${when}, and still active in ${belongs.directory}${seen}: by accident?`;
}

/** `Meant to be so, by Ada on 2026-11-23 09:00: contractor of the agency`. */
export function acknowledgedText({ at, by, reason }: NonNullable<AccidentView["acknowledged"]>): string {
  return `Meant to be so, says ${plain(by)}, ${moment(at)}: ${plain(reason)}`;
}

/** `2 keys contradict each other, so that accounts of 5 people …`: nothing where there are none. */
export function conflictsText(conflicts: number): string | undefined {
  if (conflicts === 0) return undefined;
  const keys = `${counted(conflicts, "contradiction")} between keys of accounts`;
  return `${keys}: whoever they are of may not be linked, and nobody is called late who is not. rollcall persons suggest shows them`;
}

/** A row of a message. */
export function findingRow(view: FindingView): Row {
  const { person, account } = view;
  const about = { id: person, who: whoseOf(view), kind: account.kind ?? NONE, where: NONE, by: NONE, team: NONE };
  if (view.found === "overdue") {
    return { ...about, how: "overdue", what: leftText(view), when: `to be gone by ${moment(view.account.due)}` };
  }
  const when = account.ended === undefined ? NONE : between(account.ended.at);
  return { ...about, how: `${account.ended?.change ?? "ended"}?`, what: `active in ${view.belongs.directory}`, when };
}

const NONE = "–";

type Offboarding = NonNullable<IncidentView["offboarding"]>;

/** `2 people who left are still in github; is 1 account gone from github by accident?` */
export function offboardingHeadline({ findings, over }: Offboarding, directory: string): string {
  if (over) return `${directory}: off-boarding is settled`;
  const [only] = findings;
  if (only !== undefined && findings.length === 1) {
    return only.found === "overdue"
      ? `${whoseOf(only)} left ${only.left.directory} and is still in ${directory}`
      : `${whoseOf(only)} is active in ${only.belongs.directory} and gone from ${directory}: by accident?`;
  }
  const overdue = findings.filter(({ found }) => found === "overdue").length;
  const accidents = findings.length - overdue;
  return [
    ...(overdue === 0
      ? []
      : [
          `${counted(overdue, "account")} of people who left ${overdue === 1 ? "is" : "are"} still in use in ${directory}`,
        ]),
    ...(accidents === 0
      ? []
      : [
          `${counted(accidents, "account")} of people who did not leave ${accidents === 1 ? "is" : "are"} gone from ${directory}: by accident?`,
        ]),
  ].join("; ");
}

/** What there is to say beside the people. */
export function offboardingLines({ findings, settled, over }: Offboarding): { label: string; text: string }[] {
  const todo = new Set(findings.map(({ found }) => found));
  return [
    ...(settled === 0 ? [] : [{ label: "settled", text: `${counted(settled, "person", "people")} since it was told` }]),
    ...(over
      ? [{ label: "meaning", text: "all accounts that were told of here have ended, are back, or are meant to be so" }]
      : []),
    ...(todo.has("overdue") ? [{ label: "to do", text: "end these accounts; Rollcall never does it by itself" }] : []),
    ...(todo.has("accident")
      ? [{ label: "to ask", text: "whether these people were meant to lose their account, and if not, give it back" }]
      : []),
  ];
}

/** `Who belongs: okta. An account may stay 1 h in slack, 24 h elsewhere.` Of these directories alone. */
export function limitsText({ leads, limits, usual }: OffboardingRules, mine: readonly string[]): string {
  const leading = leads.filter((one) => mine.includes(one));
  const who =
    leads.length === 0
      ? "Somebody has left once the first directory shows it."
      : leading.length === 0
        ? "Who belongs is said where you may know no names."
        : `Who belongs is said by ${listed(leading)}.`;
  const own = [...limits].filter(([directory]) => mine.includes(directory));
  const stay = own.map(([directory, limit]) => `${duration(limit)} in ${directory}`);
  return `${who} After a departure an account may stay ${listed([...stay, `${duration(usual)}${own.length === 0 ? "" : " elsewhere"}`])}.`;
}
