import type { z } from "zod";
import type { HttpResponse, Reading } from "../app/ports.ts";
import { type ErrorCode, RollcallError } from "../core/errors.ts";
import { exchange } from "./exchange.ts";
import { malformed, parseAnswer, readJson } from "./json-answer.ts";
import type { Rate } from "./pace.ts";
import { passingFailure } from "./retry.ts";

/** What a status means in a tool: a code, and the end of a sentence that says what to do. */
export interface Meaning {
  readonly code: ErrorCode;
  readonly says: string;
}

/** A question to a JSON API that is answered by its status as HTTP has it: 200, or what went wrong. */
export interface JsonQuestion<T> {
  /** `GitHub`, for errors. */
  readonly tool: string;
  /** What is asked, in the tool's own words: `members`, `Users`. */
  readonly what: string;
  /** The number of the page in a sequence, from 1. */
  readonly page?: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Calls a minute of everything that shares the tool's limit. */
  readonly rate: number | Rate;
  readonly schema: z.ZodType<T>;
  /** What the tool means by a status that is not 200; `malformed` where neither this nor HTTP says. */
  meaning(response: HttpResponse, body: unknown): Meaning | undefined;
  /** Further ways in which a tool says that there were too many calls, or that it failed for now. */
  passing?(response: HttpResponse, place: string): RollcallError | undefined;
}

export interface JsonAnswer<T> {
  readonly value: T;
  readonly headers: Headers;
}

/**
 * Asks within the rate limit, and again where that can help. Throws RollcallError: what `meaning` says, `malformed`,
 * `unreachable`, `interrupted`; the text has nothing of the answer in it.
 */
export function askJson<T>(reading: Reading<unknown>, question: JsonQuestion<T>): Promise<JsonAnswer<T>> {
  const { tool, what, page, url, headers, rate, schema } = question;
  const at = { tool, place: page === undefined ? `${tool}, ${what}` : `${tool}, ${what}, page ${page}` };
  // What the tool counts by: all calls with one token.
  const call = { key: `${tool} ${reading.directory}`, rate, place: at.place };
  return exchange(reading, call, { url, method: "GET", headers }, (response) => {
    const passing = question.passing?.(response, at.place) ?? passingFailure(response, at.place, reading.clock.now());
    if (passing !== undefined) throw passing;
    const { status } = response;
    const json = readJson(response);
    if (status !== 200) {
      const meant = question.meaning(response, json.value);
      if (meant === undefined) throw malformed(at, `the answer is an error (HTTP ${status})`);
      throw new RollcallError(meant.code, `${at.place}: ${meant.says} (HTTP ${status}).`);
    }
    if (json.wrong !== undefined) throw malformed(at, json.wrong);
    return { value: parseAnswer(json.value, schema, at), headers: response.headers };
  });
}
