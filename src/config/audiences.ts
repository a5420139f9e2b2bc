import { z } from "zod";
import { looksLikeToken } from "../core/token-text.ts";
import { defined } from "../core/defined.ts";
import { AUDIENCES, type Audience } from "../core/disclosure/disclose.ts";
import { furthest, type Grant, type OwnAudience } from "../core/disclosure/grant.ts";
import { type Readers, READERS } from "../core/ledger/rules.ts";
import { nearest } from "../core/suggest.ts";
import { type Instant, parseInstant } from "../core/time.ts";
import { aliasOf } from "./parts.ts";
import type { Path } from "./yaml.ts";
import { once } from "../core/once.ts";

const text = once(() => z.string().trim().min(1));
const who = once(() => text().describe("Who they are: people or roles."));

const DAY_FORM = /^\d{4}-\d{2}-\d{2}$/;

const until = once(() =>
  z
    .string({
      error: ({ input }) =>
        input === undefined ? "is missing; write the last day on which names may be shown" : undefined,
    })
    .meta({ pattern: DAY_FORM.source })
    .superRefine((day, context) => {
      const message = !DAY_FORM.test(day)
        ? "must be a day such as 2027-02-24"
        : parseInstant(day) === undefined
          ? "is a day that there is not"
          : undefined;
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .describe("The last day on which they may, to its end in UTC; a year ahead at the most."),
);

const named = once(() =>
  z.strictObject({
    sees: z.literal("named").describe("named: they may know who left, by name. counts: they may know counts alone."),
    who: who(),
    reason: text().describe("What they need names for; the audit log keeps it with each view."),
    until: until(),
    directories: z
      .array(z.string())
      .min(1)
      .optional()
      .describe("The directories whose names they may know, by their alias; all of them without it."),
  }),
);

const counts = once(() =>
  z.strictObject({
    sees: z.literal("counts").describe("named: they may know who left, by name. counts: they may know counts alone."),
    who: who(),
    readers: z
      .enum(READERS)
      .describe("authorised: readers of the smaller steps (counts.k). anyone: everybody else (counts.anyone)."),
  }),
);

/** What `audience` and `report --audience` mean without an entry under audiences. */
const OWN_WORDS: readonly string[] = [...AUDIENCES, ...READERS];

const alias = once(() =>
  aliasOf("an alias").refine((name) => !OWN_WORDS.includes(name), {
    error: `${OWN_WORDS.join(", ")} mean something of their own; give the audience another alias`,
  }),
);

/** The schema of `audiences`, without their aliases in them. */
export const audiencesSchema = once(() =>
  z
    .record(alias(), z.discriminatedUnion("sees", [named(), counts()]))
    .describe("Who may know what, each under an alias of your own, which destinations name as their audience."),
);

/** An audience as a destination has it. */
interface Meant {
  /** Of an audience that the settings declare. */
  readonly alias?: string;
  readonly audience: Audience;
  readonly readers?: Readers;
  readonly grant?: Grant;
}

/**
 * The audiences that the settings declare, by alias; null for one with a fault of its own, of which nothing more is said, and
 * null for all of them where it is no mapping.
 */
export type Declared = ReadonlyMap<string, OwnAudience | null> | null;

/** Those of a settings file of which nothing has been checked yet: what destinations say depends on them. */
export function declaredIn(settings: unknown): Declared {
  const keys = typeof settings === "object" && settings !== null ? Object.entries(settings) : [];
  const own = keys.find(([key]) => key === "audiences") ?? keys.find(([key]) => nearest(key, ["audiences"]));
  if (own === undefined) return new Map();
  const [key, written]: [string, unknown] = own;
  if (key !== "audiences" || typeof written !== "object" || written === null || Array.isArray(written)) return null;
  const entries = Object.entries(written).map(([name, one]) => {
    const { data } = audiencesSchema().safeParse({ [name]: one });
    const found = data?.[name];
    return [name, found === undefined ? null : audienceOf(name, found)] as const;
  });
  return new Map(entries);
}

function audienceOf(
  name: string,
  found: z.output<ReturnType<typeof named>> | z.output<ReturnType<typeof counts>>,
): OwnAudience {
  if (found.sees === "counts") return { alias: name, ...found };
  const { directories, ...grant } = found;
  return { alias: name, ...grant, ...defined({ directories }) };
}

/** What a destination's `audience` means; undefined where it means nothing that can be known. */
export function meantBy(word: string, declared: Declared): Meant | undefined {
  if (word === "named") return { audience: word };
  if (word === "counts") return { audience: word, readers: "anyone" };
  const own = declared?.get(word);
  if (own == null) return undefined;
  if (own.sees === "counts") return { audience: "counts", alias: word, readers: own.readers };
  const { sees: audience, ...grant } = own;
  return { audience, alias: word, grant };
}

/** Why a destination's `audience` is none; undefined where it is one, or one with a fault of its own. */
export function noAudience(word: string, declared: Declared): string | undefined {
  if (declared === null || declared.has(word) || word === "named" || word === "counts") return undefined;
  const known = [...AUDIENCES, ...declared.keys()].filter((one) => !looksLikeToken(one));
  const near = nearest(word, known);
  const hint = near === undefined ? "; audiences of your own go under audiences:" : `, did you mean "${near}"?`;
  return `must be ${known.slice(0, -1).join(", ")} or ${known.at(-1)}${hint}`;
}

/** What is wrong with grants that name a day further away than a year, and where that stands. */
export function grantedTooLong(
  audiences: readonly OwnAudience[],
  now: Instant,
): readonly { readonly path: Path; readonly text: string }[] {
  const last = furthest(now);
  return audiences.flatMap((one) =>
    // ISO days of four digits are in the order of their times.
    one.sees === "named" && one.until > last
      ? [{ path: ["audiences", one.alias, "until"], text: `is more than a year ahead; write ${last} at the latest` }]
      : [],
  );
}
