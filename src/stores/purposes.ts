import type { Kysely, Transaction } from "kysely";
import { z } from "zod";
import type { StoreReader, StoreWriter } from "../app/ports.ts";
import { canonical } from "../core/canonical.ts";
import { defined } from "../core/defined.ts";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import { READERS } from "../core/ledger/rules.ts";
import { readJson } from "./json.ts";
import type { Tables } from "./tables.ts";
import { once } from "../core/once.ts";

/* As in json.ts: the shape of the JSON column, loose. */

const text = once(() => z.string());
const number = once(() => z.number());
const who = once(() => ({ alias: text(), who: text() }));

const audience = once((): z.ZodType<OwnAudience> =>
  z.discriminatedUnion("sees", [
    z
      .looseObject({
        sees: z.literal("named"),
        ...who(),
        reason: text(),
        until: text(),
        directories: z.array(text()).optional(),
      })
      .transform(({ directories, ...grant }) => ({ ...grant, ...defined({ directories }) })),
    z.looseObject({ sees: z.literal("counts"), ...who(), readers: z.enum(READERS) }),
  ]),
);

const record = once((): z.ZodType<PurposeRecord> =>
  z.looseObject({
    purpose: z
      .looseObject({
        text: text(),
        authorisedBy: text(),
        contact: text(),
        impactAssessment: text().optional(),
        agreement: text().optional(),
      })
      .nullable(),
    audiences: z.array(audience()),
    destinations: z.array(z.looseObject({ name: text(), kind: text(), audience: text() })),
    directories: z.array(z.looseObject({ alias: text(), kind: text(), reads: z.array(text()) })),
    counts: z
      .looseObject({
        headcount: text(),
        cadence: number(),
        settle: number(),
        k: number(),
        anyone: number(),
      })
      .nullable(),
    retention: z.array(z.looseObject({ what: text(), kept: text() })),
  }),
);

export function purposesReader(connection: () => Kysely<Tables>): Pick<StoreReader, "purposes"> {
  return {
    async purposes({ limit }) {
      const found = connection().selectFrom("purposes").selectAll().orderBy("version", "desc");
      return (await (limit === undefined ? found : found.limit(limit)).execute()).map(({ record: kept, ...row }) => ({
        ...row,
        record: readJson(record, kept, "purposes.record"),
      }));
    },
  };
}

/** Versions are only ever added to: a second one of the same number is refused. */
export function purposesWriter(db: Transaction<Tables>): Pick<StoreWriter, "addPurpose"> {
  return {
    async addPurpose({ version, at, digest, record: of }) {
      await db
        .insertInto("purposes")
        .values({ version, at, digest, record: canonical(of) })
        .execute();
    },
  };
}
