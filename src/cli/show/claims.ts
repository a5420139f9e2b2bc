import type { ReadClaim, Reading, Refusal } from "../../core/record/extract/reading.ts";
import { figureText, REASON_TEXT } from "../../messages/claims.ts";
import { STATUS_WORDS } from "../../messages/layoffs.ts";
import { listed, number, plain } from "../../messages/words.ts";
import { wrap } from "../../messages/wrap.ts";
import type { Output } from "../output.ts";
import { table } from "./table.ts";

const LINE = 100;

/** What a passage claims, each with the sentence that says it; then the figures that are no claim, and why. */
export function showReading(output: Output, { claims, refused }: Reading): void {
  const width = Math.min(output.width ?? LINE, LINE);
  for (const claim of claims) {
    output.line(output.style("bold", plain(headOf(claim))));
    for (const line of detailsOf(claim)) output.line(`  ${plain(line)}`);
    for (const line of wrap(plain(`“${claim.quote.replaceAll(/\s+/g, " ")}”`), width - 2))
      output.line(output.style("dim", `  ${line}`));
    output.line();
  }
  if (claims.length === 0) output.line("No claim of a job cut.");
  if (refused.length === 0) return;
  output.line(claims.length === 0 ? "Figures, and why none is one:" : "Other figures, and why none is a claim:");
  const rows = refused.map((one) => [plain(quoteOf(one)), plain(one.company ?? ""), REASON_TEXT[one.reason]]);
  const columns = [{ title: "figure", cut: true }, { title: "of", cut: true }, { title: "why" }];
  for (const line of table(columns, rows, output.width)) output.line(line);
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
