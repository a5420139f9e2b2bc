import { z } from "zod";
import { explain, type Explanation } from "../../app/explain.ts";
import { DEPARTURE_STATES } from "../../app/departures-port.ts";
import { defined } from "../../core/defined.ts";
import { CHANGE_KINDS } from "../../core/directory/change.ts";
import { RollcallError } from "../../core/errors.ts";
import { parseInstant } from "../../core/time.ts";
import { explanationJson } from "../../messages/explanation.ts";
import type { Asked } from "../../web/site.ts";
import { noteView, viewingOf } from "../../web/viewing.ts";
import { keyOf, pageOf, PAGING, partOf } from "./cursor.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { change, departure, personAccount, sweep } from "./schemas.ts";
import { departureView, directoriesAsked, notFound, refuseOthers } from "./viewing.ts";

/** Ids of ours are short and plain; what is none is not repeated in an answer. */
export const ID = { id: z.string().regex(/^[a-z]+-[\w-]{1,80}$/, "is no id of Rollcall's") };

/** A moment, ISO 8601; a day is its beginning. */
export const moment = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = parseInstant(text);
    if (at !== undefined) return at;
    context.addIssue({ code: "custom", message: "give a moment or a day in ISO 8601, such as 2026-11-23" });
    return z.NEVER;
  });

const shared = { tag: "Departures", policy: "named", scope: "departures:read" } as const;

const list = defineEndpoint({
  ...shared,
  id: "listDepartures",
  path: "/departures",
  summary: "Who left, newest first",
  more: "That names were looked at is put on the record of the organisation before they are sent.",
  query: z.object({
    directory: z.string().max(200).optional().describe("Of this directory alone."),
    since: moment.optional().describe("Had left at this moment or later."),
    until: moment.optional().describe("Had left before this moment."),
    place: z.string().max(200).optional(),
    team: z.string().max(200).optional(),
    change: z.enum(CHANGE_KINDS).optional(),
    state: z.enum(DEPARTURE_STATES).optional(),
    words: z
      .string()
      .max(200)
      .optional()
      .describe("Words each of which is a part of the name, the address, the handle or the team."),
    ...PAGING,
  }),
  answer: pageOf(departure),
  load: async (asked, { query: { directory, limit, cursor, ...filter } }) => {
    const directories = directoriesAsked(asked, directory);
    const key = keyOf(cursor, z.tuple([z.int(), z.string()]));
    const after = key && { at: key[0], id: key[1] };
    const found = await viewingOf(asked).store.listDepartures(defined({ ...filter, directories, after }), {
      order: "newest",
      skip: 0,
      limit: limit + 1,
    });
    const { data, next } = partOf(found, limit, (last) => [last.at.notAfter, last.id]);
    const views = data.flatMap((one) => departureView(asked, one) ?? []);
    await noteView(asked, "departures", views.length, { directory: directory ?? null });
    return { data: views, next };
  },
});

const one = defineEndpoint({
  ...shared,
  id: "getDeparture",
  path: "/departures/:id",
  summary: "One departure",
  params: z.object(ID),
  answer: departure,
  load: async (asked, { params: { id } }) => {
    const found = await viewingOf(asked).store.departure(id);
    const view = found && departureView(asked, found);
    if (view === undefined) throw notFound(id);
    await noteView(asked, "departures", 1);
    return view;
  },
});

const explained = z.strictObject({
  departure: departure.optional(),
  change: change.optional(),
  reasons: z.array(z.string()).describe("The grounds, one sentence each, the strongest first."),
  person: z.string().optional().describe("Whose the account is, where it is linked with others."),
  accounts: z
    .array(personAccount)
    .optional()
    .describe("The accounts of that person in the directories that are yours to know, and what each is known by."),
  sweep: sweep.optional().describe("The reading that showed it."),
  history: z.array(change).describe("All that was found of this account, in the order in which it was found."),
});

/** @throws RollcallError `not_found` also where it is of a directory that is not theirs to know */
async function explanation(asked: Asked, id: string, kind: "departure" | "change") {
  const told = await explainedHere(asked, id);
  if (told.kind !== kind) throw notFound(id);
  refuseOthers(asked, directoriesIn(told), id);
  await noteView(asked, "explain", 1, { what: id });
  return explanationJson(told) as z.output<typeof explained>;
}

async function explainedHere(asked: Asked, id: string): Promise<Explanation> {
  try {
    return await explain(viewingOf(asked).store, id);
  } catch (error) {
    throw error instanceof RollcallError && error.code === "not_found" ? notFound(id) : error;
  }
}

function directoriesIn(found: Explanation): readonly (string | undefined)[] {
  switch (found.kind) {
    case "departure":
      return found.departure.accounts.map(({ directory }) => directory);
    case "change":
      return [found.change.directory];
    case "sweep":
      return [found.sweep.directory];
    case "incident":
      return [found.incident.directory];
  }
}

const why = defineEndpoint({
  ...shared,
  id: "explainDeparture",
  path: "/departures/:id/explain",
  summary:
    "Why Rollcall says so: the evidence, the reading, what was last known, and all that was found of the account",
  params: z.object(ID),
  answer: explained,
  load: async (asked, { params: { id } }) => explanation(asked, id, "departure"),
});

const whyChange = defineEndpoint({
  ...shared,
  id: "explainChange",
  path: "/changes/:id",
  summary: "One change of an account, with its grounds and all that was found of the account",
  params: z.object(ID),
  answer: explained,
  load: async (asked, { params: { id } }) => explanation(asked, id, "change"),
});

export const departures: readonly Endpoint[] = [list, one, why, whyChange];
