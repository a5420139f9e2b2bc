import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import { retentionRules } from "../core/disclosure/retention.ts";
import { ofKind } from "./kinds.ts";
import type { Loaded } from "./settings.ts";

/** What the settings say of the watching, for the record and for the people concerned. */
export function purposeRecordOf(loaded: Loaded): PurposeRecord {
  const { purpose, audiences, destinations, directories, counts } = loaded;
  return {
    purpose: purpose ?? null,
    audiences: inOrder(audiences, ({ alias }) => alias),
    destinations: inOrder(
      destinations.map(({ name, kind, audience, alias }) => ({ name, kind, audience: alias ?? audience })),
      ({ name }) => name,
    ),
    directories: inOrder(
      [...directories].map(([alias, { kind, settings, attributes }]) => ({
        alias,
        kind,
        reads: [
          ...ofKind(loaded.connectors, kind).reads(settings),
          ...(attributes === undefined
            ? []
            : ["team, place of work, manager, job title and employee id, from a file of the organisation"]),
        ],
      })),
      ({ alias }) => alias,
    ),
    counts: counts ?? null,
    retention: retentionRules(loaded.retention).map(({ what, period }) => ({ what, kept: period })),
  };
}

function inOrder<T>(all: readonly T[], key: (one: T) => string): T[] {
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
