import { addAnnouncement, type Compared, compareAnnounced } from "../app/announced.ts";
import { type AuditFiles, signCheckpoint } from "../app/audit.ts";
import type { Context } from "../app/context.ts";
import { deliverDue } from "../app/deliver.ts";
import { announcementOf, wholeLayoff } from "../app/layoffs.ts";
import type { Clock } from "../app/ports.ts";
import { recordPurpose } from "../app/purpose.ts";
import { type Reader, readDocuments } from "../app/read-documents.ts";
import type { Reported } from "../app/record-port.ts";
import { release } from "../app/release.ts";
import { sweep } from "../app/sweep.ts";
import type { Outcome } from "../app/take-reading.ts";
import type { SourcedClaim } from "../core/record/layoff.ts";
import type { Secret } from "../core/secret.ts";
import { HOUR, type Instant, MINUTE } from "../core/time.ts";
import type { Company } from "./company.ts";
import { START } from "./day.ts";
import { COUNTS, purposeOf } from "./settings.ts";

/** When the paper is out: the wave goes on since three quarters of an hour. */
const PRESS_AT = START + 3 * HOUR + 45 * MINUTE;

/** What goes on at the simulated company beside its readings, as it would where `serve` and `layoffs import` run. */
export interface Story {
  /** What there is before the first reading: the purpose on the record, and what others have announced. */
  readonly begin: () => Promise<void>;
  /**
   * The day, reading after reading, and what is due after each: messages, counts, a signature under the log, the paper.
   * Throws `interrupted` where the context's signal says so.
   */
  readonly play: (audience: {
    /** How many accounts' custom fields are read after the next list. */
    readonly fields: () => number;
    readonly tell: (outcome: Outcome) => Promise<void>;
  }) => Promise<void>;
  /** What was announced of the company beside what was observed; nothing before the paper is out. */
  readonly announced: () => Promise<readonly (Compared & { readonly claim: SourcedClaim })[]>;
}

export interface Cast {
  readonly context: Context;
  readonly company: Company;
  readonly files: AuditFiles;
  readonly reader: Reader;
  /** Of other companies. */
  readonly others: () => Promise<readonly Reported[]>;
}

export function storyOf({ context, company, files, reader, others }: Cast): Story {
  const { store, clock } = context;
  const { press, directory, tools } = company;
  let signedAt = -Infinity;
  let layoff: string | undefined;
  const hear = async (): Promise<void> => {
    const now = clock.now();
    await readDocuments(store, [press], reader, now);
    const [found] = await store.layoffs({ company: directory.id, order: "date", limit: 1 });
    if (found === undefined) throw new Error("The paper's report was not understood.");
    layoff = found.id;
    await addAnnouncement(store, directory.id, announcementOf(await wholeLayoff(store, found.id)), now);
  };
  const goOn = async (): Promise<void> => {
    await deliverDue(context, () => {});
    await release(context, COUNTS);
    if (layoff === undefined && clock.now() >= PRESS_AT) await hear();
    if (clock.now() - signedAt < HOUR) return;
    await signCheckpoint({ store, clock, files });
    signedAt = clock.now();
  };
  return {
    begin: async () => {
      await recordPurpose(context, purposeOf(company));
      await readDocuments(store, await others(), reader, clock.now());
    },
    play: async ({ fields, tell }) => {
      const next = new Map<string, Instant>();
      while (clock.now() < company.end) {
        const due = clock.now() + directory.every;
        await sweep(context, directory, { details: { limit: fields() }, onOutcome: tell });
        for (const tool of tools.directories) {
          const now = clock.now();
          if (now < (next.get(tool.id) ?? -Infinity)) continue;
          next.set(tool.id, now + tool.every);
          await sweep(context, tool, { details: { limit: 0 }, onOutcome: tell });
        }
        await goOn();
        await clock.sleep(Math.max(0, due - clock.now()), context.signal);
      }
    },
    announced: async () => {
      if (layoff === undefined) return [];
      const [announcement] = await store.announcements({ directory: directory.id });
      if (announcement === undefined) return [];
      const compared = await compareAnnounced(store, announcement, clock.now());
      const { claims } = await wholeLayoff(store, layoff);
      return claims.map((claim) => ({ ...compared, claim }));
    },
  };
}

/** What lies beside a store, of one that is in memory. */
export function heldAuditFiles(clock: Pick<Clock, "now">): AuditFiles {
  const place = "memory";
  let held: Secret | undefined;
  let last: { readonly note: string; readonly place: string; readonly at: Instant } | undefined;
  return {
    place,
    key: async () => held,
    keepKey: async (key) => {
      held ??= key;
    },
    lastCheckpoint: async () => last,
    keepCheckpoint: async (note) => {
      last = { note, place, at: clock.now() };
    },
  };
}
