// All that the check says, as one list in an order of its own: for lists that are read part by part.
import { heldKey, type HeldRef } from "./cases.ts";
import type { Accident, Check, Finding, Orphan } from "./check.ts";
import { holdingIn } from "./check.ts";
import type { Timeline } from "./timeline.ts";

export type Matter =
  | { readonly found: "departure"; readonly of: Timeline }
  | { readonly found: "accident"; readonly of: Accident }
  | { readonly found: "orphan"; readonly of: Orphan };

/** Departures, then accidents, then accounts that nobody owns, acknowledged or not; each in the order of `placeOf`. */
export function mattersOf({ timelines, accidents, orphans, acknowledged }: Check): Matter[] {
  const all: Matter[] = [
    ...timelines.map((of): Matter => ({ found: "departure", of })),
    ...[...accidents, ...acknowledged.accidents].map((of): Matter => ({ found: "accident", of })),
    ...[...orphans, ...acknowledged.orphans].map((of): Matter => ({ found: "orphan", of })),
  ];
  const placed = all.map((matter) => ({ matter, place: placeOf(matter) }));
  return placed.toSorted((a, b) => (a.place < b.place ? -1 : 1)).map(({ matter }) => matter);
}

/** Another text for each, the same as long as it is found: by it a list goes on, whatever has come or gone before it. */
export function placeOf(matter: Matter): string {
  switch (matter.found) {
    case "departure":
      return `1 ${matter.of.person}`;
    case "accident":
      return `2 ${matter.of.person}\n${heldKey(matter.of.lost)}`;
    case "orphan":
      return `3 ${heldKey(matter.of.holding)}`;
  }
}

/** The account that it is about. */
export function aboutOf(matter: Matter): HeldRef {
  switch (matter.found) {
    case "departure":
      return matter.of.by;
    case "accident":
      return matter.of.lost;
    case "orphan":
      return matter.of.holding;
  }
}

/** Every account that is shown with it. */
export function accountsIn(matter: Matter): readonly HeldRef[] {
  switch (matter.found) {
    case "departure":
      return [matter.of.by, ...matter.of.steps.map(({ holding }) => holding)];
    case "accident":
      return [matter.of.lost, matter.of.belongs];
    case "orphan":
      return [matter.of.holding];
  }
}

/** The same of a finding. */
export function accountsOf(finding: Finding): readonly HeldRef[] {
  return [holdingIn(finding), finding.kind === "overdue" ? finding.timeline.by : finding.accident.belongs];
}
