import { z } from "zod";
import { KINDS } from "../../core/directory/account.ts";
import { CHANGE_KINDS } from "../../core/directory/change.ts";
import { instant, interval, named } from "./schemas.ts";

const holding = {
  directory: z.string(),
  id: z.string(),
  name: z.string().nullable().optional(),
  email: z.string().nullable().optional(),
  kind: z.enum(KINDS).optional(),
  state: z.enum(["in_use", "ended", "missing"]),
  ended: z
    .strictObject({
      departure: z.string().optional(),
      at: interval,
      change: z.enum(CHANGE_KINDS),
      confirmed: z.boolean(),
      observed: z.boolean().describe("False where it had ended before the first reading."),
    })
    .optional(),
  seen: instant
    .nullable()
    .describe("When the last complete and healthy reading of the directory began; null before the first."),
};

const heldAccount = named("HeldAccount", z.strictObject(holding));

const acknowledged = z
  .strictObject({ id: z.string(), at: instant, by: z.string(), reason: z.string() })
  .optional()
  .describe("That somebody said that it is meant to be so.");

export const offboardingMatter = named(
  "OffboardingMatter",
  z.discriminatedUnion("found", [
    z.strictObject({
      found: z.literal("departure"),
      person: z.string(),
      left: heldAccount.describe("The account with whose end they left."),
      steps: z.array(
        z.strictObject({
          ...holding,
          due: instant.describe("By when the account was, or is, to be gone."),
          standing: z.enum(["left", "in_time", "late", "ended", "overdue", "within", "unknown"]),
        }),
      ),
    }),
    z.strictObject({
      found: z.literal("accident"),
      person: z.string(),
      account: heldAccount,
      belongs: heldAccount.describe("The account by which they have not left."),
      acknowledged,
    }),
    z.strictObject({
      found: z.literal("orphan"),
      person: z.string().nullable(),
      account: heldAccount,
      ground: z.enum(["nobody", "not_led"]),
      acknowledged,
    }),
  ]),
);
