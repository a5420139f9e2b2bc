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

const who = once(() => ({ alias: z.string(), who: z.string() }));

const audience = once((): z.ZodType<OwnAudience> =>
  z.discriminatedUnion("sees", [
    z
      .looseObject({
        sees: z.literal("named"),
        ...who(),
        reason: z.string(),
        until: z.string(),
        directories: z.array(z.string()).optional(),
      })
      .transform(({ directories, ...grant }) => ({ ...grant, ...defined({ directories }) })),
    z.looseObject({ sees: z.literal("counts"), ...who(), readers: z.enum(READERS) }),
  ]),
);

const record = once((): z.ZodType<PurposeRecord> =>
  z.looseObject({
    purpose: z
      .looseObject({
        text: z.string(),
        authorisedBy: z.string(),
        contact: z.string(),
        impactAssessment: z.string().optional(),
        agreement: z.string().optional(),
      })
      .nullable(),
    audiences: z.array(audience()),
    destinations: z.array(z.looseObject({ name: z.string(), kind: z.string(), audience: z.string() })),
    directories: z.array(z.looseObject({ alias: z.string(), kind: z.string(), reads: z.array(z.string()) })),
    counts: z
      .looseObject({
        headcount: z.string(),
        cadence: z.number(),
        settle: z.number(),
        k: z.number(),
        anyone: z.number(),
      })
      .nullable(),
    retention: z.array(z.looseObject({ what: z.string(), kept: z.string() })),
  }),
);

export function purposesReader(connection: () => Kysely<Tables>): Pick<StoreReader, "purposes"> {
  return {
    async purposes({ limit }) {
      const found = connection().selectFrom("purposes").selectAll().orderBy("version", "desc");
      return (await (limit === undefined ? found : found.limit(limit)).execute()).map(({ record: text, ...row }) => ({
        ...row,
        record: readJson(record, text, "purposes.record"),
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
