import type { Reported } from "../app/record-port.ts";
import { type Instant, iso } from "../core/time.ts";

/** Figures in press releases are round. */
const ROUND = 50;

/** What a paper of the simulated world writes on that day. @param share of the staff, before anybody left, that is cut */
export function pressReport(day: Instant, staff: number, share: number): Reported {
  const jobs = Math.round((staff * share) / ROUND) * ROUND;
  const text = [
    `Acme told its staff on Tuesday that it would cut about ${share * 100}% of its workforce, or roughly ${jobs} jobs.`,
    "The cuts fall in all offices, the software company said, and those concerned lose access the same day.",
    "In the same week a supplier of Acme opened a plant with 120 jobs in Brno.",
  ].join("\n\n");
  return {
    source: "article",
    key: "the simulated paper",
    address: "https://paper.example/acme-cuts-jobs",
    title: `Acme cuts ${jobs} jobs`,
    published: iso(day).slice(0, 10),
    publisher: "The Simulated Paper",
    language: "en",
    text,
    claims: [],
  };
}
