// The public record with questions that wait, served to those who answer them: what pages of it look like when much has happened.
import { readDocuments } from "../../src/app/read-documents.ts";
import type { Clock, Store } from "../../src/app/ports.ts";
import type { Reported } from "../../src/app/record-port.ts";
import { textReader } from "../../src/app/text-reader.ts";
import { systemClock } from "../../src/clock.ts";
import type { OwnAudience } from "../../src/core/disclosure/grant.ts";
import { DAY, HOUR } from "../../src/core/time.ts";
import { lookAsAuthentication } from "../../src/server/look-as.ts";
import { openStore } from "../../src/wire/context.ts";
import { gazetteer } from "../../src/wire/gazetteer.ts";
import { type ServedSite, startSite } from "../../src/wire/serve.ts";
import { reported } from "../record/reports.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const named = (alias: string, who: string): OwnAudience => {
  return { sees: "named", alias, who, reason: "The public record", until: "2026-12-31" };
};
const DESK = named("desk", "The desk");
const AUDIENCES: readonly OwnAudience[] = [
  DESK,
  named("legal", "Another desk"),
  { sees: "counts", alias: "council", who: "Works council", readers: "authorised" },
];

/** A record that is served, with its store. */
export interface RecordScene extends Pick<ServedSite, "close"> {
  readonly store: Store;
  readonly clock: Clock;
  readonly addressFor: () => string;
  /** What our own code said went wrong meanwhile. */
  readonly faults: readonly string[];
}

/** Companies of which nobody knows whether two reports are of one round. */
export const ASKED_OF = ["Aldermoor", "Birchway", "Corvane"] as const;

/** @param documents what was reported, as `questions` or with more */
export async function openRecordScene(documents = questions()): Promise<RecordScene> {
  const store = await openStore();
  const clock: Clock = { ...systemClock, now: () => NOW };
  const faults: string[] = [];
  await fillRecord(store, documents);
  const site = await startSite(
    {
      context: { store, clock, destinations: [] },
      directories: [],
      record: {
        purpose: { text: "To keep the public record", authorisedBy: "The desk", contact: "desk@rollcall.example" },
        audiences: AUDIENCES,
        destinations: [],
        directories: [],
        counts: null,
        retention: [],
      },
      files: { lastCheckpoint: async () => undefined },
      place: { host: "127.0.0.1", port: 0, setting: "--port" },
      authentication: lookAsAuthentication(systemClock, clock.now, { first: DESK, audiences: AUDIENCES }),
    },
    (error) => void faults.push(error),
  );
  return {
    store,
    clock,
    faults,
    addressFor: () => site.address,
    close: async () => {
      await site.close();
      await store.close();
    },
  };
}

/** What leads to one question about each of these companies. */
export function questions(): readonly Reported[] {
  return ASKED_OF.flatMap(questioned);
}

/** Each day's documents on that day. */
async function fillRecord(store: Store, documents: readonly Reported[]): Promise<void> {
  const reader = textReader(gazetteer);
  const days = Map.groupBy(documents, ({ published }) => published ?? "");
  for (const day of [...days.keys()].toSorted())
    await readDocuments(store, days.get(day) ?? [], reader, Date.parse(day) + 9 * HOUR);
}

/** A round, and two days later a smaller figure that may be a part of it. */
function questioned(company: string, n: number): Reported[] {
  const at = Date.UTC(2026, 9, 12 + n);
  const day = (of: number): string => new Date(of).toISOString().slice(0, 10);
  const story = (published: string, publisher: string, title: string, text: string): Reported =>
    reported([], { key: `${company} ${published}`, published, publisher, title, text });
  return [
    story(
      day(at),
      "The Example Courier",
      `${company} to cut ${289 + n} jobs`,
      `${company} will cut ${289 + n} jobs, or 12% of its workforce, the software company said on Monday.`,
    ),
    story(
      day(at + 2 * DAY),
      "Example Business Wire",
      `${company} lays off ${101 + n} people`,
      `${company} is laying off ${101 + n} employees, according to a memo that was sent to staff.`,
    ),
  ];
}
