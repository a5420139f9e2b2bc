import type { OwnAudience } from "../core/disclosure/grant.ts";
import type { PurposeRecord } from "../core/disclosure/purpose.ts";
import { retentionRules } from "../core/disclosure/retention.ts";
import type { CountRules } from "../core/ledger/rules.ts";
import { HOUR } from "../core/time.ts";
import type { Company } from "./company.ts";

// What the settings of the simulated company would say.

/** Who may know names, and why. */
export const HR = {
  sees: "named",
  alias: "hr",
  who: "the people team",
  reason: "Off-boarding: access, equipment, last pay",
  until: "2026-12-31",
} as const satisfies OwnAudience;

const COUNCIL = {
  sees: "counts",
  alias: "council",
  who: "the works council",
  readers: "authorised",
} as const satisfies OwnAudience;

export const AUDIENCES: readonly OwnAudience[] = [COUNCIL, HR];

/** As often, and as soon, as settings allow: what elsewhere takes days is to be seen in one. */
export const COUNTS: CountRules = { headcount: "acme", cadence: HOUR, settle: HOUR, k: 5, anyone: 10 };

export function purposeOf({ directory, tools, channel, access }: Company): PurposeRecord {
  return {
    purpose: {
      text: "See that everybody who leaves is cut off from our tools, and nobody else",
      authorisedBy: "Head of IT, 20 January 2026",
      contact: "privacy@acme.example",
      impactAssessment: "DPIA 2026-03",
      agreement: "Works agreement 7/2025",
    },
    audiences: AUDIENCES,
    destinations: [channel, access].map(({ name }) => ({ name, kind: "slack", audience: HR.alias })),
    directories: [directory, ...tools.directories].map(({ id, connector, settings }) => {
      return { alias: id, kind: connector.kind, reads: connector.reads(settings) };
    }),
    counts: COUNTS,
    retention: retentionRules().map(({ what, period }) => ({ what, kept: period })),
  };
}
