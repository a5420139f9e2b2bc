import { type Command, Option } from "commander";
import type { LayoffFormat } from "../messages/layoff-export.ts";
import { type Add, json } from "./declaring.ts";

/** Said here, since what writes them is loaded when it is needed. */
const FORMATS = ["csv", "json", "jsonfeed", "atom", "rss"] as const satisfies readonly LayoffFormat[];

/** An option that may be given several times. */
function together(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The commands of the public record. */
export function addLayoffs(add: Add): void {
  const store = (command: Command): Command =>
    command.option("--store <file>", "another store than that of the settings");
  add(
    "layoffs extract",
    "reads a text and says what it claims of job cuts, with the words that say so; keeps nothing",
    (command) =>
      command
        .argument("[file]", "a plain text, or with --ndjson many; - for standard input, which is the default")
        .option(
          "--ndjson",
          'reads one JSON object a line, {"id","title","published","language","text"}, and prints one for each',
        )
        .option("--title <text>", "the headline of a plain text")
        .option("--published <date>", "the day on which a plain text was published, ISO 8601")
        .option("--model", "asks the model of the settings too (record.model), and says where it and the rules differ")
        .option("--language <code>", "what they are written in: en, de, fr or es (default: told by the words)")
        .addOption(json()),
  );
  add(
    "layoffs import",
    "takes in what others report: registers, reports to the SEC, tables, feeds, articles",
    (command) =>
      store(command)
        .argument(
          "<places...>",
          "files, addresses of the web, edgar:2026-01-05 (filings since that day), or - for standard input",
        )
        .option(
          "--source <kind>",
          "what they are: warn:ca, edgar, csv, csv:NAME, feed, article, ndjson (default: recognised)",
        )
        .option("--map <field=column>", "which column of a table says what: company=Firm; once a field", together)
        .option("--dates <order>", "of a table: mdy or dmy, where 3/4/2026 stands in it")
        .option("--contact <address>", "whom servers can write to (default: record.contact of the settings)")
        .option("--dry-run", "keep nothing, and say what would be kept")
        .addOption(json()),
  );
  add(
    "layoffs reread",
    "reads again what another reader has read, and lists every figure that is another then",
    (command) =>
      store(command)
        .argument("[places...]", "files and addresses that were imported before (default: the pages that are due)")
        .option("--source <kind>", "what files are, as for import")
        .option("--map <field=column>", "as for import", together)
        .option("--dates <order>", "as for import")
        .option("--contact <address>", "whom servers can write to (default: record.contact of the settings)")
        .option("--dry-run", "ask nobody and change nothing: say what is due")
        .addOption(json()),
  );
  add(
    "layoffs corrections",
    "what readers of the record have to hear: figures that are others now, and why",
    (command) =>
      store(command)
        .option("--since <date>", "only later ones: a date, or 7d ago")
        .option("--limit <number>", "so many of them (default: 20)")
        .option("--all", "every one")
        .addOption(json()),
  );
  add("layoffs add", "enters one report by hand", (command) =>
    store(command)
      .option("--company <name>", "as it is reported")
      .option("--date <date>", "of the announcement: 2026-01-27, or 2026-01")
      .option("--source <address>", "where it was reported")
      .option("--count <number>", "people")
      .option("--percent <number>", "of all staff")
      .option("--low <number>", "of a range, or of several")
      .option("--high <number>", "of a range, or of several")
      .option("--base <number>", "the headcount that is named beside it")
      .option("--qualifier <word>", "exact, about, at_least, up_to, under, range or vague")
      .option("--kind <word>", "layoff (default), closure, furlough, voluntary, transfer …")
      .option("--status <word>", "announced (default), rumoured, proposed, confirmed, done …")
      .option("--location <place>", "where people are cut")
      .option("--country <country>", "of the cut")
      .option("--industry <words>", "of the company")
      .option("--title <words>", "the headline")
      .option("--publisher <name>", "who reports it")
      .option("--quote <sentence>", "one sentence of the report, word for word")
      .option("--dry-run", "keep nothing, and say what would be kept")
      .addOption(json()),
  );
  add("layoffs same", "says of pairs of reports whether they are of one round of cuts, and why", (command) =>
    command.argument("[file]", 'lines of {"id","a","b"}; - or nothing for standard input').addOption(json()),
  );
  const filtered = (command: Command): Command =>
    command
      .option("--company <name>", "only of this company (co-…), or of those whose name begins so")
      .option("--since <date>", "only later ones: a date, or 7d ago")
      .option("--until <date>", "only earlier ones")
      .option("--country <country>", "only in this country, by name or code")
      .option("--industry <industry>", "only in this industry")
      .option(
        "--kind <kind>",
        "only layoff, closure, furlough, voluntary, transfer, contract_end, dismissal or hiring_freeze",
      )
      .option("--status <status>", "only rumoured, denied, proposed, at_risk, announced, confirmed or done")
      .option("--min <number>", "only where it is at least so many people");
  const dated = (command: Command): Command =>
    command.option("--as-of <date>", "what the record said then: a day (its end), a moment, or 7d ago");
  const why = (command: Command): Command => command.option("--why <text>", "why, in a few words, for the record");
  add("layoffs list", "the rounds of cuts that were reported, newest first", (command) =>
    dated(filtered(store(command)))
      .option("--sort <order>", "by date, count, company, percent, added or changed")
      .option("--ask", "what a person has to decide: one round or two")
      .option("--shelf", "what was reported and is no round of one employer; published sums beside ours")
      .option("--suppressed", "what is kept out of whatever leaves: layoffs, documents, addresses")
      .option("--limit <number>", "so many rows (default: 20)")
      .option("--all", "every row")
      .addOption(json()),
  );
  add("layoffs show", "one of them: its claims with their words, which of them decide, what has changed", (command) =>
    dated(store(command)).argument("<id>", "the id as layoffs list prints it (l-…)").addOption(json()),
  );
  add("layoffs totals", "sums with their bounds, and how many layoffs they do not know", (command) =>
    dated(filtered(store(command)))
      .option("--by <what>", "day, month, year, country, industry or kind (default: year)")
      .addOption(json()),
  );
  add("layoffs merge", "says that two are one round; layoffs split takes it back", (command) =>
    why(store(command))
      .argument("<layoff>", "the one that is kept (l-…)")
      .argument("<other>", "the one that goes into it")
      .addOption(json()),
  );
  add("layoffs split", "takes a merge back, says that two are two, or takes a claim out", (command) =>
    why(store(command))
      .argument("<layoff>", "a layoff (l-…)")
      .argument("<other>", "another layoff, or a claim of it (cl-…)")
      .addOption(json()),
  );
  add("layoffs alias", "says under which other name a company is reported", (command) =>
    why(store(command))
      .argument("<name>", "the other name")
      .argument("<layoff>", "a layoff of the company (l-…)")
      .option("--remove", "it is not the same company after all")
      .addOption(json()),
  );
  add("layoffs suppress", "keeps a layoff, or a document's words and address, out of whatever leaves", (command) =>
    why(store(command))
      .argument("<what>", "a layoff (l-…), a document (doc-…), or an address, also of a document that is still to come")
      .option("--lift", "lets it back in")
      .addOption(json()),
  );
  add("layoffs watch", "the watch lists of the settings: who is told of what, and what they would be told", (command) =>
    store(command).argument("[list]", "one of them, of which that is rehearsed; nothing is sent").addOption(json()),
  );
  add("layoffs compare", "what is reported of one's own company beside what was observed of it", (command) =>
    store(command)
      .argument("<layoff>", "a layoff of one's own company (l-…)")
      .argument("[directory]", "a directory of the settings")
      .option("--audience <readers>", "for an audience of counts: the released count instead of the observed one")
      .addOption(json()),
  );
  add("layoffs export", "all of them, each with its sources, to standard output", (command) =>
    dated(filtered(store(command)))
      .addOption(new Option("--format <format>", "how it is written").choices(FORMATS).default("csv"))
      .option("--limit <number>", "no more than so many")
      .option("--output <file>", "to a file; beside a table what its columns mean, FILE-metadata.json"),
  );
  add("layoffs site", "all of it as pages, feeds and tables in a folder, for any server of files", (command) =>
    store(command)
      .argument("<folder>", "a new one, or one that this command has made before")
      .option("--address <url>", "where it will be found: for feeds, the sitemap and search engines")
      .addOption(json()),
  );
}
