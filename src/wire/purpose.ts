import type { LoadedSettings } from "../config/load.ts";
import { connectors } from "../connectors/index.ts";
import type { KeptFor, PurposeRecord } from "../core/disclosure/purpose.ts";
import { ofKind } from "./kinds.ts";

/** How long what is known is kept, as PRIVACY.md has it. */
export const KEPT: readonly KeptFor[] = [
  { what: "accounts, as they were last known, and each change of them", kept: "as long as the store is kept" },
  { what: "messages, until they have arrived: without names", kept: "as long as the store is kept" },
  { what: "events of a tool: the account's id and the time", kept: "for 7 days" },
  { what: "what waves are counted by, of those who left", kept: "for 31 days, or as long as the wave lasts" },
  { what: "the audit log, which has no names", kept: "as long as the store is kept" },
  { what: "released counts, which are of nobody", kept: "as long as the store is kept" },
];

/**
 * What the settings say of the watching, for the record and for the people concerned.
 * @param retention how long each kind of data is kept
 */
export function purposeRecordOf(loaded: LoadedSettings, retention: readonly KeptFor[]): PurposeRecord {
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
          ...ofKind(connectors, kind).reads(settings),
          ...(attributes === undefined ? [] : ["team, place of work and manager, from a file of the organisation"]),
        ],
      })),
      ({ alias }) => alias,
    ),
    counts: counts ?? null,
    retention,
  };
}

function inOrder<T>(all: readonly T[], key: (one: T) => string): T[] {
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
