import { z } from "zod";
import { hintAmong } from "../core/suggest.ts";
import { shownName } from "../core/token-text.ts";
import type { DeclaredDestination } from "./destinations.ts";
import { defined } from "../core/defined.ts";
import { countryCode } from "../core/record/country.ts";
import type { Publication } from "../core/record/publication.ts";
import { type SecretRef, secretRef } from "../app/secret-ref.ts";
import { isApiAddress } from "../core/address.ts";
import { interval, whereWritten } from "./parts.ts";
import type { WatchList } from "../core/record/watch-list.ts";
import { once } from "../core/once.ts";

const text = once(() => z.string().trim().min(1));

/** A language model, as the settings have it. */
interface DeclaredModel {
  readonly url: string;
  readonly name: string;
  readonly key?: SecretRef;
  readonly passages: number;
  readonly longest: number;
  readonly answer: number;
  readonly rate: number;
  /** Milliseconds. */
  readonly timeout: number;
}

const model = once(() =>
  z
    .strictObject({
      url: z
        .string()
        .refine(isApiAddress, {
          error:
            "must be an https address without a password in it, such as https://api.openai.com/v1; plain http only on loopback",
        })
        .describe(
          "Where it is asked: the address before /chat/completions of any server that answers as OpenAI's does.",
        ),
      name: z
        .string()
        .regex(/^[\w./:@-]{1,100}$/, "must be the name of a model: letters, digits and . _ / : @ -")
        .describe("What that server calls the model."),
      key: secretRef
        .optional()
        .describe("The key: { env: NAME } or { file: PATH }; a server of your own may want none."),
      passages: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(200)
        .describe("How many passages a run may ask about: each costs."),
      longest: z
        .int()
        .min(100)
        .max(200_000)
        .default(20_000)
        .describe("How many letters a passage may have; a longer one is read by the rules alone."),
      answer: z.int().min(100).max(32_000).default(2000).describe("How many tokens an answer may have."),
      rate: z.int().min(1).max(6000).default(60).describe("How many times a minute it is asked at most."),
      timeout: interval().prefault("1m").describe("How long an answer may take."),
    })
    .transform(({ key, ...written }): DeclaredModel => ({ ...written, ...defined({ key }) }))
    .describe("A language model that is asked what texts claim, behind the rules. None is asked without it."),
);

/** The public record, as the settings have it. */
export interface DeclaredRecord extends Publication {
  /** The model that is asked behind the rules; none is without it. */
  readonly model?: DeclaredModel;
  /** Whom public servers are told to write to. */
  readonly contact?: string;
  /** Of whose cuts destinations are told. */
  readonly watch: readonly WatchList[];
}

const country = once(() =>
  z
    .string()
    .superRefine((written, context) => {
      if (countryCode(written) !== null) return;
      context.addIssue({
        code: "custom",
        message: "must be a country by its name in English, or its code of ISO 3166-1 such as DE",
      });
    })
    .transform((written) => countryCode(written) ?? written)
    .describe("Cuts that fall in this country, by its name in English or its code of ISO 3166-1."),
);

const list = once(() =>
  z
    .strictObject({
      name: text().describe("What the list is called in messages."),
      companies: z
        .array(text())
        .min(1)
        .optional()
        .describe("Companies by any of their names, or by their ids (co-…) where several have one name."),
      country: whereWritten(country),
      industry: text().optional().describe("Cuts in this industry, as the record calls it."),
      min: z.int().min(1).optional().describe("Cuts of at least so many people; those without a figure are left out."),
      to: z
        .union([text().transform((one) => [one]), z.array(text()).min(1)])
        .optional()
        .describe("The destinations that are told, by their names under notify; all that tell layoffs without it."),
    })
    .refine(
      ({ companies, country: where, industry, min }) =>
        [companies, where, industry, min].some((one) => one !== undefined),
      {
        error: "needs companies, country, industry or min: without any it would be everything",
      },
    )
    .transform((written): WatchList => ({ ...defined(written), name: written.name })),
);

const watch = once(() =>
  z
    .array(z.lazy(list))
    .default([])
    .superRefine((lists, context) => {
      const names = new Set<string>();
      for (const [i, { name }] of lists.entries()) {
        if (names.has(name)) context.addIssue({ code: "custom", path: [i, "name"], message: SAME_NAME });
        names.add(name);
      }
    })
    .describe("Watch lists: destinations are told of whatever the record has new about them."),
);

const SAME_NAME = "another list is called the same; give this one a name of its own";

export const USUAL_RECORD: DeclaredRecord = { watch: [] };

export const record = once(() =>
  z
    .strictObject({
      contact: text()
        .optional()
        .describe(
          "Whom the keepers of public servers can write to, an address of the web or of mail: it is sent to them.",
        ),
      publisher: text().optional().describe("Who publishes the record: stands in its data set and beside its tables."),
      licence: z
        .url({
          protocol: /^https?$/,
          error: "must be the address of a licence, such as https://creativecommons.org/licenses/by/4.0/",
        })
        .optional()
        .describe(
          "Under which licence you publish what is yours of it: the address of one. Nothing is said without it.",
        ),
      watch: watch(),
      model: whereWritten(model),
    })
    .prefault({})
    .transform((written): DeclaredRecord => ({ ...defined(written), watch: written.watch }))
    .describe("The public record of job cuts."),
);

/** One fault for each destination of a list that is none, or that hears nothing of it. */
export function* toldWrongly(
  lists: readonly WatchList[],
  destinations: readonly Pick<DeclaredDestination, "name" | "rule">[] | undefined,
): Generator<{ readonly path: readonly PropertyKey[]; readonly message: string }> {
  if (destinations === undefined) return;
  const names = destinations.map(({ name }) => name);
  for (const [i, { to }] of lists.entries()) {
    for (const [j, name] of (to ?? []).entries()) {
      const path = ["record", "watch", i, "to", j];
      const destination = destinations.find((one) => one.name === name);
      if (destination === undefined) {
        const hint = hintAmong(name, names, "; there is none under notify");
        yield { path, message: `no destination of this name${hint}` };
      } else if (!destination.rule.tell.includes("layoffs")) {
        yield { path, message: `${shownName(name)} is not told of layoffs; add layoffs to its tell` };
      }
    }
    if (to === undefined && !destinations.some(({ rule }) => rule.tell.includes("layoffs"))) {
      const message = "nobody is told: no destination under notify has layoffs in its tell";
      yield { path: ["record", "watch", i], message };
    }
  }
}
