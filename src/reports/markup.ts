// What every page is written with. Nothing from outside becomes markup.
import { plain } from "../messages/words.ts";

/** Every ASCII sign may be escaped: https://spec.commonmark.org/0.31.2/#backslash-escapes. */
export function inMarkdown(text: string): string {
  return plain(text).replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}

export function inHtml(text: string): string {
  return plain(text).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * A page that needs nothing from elsewhere: no script, no picture, no font. It reads in light and dark, on a phone and on paper.
 * @param title plain text
 * @param body lines of HTML
 */
export function htmlPage(title: string, body: readonly string[]): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${inHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    ...body,
    "</main>",
    "</body>",
    "</html>",
  ].join("\n");
}

/** Contrast of text at least 4.5, of lines that mean something 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1f2933; --quiet: #52606d; --line: #d5dbe1; --mark: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181d; --text: #e6eaee; --quiet: #a3afbb; --line: #38424c; --mark: #7db4f0; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { margin: 0 0 .75rem; padding-top: .9rem; border-top: 4px solid var(--mark); font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.2rem; line-height: 1.3; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
p, ul { margin: .5rem 0; } ul { padding-left: 1.25rem; } li { margin: .2rem 0; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1.25rem; margin: .75rem 0; }
dt { color: var(--quiet); } dd { margin: 0; }
table { width: 100%; margin: .75rem 0; border-collapse: collapse; text-align: left; }
th { font-weight: 600; } thead th { color: var(--quiet); font-weight: 500; } th, td { padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
@media (max-width: 34rem) {
  main { padding: 1.25rem 1rem 2.5rem; } h1 { font-size: 1.45rem; }
  dl { display: block; } dd { margin: 0 0 .6rem; }
  .wide thead { position: absolute; clip-path: inset(50%); } .wide tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .wide tbody th, .wide td { display: block; padding: .1rem 0; border: 0; } .wide td:empty { display: none; } .wide td::before { content: attr(data-label) ": "; color: var(--quiet); }
}
@media print {
  :root { --ground: #fff; --text: #000; --quiet: #444; --line: #999; --mark: #000; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; } h2, h3 { break-after: avoid; } tr, dl, li { break-inside: avoid; }
}
`;
