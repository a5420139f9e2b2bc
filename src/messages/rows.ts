import type { ChangeView, DepartureView, Disclosed } from "../core/disclosure/disclose.ts";
import { nameOf } from "./departures.ts";
import { between } from "./time.ts";
import { brief, called, plain } from "./words.ts";

/** One person in a list, or one figure, each field ready to be shown on one line; `–` where nothing is known. */
export interface Row {
  /** `d-…` or `c-…` */
  readonly id: string;
  readonly who: string;
  readonly kind: string;
  /** `deactivated`, `left_channel?` (a question mark where it is not confirmed) … */
  readonly how: string;
  readonly where: string;
  /** Where the place was read: `field Office`, `timezone`. */
  readonly by: string;
  readonly team: string;
  /** What differs, of a change that is no departure. */
  readonly what: string;
  readonly when: string;
}

export function departureRow(view: Disclosed<DepartureView>): Row {
  return {
    id: view.id,
    who: nameOf(view),
    kind: view.accounts[0]?.kind ?? NONE,
    how: howLeft(view),
    where: line(view.lastKnown.location),
    by: line(view.lastKnown.locationFrom),
    team: line(view.lastKnown.team),
    what: NONE,
    when: between(view.at),
  };
}

export function changeRow(view: Disclosed<ChangeView>): Row {
  const word = view.observed === false ? `${view.change} before` : view.change;
  const { name, email, id, kind } = view.account;
  return {
    id: view.id,
    who: called(name, email, id),
    kind: kind ?? NONE,
    how: view.confirmed ? word : `${word}?`,
    where: line(view.lastKnown?.location),
    by: line(view.lastKnown?.locationFrom),
    team: line(view.lastKnown?.team),
    what: whatDiffers(view),
    when: between(view.at),
  };
}

/** What is said of a unit, a team or a place. */
export function figureRow(name: string, figure: string): Row {
  const none = { kind: NONE, where: NONE, by: NONE, team: NONE, what: NONE, when: NONE };
  return { id: "", who: plain(name), how: figure, ...none };
}

const NONE = "–";

function line(text: string | null | undefined): string {
  return text == null ? NONE : brief(plain(text));
}

function howLeft(view: Disclosed<DepartureView>): string {
  if (view.reversed !== undefined) return `${view.change}, ${view.reversed.change}`;
  if (!view.observed) return `${view.change} before`;
  return view.confirmed ? view.change : `${view.change}?`;
}

function whatDiffers(view: Disclosed<ChangeView>): string {
  if (view.lastKnown !== undefined && view.change !== "demoted") {
    return (
      [view.lastKnown.location, view.lastKnown.team]
        .filter((value) => value != null)
        .map((value) => brief(plain(value)))
        .join(", ") || NONE
    );
  }
  const { before = {}, after = {} } = view;
  if (view.change === "left_channel") {
    const lost = size(before["channels"]) - size(after["channels"]);
    return `${lost} of ${size(before["channels"])} channels`;
  }
  if (view.change === "joined" || view.change === "invited") return NONE;
  const fields = Object.keys(after).map((field) => `${field}: ${shown(before[field])} → ${shown(after[field])}`);
  return fields.join("; ") || NONE;
}

function size(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function shown(value: unknown): string {
  if (value == null) return "none";
  const text = Array.isArray(value) ? value.join(" ") : typeof value === "string" ? value : JSON.stringify(value);
  return brief(plain(text)) || "none";
}
