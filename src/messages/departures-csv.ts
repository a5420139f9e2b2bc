import type { DepartureView, Disclosed } from "../core/disclosure/disclose.ts";
import { csvRecord } from "./csv.ts";
import { plain } from "./words.ts";

const COLUMNS = [
  "id",
  "directory",
  "account",
  "person",
  "email",
  "kind",
  "change",
  "state",
  "left_after",
  "left_by",
  "place",
  "place_from",
  "team",
  "title",
  "manager",
  "timezone",
  "back",
  "back_by",
] as const;

/** The first line of a table of departures, without its end. */
export const DEPARTURES_HEAD = csvRecord(COLUMNS);

/** One person a line; empty where nothing is known. */
export function departureCsv(view: Disclosed<DepartureView>): string {
  const { id, accounts, change, confirmed, observed, at, lastKnown, reversed } = view;
  const [account] = accounts;
  const state = !observed ? "before" : reversed !== undefined ? "returned" : confirmed ? "confirmed" : "unconfirmed";
  const fields = [
    id,
    account?.directory,
    account?.id,
    account?.name,
    account?.email,
    account?.kind,
    change,
    state,
    at.notBefore,
    at.notAfter,
    lastKnown.location,
    lastKnown.locationFrom,
    lastKnown.team,
    lastKnown.title,
    lastKnown.manager,
    lastKnown.timezone,
    reversed?.change,
    reversed?.at.notAfter,
  ];
  return csvRecord(fields.map((field) => plain(field ?? "")));
}
