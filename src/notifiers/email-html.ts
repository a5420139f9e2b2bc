import type { MailBody } from "./email-body.ts";

type Section = MailBody["sections"][number];

/**
 * The HTML part: no script, no picture, no link, nothing from elsewhere. What programs without style sheets need stands in
 * the elements; the sheet adds the dark colours and, on a narrow screen, a list in place of the table.
 * https://www.caniemail.com says which program knows what.
 */
export function htmlOf({ headline, tone, sections, verbatim, footer }: MailBody): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>Rollcall</title>
<style>
${SHEET}</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f4f4f2;color:#1f1f1d;font:15px/1.5 ${FONTS}">
<div class="card ${tone}" style="max-width:760px;margin:0 auto;padding:22px 26px 24px;background:#ffffff;border:1px solid #e2e2de;border-top:3px solid ${TONES[tone].light};border-radius:6px">
<h1 style="margin:0;font-size:19px;line-height:1.35;font-weight:600">${escape(headline)}</h1>
${sections.map(sectionHtml).join("")}${verbatim === undefined ? "" : verbatimHtml(verbatim)}</div>
<div class="dim foot" style="max-width:760px;margin:0 auto;padding:14px 26px 0;color:#6b6b66;font-size:13px">
${footer.map((line) => `<div>${escape(line)}</div>\n`).join("")}</div>
</body>
</html>
`;
}

const FONTS = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

const MONOSPACE = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

const TONES = {
  news: { light: "#3b5b8c", dark: "#8fb0e0" },
  warning: { light: "#b26a00", dark: "#f0b35a" },
  good: { light: "#2f7d4f", dark: "#7fcf9f" },
} as const;

const SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
.dim{color:#6b6b66}
.people td,.figures td{border-top:1px solid #ececea}
.people .who{padding-left:0}
@media (max-width:600px){
.page{padding:10px 6px!important}
.card{padding:16px 16px 18px!important}
.foot{padding:12px 16px 0!important}
.people thead{display:none}
.people tr{display:block;padding:8px 0;border-top:1px solid #ececea}
.people td{display:inline;padding:0!important;border:0!important}
.people .who{display:block;white-space:normal!important}
.people .none{display:none}
.people .next:before{content:" · "}
}
@media (prefers-color-scheme:dark){
.page{background:#161615!important;color:#e8e8e4!important}
.card{background:#1f1f1d!important;border-color:#34342f!important}
.dim{color:#a3a39c!important}
.verbatim{background:#161615!important}
.people td,.people tr,.figures td{border-color:#34342f!important}
${Object.entries(TONES)
  .map(([tone, { dark }]) => `.${tone}{border-top-color:${dark}!important}\n`)
  .join("")}}
`;

function verbatimHtml(text: string): string {
  return `<pre class="verbatim" style="margin:18px 0 0;padding:12px 14px;background:#f4f4f2;border-radius:4px;font:12px/1.5 ${MONOSPACE};white-space:pre-wrap;overflow-wrap:anywhere">${escape(text)}</pre>\n`;
}

function sectionHtml({ heading, lines, columns, people, figures, rest }: Section): string {
  return [
    heading === undefined
      ? ""
      : `<h2 style="margin:24px 0 0;font-size:16px;line-height:1.35;font-weight:600">${escape(heading)}</h2>\n`,
    lines.length === 0
      ? ""
      : `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:12px 0 0;font-size:15px">\n${lines.map(lineHtml).join("")}</table>\n`,
    people.length === 0 ? "" : figures === undefined ? peopleHtml(columns, people) : figuresHtml(people),
    rest === undefined ? "" : `<p class="dim" style="margin:12px 0 0;color:#6b6b66">${escape(rest)}</p>\n`,
  ].join("");
}

function lineHtml({ label, text }: Section["lines"][number]): string {
  return `<tr><td class="dim" valign="top" style="padding:1px 16px 1px 0;color:#6b6b66;white-space:nowrap">${escape(label)}</td><td valign="top" style="padding:1px 0">${escape(text)}</td></tr>\n`;
}

function peopleHtml(columns: Section["columns"], people: Section["people"]): string {
  const head = ["Who", ...columns].map(
    (title, i) => `<th scope="col"${i === 0 ? ` class="who"` : ""} style="font-weight:400">${escape(title)}</th>`,
  );
  return `<table class="people" width="100%" cellpadding="6" cellspacing="0" style="margin:18px 0 0;font-size:14px;border-collapse:collapse;word-break:break-word;overflow-wrap:anywhere">
${columns.length === 0 ? "" : `<thead><tr class="dim" align="left" style="color:#6b6b66">${head.join("")}</tr></thead>\n`}<tbody>
${people.map((person) => personHtml(columns, person)).join("")}</tbody>
</table>
`;
}

/** Two short columns, which a phone has room for. */
function figuresHtml(people: Section["people"]): string {
  const rows = people.map(
    ({ who, cells }) =>
      `<tr valign="top"><td style="padding:6px 12px 6px 0"><b>${isolated(who)}</b></td><td align="right" style="padding:6px 0;white-space:nowrap">${cells.map(escape).join(" ")}</td></tr>\n`,
  );
  return `<table class="figures" width="100%" cellpadding="0" cellspacing="0" style="margin:12px 0 0;font-size:14px;border-collapse:collapse;word-break:break-word;overflow-wrap:anywhere"><tbody>
${rows.join("")}</tbody></table>
`;
}

function personHtml(columns: Section["columns"], { who, kind, cells }: Section["people"][number]): string {
  const tag = kind === "" ? "" : ` <span class="dim">${escape(kind)}</span>`;
  let said = false;
  const rest = cells.map((cell, i) => {
    if (cell === "") return `<td class="none"></td>`;
    const mark = said ? ` class="next"` : "";
    said = true;
    // Our own short words need not give way to somebody's long one.
    const whole = columns[i] === "How" ? ` style="white-space:nowrap"` : "";
    return `<td${mark}${whole}>${isolated(cell)}</td>`;
  });
  return `<tr valign="top"><td class="who"><b>${isolated(who)}</b>${tag}</td>${rest.join("")}</tr>\n`;
}

/** What is written from right to left does not turn around what stands beside it. */
function isolated(text: string): string {
  return `<bdi>${escape(text)}</bdi>`;
}

/** Everything that comes from outside goes through here, and every other text too. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
