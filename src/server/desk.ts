// What the forms of the desk do. Where they come from `guard` has looked at: a page of elsewhere has nothing done here.
import { z } from "zod";
import { decideQuestion, reopenQuestion } from "../app/desk.ts";
import type { Decision } from "../app/merge-claims.ts";
import { doer } from "../app/named-view.ts";
import { RollcallError } from "../core/errors.ts";
import { deskPath, placeText } from "../web/parts/desk-path.ts";
import type { Asked } from "../web/site.ts";
import { seeOther } from "./auth.ts";
import { readForm } from "./read-form.ts";
import type { Route } from "./route.ts";

const id = z.string().max(64);
const answer = z.object({
  layoff: id,
  candidate: id,
  askedAt: z.coerce.number().int().min(0),
  verdict: z.enum(["same", "different"]),
});
const undo = z.object({ subject: id, act: id });

function decision({ site, viewer }: Asked): Decision {
  return { at: site.clock.now(), by: doer(viewer, "desk") };
}

/** Done or, where somebody else has done it, said so: the desk goes on. */
async function orMeanwhile<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RollcallError && (error.code === "usage" || error.code === "not_found")) return undefined;
    throw error;
  }
}

export const deskRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/record/desk/answer",
    policy: "named",
    handle: async (asked, request) => {
      const { verdict, ...place } = await readForm(request, answer);
      const done = await orMeanwhile(() => decideQuestion(asked.site.store, place, verdict, decision(asked)));
      return seeOther(deskPath({ after: placeText(place), meanwhile: done === undefined }));
    },
  },
  {
    method: "POST",
    path: "/record/desk/undo",
    policy: "named",
    handle: async (asked, request) => {
      const { subject, act } = await readForm(request, undo);
      const { store } = asked.site;
      const done = await orMeanwhile(() => reopenQuestion(store, subject, act, decision(asked)));
      if (done === undefined) return seeOther(deskPath({ meanwhile: true }));
      const both = new Set([done.act.subject, done.act.other]);
      const asks = (await store.asks({ layoff: subject })).filter(({ decided }) => decided === null);
      const question = asks.find(({ layoff, candidate }) => both.has(layoff) && both.has(candidate));
      return seeOther(deskPath(question === undefined ? {} : { question }));
    },
  },
];
