// The reports for those who may know no names. Made of a ledger alone: what follows from equal ledgers is equal to the byte.
import { jsonText } from "../core/json-text.ts";
import type { Ledger } from "../core/ledger/ledger.ts";
import { type Report, reportOf } from "../core/ledger/report.ts";
import { csvRecord } from "../messages/csv.ts";
import { MEANING, policyText, reportTables, totalText } from "../messages/report.ts";
import { number, plain } from "../messages/words.ts";
import { htmlPage, inHtml, inMarkdown } from "./markup.ts";

export const REPORT_FORMATS = ["text", "markdown", "html", "csv", "json"] as const;
type ReportFormat = (typeof REPORT_FORMATS)[number];

/**
 * What the readers of a ledger are told of its last release, with a line end after each line.
 * @throws RollcallError `usage` where nothing has been released yet
 */
export function reportText(ledger: Ledger, format: ReportFormat): string {
  const report = reportOf(ledger);
  return `${RENDERED[format](report)}\n`;
}

const RENDERED: Readonly<Record<ReportFormat, (report: Report) => string>> = { text, markdown, html, csv, json };

function titleOf(report: Report): string {
  const [first = "", ...rest] = totalText(report);
  return `${first.toUpperCase()}${rest.join("")}.`;
}

function text(report: Report): string {
  const tables = reportTables(report);
  const longest = Math.max(...tables.flatMap(({ rows }) => rows.map(({ atLeast }) => number(atLeast).length)));
  const lines = tables.flatMap(({ title, rows }) => [
    "",
    title,
    ...rows.map(({ name, atLeast }) => `  at least ${number(atLeast).padStart(longest)}  ${plain(name)}`),
  ]);
  return [titleOf(report), ...lines, "", MEANING, policyText(report, report.at)].join("\n");
}

function markdown(report: Report): string {
  const tables = reportTables(report).flatMap(({ title, rows }) => [
    `## ${title}`,
    "",
    "| Name | Left |",
    "| --- | --- |",
    ...rows.map(({ name, atLeast }) => `| ${inMarkdown(name)} | at least ${number(atLeast)} |`),
    "",
  ]);
  return [`# ${titleOf(report)}`, "", ...tables, MEANING, "", policyText(report, report.at)].join("\n");
}

function html(report: Report): string {
  const tables = reportTables(report).flatMap(({ title, rows }) => [
    `<h2>${title}</h2>`,
    '<table><thead><tr><th scope="col">Name</th><th scope="col">Left</th></tr></thead><tbody>',
    ...rows.map(({ name, atLeast }) => `<tr><td>${inHtml(name)}</td><td>at least ${number(atLeast)}</td></tr>`),
    "</tbody></table>",
  ]);
  return htmlPage("Who has left, in safe counts", [
    `<h1>${titleOf(report)}</h1>`,
    ...tables,
    `<p>${MEANING}</p>`,
    `<p>${inHtml(policyText(report, report.at))}</p>`,
  ]);
}

/** The policy is in every row, so that a row that is copied out has it still (trust.md, R-D9). */
function csv(report: Report): string {
  const { policy, at, total } = report;
  const which = [String(policy.k), policy.partition, String(policy.release), at];
  const rows = [
    ["total", "", String(total.atLeast)],
    ...reportTables(report).flatMap(({ of, rows: all }) =>
      all.map(({ name, atLeast }) => [of, plain(name), String(atLeast)]),
    ),
  ];
  const header = ["of", "name", "left_at_least", "k", "partition", "release", "at"];
  return [header, ...rows.map((row) => [...row, ...which])].map(csvRecord).join("\r\n");
}

function json(report: Report): string {
  return jsonText(report);
}
