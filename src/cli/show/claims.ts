import type { ReadClaim, Reading, Refusal } from "../../core/record/extract/reading.ts";
import type { Dissent } from "../../core/record/extract/dissent.ts";
import type { WeighedReading } from "../../core/record/extract/proposal.ts";
import { figureText, REASON_TEXT } from "../../messages/claims.ts";
import { DISSENT_WORDS, PROPOSAL_WORDS } from "../../messages/model.ts";
import { STATUS_WORDS } from "../../messages/layoffs.ts";
import { brief, listed, number, plain } from "../../messages/words.ts";
import { wrap } from "../../messages/wrap.ts";
import type { Output } from "../output.ts";
import { table } from "./table.ts";

const LINE = 100;

/** What a passage claims, each with the sentence that says it; then the figures that are no claim, and why. */
export function showReading(output: Output, reading: Reading | WeighedReading): void {
  const { refused } = reading;
  const claims: readonly (ReadClaim & { readonly dissent?: Dissent | null })[] = reading.claims;
  const width = Math.min(output.width ?? LINE, LINE);
  for (const claim of claims) {
    output.line(output.style("bold", plain(headOf(claim))));
    for (const line of detailsOf(claim)) output.line(`  ${plain(line)}`);
    if (claim.dissent != null) output.line(`  To check: ${DISSENT_WORDS[claim.dissent]}.`);
    for (const line of wrap(plain(`“${claim.quote.replaceAll(/\s+/g, " ")}”`), width - 2))
      output.line(output.style("dim", `  ${line}`));
    output.line();
  }
  if (claims.length === 0) output.line("No claim of a job cut.");
  if ("proposalsRefused" in reading) showRefused(output, reading);
  if (refused.length === 0) return;
  output.line(claims.length === 0 ? "Figures, and why none is one:" : "Other figures, and why none is a claim:");
  const rows = refused.map((one) => [plain(quoteOf(one)), plain(one.company ?? ""), REASON_TEXT[one.reason]]);
  const columns = [{ title: "figure", cut: true }, { title: "of", cut: true }, { title: "why" }];
  for (const line of table(columns, rows, output.width)) output.line(line);
}

/** What a model proposed and was not taken. */
function showRefused(output: Output, { proposalsRefused }: WeighedReading): void {
  for (const { proposal, why } of proposalsRefused) {
    const { company, count, low, high, percent } = proposal;
    const figure = count ?? low ?? high;
    const said = [...(figure === null ? [] : [number(figure)]), ...(percent === null ? [] : [`${percent} %`])];
    output.line(
      `Not taken of the model: ${brief(plain(company))}, ${said.join(", ") || "no figure"}: ${PROPOSAL_WORDS[why]}.`,
    );
  }
}

function quoteOf({ quote }: Refusal): string {
  return quote.replaceAll(/\s+/g, " ");
}

const KINDS: Readonly<Partial<Record<ReadClaim["kind"], string>>> = { layoff: "cut", closure: "cut by a closure" };
function headOf(claim: ReadClaim): string {
  const figure = figureText(claim);
  const kind = KINDS[claim.kind] ?? claim.kind;
  return `${claim.company}: ${figure === "" ? "a cut without a figure" : `${figure} ${kind}`}, ${STATUS_WORDS[claim.status]}`;
}

function detailsOf(claim: ReadClaim): string[] {
  const { date, location, scope, part, percentOf, base, impliedBase, background, flags, net, qualifier } = claim;
  const facts = [
    ...(date === null ? [] : [date]),
    ...(location === null ? [] : [location]),
    ...(part !== null ? [part] : scope === "company" ? [] : [scope]),
    ...(percentOf === null || percentOf === "company" ? [] : [`the percentage is of the ${percentOf}`]),
    ...(qualifier === "vague" ? ["in vague words"] : []),
    ...(net ? ["net of hires"] : []),
    ...(background ? ["an earlier round"] : []),
  ];
  const of: string[] = [];
  if (base !== null) of.push(`of ${number(base)} people, as the text says`);
  if (impliedBase !== null) of.push(`count and percentage imply about ${number(impliedBase)}`);
  const notes = [
    ...(flags.includes("base_differs")
      ? ["Count and percentage do not fit the headcount that the text names; all three stand as they are written."]
      : []),
    ...(flags.includes("company_from_document")
      ? ["The sentence does not name the employer: it is the one that the text is about."]
      : []),
  ];
  const lines = [facts.join("; "), listed(of)]
    .filter((line) => line !== "")
    .map((line) => `${line[0]?.toUpperCase()}${line.slice(1)}.`);
  return [...lines, ...notes];
}
