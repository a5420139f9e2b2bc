import { z } from "zod";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import { hours, patience } from "./parts.ts";
import { once } from "../core/once.ts";

const alias = once(() => z.string());

export const offboarding = once(() =>
  z
    .strictObject({
      leads: z
        .array(alias())
        .default([])
        .describe(
          "The directories that say who belongs (an identity provider, a staff list), by their alias; the first in which somebody has an account decides. Left out: somebody has left once the first tool shows it.",
        ),
      limits: z
        .record(alias(), patience())
        .default({})
        .describe("By directory: how long after the departure the account there may stay: 5m to 90d."),
      default: patience().prefault("24h").describe("The same for all others; 24h without it."),
      settle: hours()
        .prefault("1h")
        .describe(
          "How long somebody who still belongs has to be gone elsewhere before it is asked whether by accident: 1h to 7d.",
        ),
      guests: z
        .boolean()
        .default(false)
        .describe("Whether guests whom no leading directory knows count as accounts that nobody owns."),
    })
    .transform(({ leads, limits, default: usual, settle, guests }): OffboardingRules => ({
      leads,
      limits: new Map(Object.entries(limits)),
      usual,
      settle,
      guests,
    }))
    .describe("Until when the accounts of people who left are to be gone, tool by tool. Left out: nobody asks."),
);
