import { isUtf8 } from "node:buffer";
import type { z } from "zod";
import type { HttpResponse } from "../app/ports.ts";
import { RollcallError } from "../core/errors.ts";
import type { Sliced, Unparsed } from "../files/cut-list.ts";

/** Where an answer comes from, for errors: `Slack`, and `Slack, users.list, page 3`. */
export interface Place {
  readonly tool: string;
  readonly place: string;
}

/** The JSON of an answer; or what is wrong with it, as the end of a sentence that repeats none of it. */
interface ReadJson {
  readonly value?: unknown;
  readonly wrong?: string;
}

/** Whatever the answer's status. */
export function readJson({ headers, body }: HttpResponse): ReadJson {
  if (body.length === 0) return { wrong: "the answer is empty" };
  if (saysWebPage(headers)) return { wrong: WEB_PAGE };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body).trim();
  } catch {
    return { wrong: "the answer is not UTF-8 text" };
  }
  if (text === "") return { wrong: "the answer is empty" };
  if (text.startsWith("<")) return { wrong: WEB_PAGE };
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The parser's own message would repeat a piece of the body.
    return { wrong: NO_JSON };
  }
}

/**
 * As `readJson`, but that the elements of one list are `Unparsed`: what has not changed since the last reading need not be parsed.
 * An answer that is not an object with its members once each is what `readJson` says of it.
 */
export function readJsonList(response: HttpResponse, { list, parts }: Sliced): ReadJson {
  const { headers, body, free } = response;
  if (saysWebPage(headers) || !isUtf8(body)) return readJson(response);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const elements: Unparsed[] = [];
  const others: Unparsed[] = [];
  const members: [string, unknown][] = [];
  let ends = 0;
  try {
    for (const part of parts(bytes, elements, free)) {
      if (part.part === "element" && part.key !== undefined)
        others.push({ at: part.at, bytes: bytes.subarray(part.at, part.at + part.bytes.length) });
      else if (part.part === "list") members.push([list, elements]);
      else if (part.part === "member") members.push([part.key, JSON.parse(part.bytes.toString())]);
      else if (part.part === "end" && part.of === "object" && ends === 0) ends++;
      else return unsliced(response, list);
    }
  } catch {
    return { wrong: NO_JSON };
  }
  if (ends !== 1) return unsliced(response, list);
  if (others.length > 0) {
    for (const one of others) elements.push(one);
    elements.sort((a, b) => a.at - b.at);
  }
  return { value: Object.fromEntries(members) };
}

/** What is wrong with an answer that could not be cut, as far as there is anything: no list of it is believed. */
function unsliced(response: HttpResponse, list: string): ReadJson {
  const read = readJson(response);
  const isList = typeof read.value === "object" && read.value !== null && Object.hasOwn(read.value, list);
  return isList ? { wrong: `the answer has ${list} twice, or in a way that cannot be told apart` } : read;
}

/**
 * The value of an element that `readJsonList` gave. Throws `malformed`.
 * @param parse throws what `JSON.parse` throws
 */
export function parseElement<T>({ bytes }: Unparsed, at: Place, parse: (json: Buffer) => T): T {
  try {
    return parse(bytes);
  } catch {
    throw malformed(at, NO_JSON);
  }
}

function saysWebPage(headers: Headers): boolean {
  return /\bhtml\b/i.test(headers.get("content-type") ?? "");
}

const NO_JSON = "the answer is not valid JSON, or is cut off";

const WEB_PAGE = "the answer is a web page, as a proxy or a login page gives";

/** What the schema reads of an answer. Throws `malformed`, which names the place in the answer and no value. */
export function parseAnswer<T>(json: unknown, schema: z.ZodType<T>, at: Place): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  // Only the path and zod's code: its messages can hold values.
  const issue = parsed.error.issues[0];
  const where =
    issue === undefined || issue.path.length === 0 ? "the answer" : issue.path.slice(0, 3).map(String).join(".");
  throw malformed(at, `the answer has another shape than ${at.tool} documents, at ${where}`);
}

export function malformed({ tool, place }: Place, what: string): RollcallError {
  return new RollcallError(
    "malformed",
    `${place}: ${what}; look at what stands between Rollcall and ${tool}, then try again.`,
  );
}
