// How many articles a second are read on one core. The articles are made here, of sentences as the press writes them.
import { extract } from "../src/core/record/extract/extract.ts";
import type { Passage } from "../src/core/record/extract/reading.ts";
import { gazetteer } from "../src/wire/gazetteer.ts";

export const title = "reading text: articles a second on one core";

const NAMES = ["Kestrel Robotics", "Nordhavn", "Meta", "Oakhaven Interactive", "the Wolcott Paper Company", "Intel"];
const CUTS = [
  (name: string, n: number) =>
    `${name} said on Tuesday it would lay off about ${n} people, or ${n % 30}% of its workforce.`,
  (name: string, n: number) => `At ${name}, up to ${n} jobs are at risk after the chain's owner put it up for sale.`,
  (_: string, n: number) =>
    `The company, which employs ${(n * 9).toLocaleString("en-US")} people, had cut ${n} roles in March.`,
];
const OTHERS = [
  "Its shares fell 4.5% in early trading, their biggest fall since 2019, before recovering some of the ground that they had lost.",
  "“We looked at every alternative,” the chief executive, Dana Whitlow, wrote to staff in a memo that was seen by this newspaper.",
  "Analysts said demand for the group's products had been weaker than expected, above all in Europe, where 14 of its stores closed.",
  "The government has promised £40m for the region, and a spokesman said that ministers were in touch with the company and unions.",
  "Last year it opened a second site in Leeds, with room for 300 machines, at a cost of $25m, and hired forty engineers for it.",
];

/** @param sentences of which one in five speaks of a cut */
function article(seed: number, sentences: number): Passage {
  const paragraphs = Array.from({ length: sentences }, (_, at) => {
    const n = 20 + ((seed * 31 + at * 17) % 900);
    const name = NAMES[(seed + at) % NAMES.length] ?? "";
    const cut = CUTS[(seed + at) % CUTS.length];
    return at % 5 === 0 && cut !== undefined ? cut(name, n) : (OTHERS[(seed + at) % OTHERS.length] ?? "");
  });
  return { title: `${NAMES[seed % NAMES.length]} to cut jobs`, published: "2026-03-03", text: paragraphs.join("\n\n") };
}

export async function run(_folder: string, print: (text: string) => void): Promise<void> {
  const names = gazetteer();
  print(
    "| article | characters | articles | articles a second of one core | claims |\n| --- | --- | --- | --- | --- |",
  );
  for (const [name, sentences, many] of [
    ["a passage", 6, 6000],
    ["a news article", 25, 2000],
    ["a long read", 120, 400],
  ] as const) {
    const passages = Array.from({ length: many }, (_, seed) => article(seed, sentences));
    const characters = passages.reduce((sum, { text }) => sum + text.length, 0) / many;
    for (const passage of passages.slice(0, 200)) extract(passage, names);
    const begun = process.cpuUsage();
    let claims = 0;
    for (const passage of passages) claims += extract(passage, names).claims.length;
    const { user, system } = process.cpuUsage(begun);
    const rate = (1e6 * many) / (user + system);
    print(`| ${[name, Math.round(characters), many, Math.round(rate), claims].join(" | ")} |`);
  }
}
