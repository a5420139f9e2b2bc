import { basename, dirname, resolve } from "node:path";
import { type Instant, parseInstant } from "../../core/time.ts";

/** `2024-03-01`, `2024_03_01`, `20240301`, each with a time (`T0900`, `T09-00-30Z`) or without. */
const DAY = /(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?:[T_](\d{2})[-:h]?(\d{2})(?:[-:]?(\d{2}))?Z?)?(?!\d)/;
/** `2009-12`; six digits together are as likely a number as a month. */
const MONTH = /(?<!\d)(\d{4})[-_.](\d{2})(?![-_.]?\d)/;

const EXTENSIONS = /(\.(csv|tsv|txt|json|jsonl|ndjson|ldif|gz))+$/i;

/** What a dump's file name says: the first instant (UTC) of the month, day or minute that it names, and the rest as a name. */
export function fromFileName(path: string): { readonly name: string; readonly at: Instant | undefined } {
  const bare = basename(path).replace(EXTENSIONS, "");
  const { found, at } = dayIn(bare) ?? monthIn(bare) ?? { found: "", at: undefined };
  const rest = bare.replace(found, "");
  const name = rest.replaceAll(/^[-_. ]+|[-_. ]+$/g, "");
  return { name: name === "" ? basename(dirname(resolve(path))) : name, at };
}

function dayIn(text: string): { found: string; at: Instant } | undefined {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const [found, year, , month, day, hour = "00", minute = "00", second = "00"] = match;
  const at = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  return at === undefined ? undefined : { found, at };
}

function monthIn(text: string): { found: string; at: Instant } | undefined {
  const match = MONTH.exec(text);
  if (match === null) return undefined;
  const [found, year, month] = match;
  const at = parseInstant(`${year}-${month}`);
  return at === undefined ? undefined : { found, at };
}
