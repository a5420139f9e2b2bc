import { z } from "zod";
import { nearest } from "../core/suggest.ts";

type Issue = z.core.$ZodRawIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping (key: value)",
  record: "a mapping (key: value)",
  array: "a list",
};

/**
 * What zod found, in plain words, to be passed to `safeParse` as `error`. Nothing of what was written is repeated, for it
 * may be a secret in the wrong place; only a word of ours that is near to it is named. For unknown keys this is the list of
 * those that are known there, `a, b, c`, from which `problems.ts` makes one problem for each.
 */
export function inPlainWords(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue.expected, issue.input);
    case "invalid_value":
      return notOneOf(issue.input, issue.values.map(String));
    case "invalid_union":
      return issue.discriminator === undefined ? alternatives(issue) : noSuchKind(issue);
    case "unrecognized_keys":
      return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).toSorted().join(", ") : "";
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return `must be ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${unit(issue.origin)}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return issue.format === "url"
        ? "must be a web address, such as https://example.com/"
        : "is not written as it has to be";
    case "invalid_key":
    case "invalid_element":
      return issue.issues[0]?.message ?? "is not allowed";
    case "custom":
      return "is not allowed";
  }
}

function wrongType(expected: string, input: unknown): string {
  if (input === undefined) return "is missing";
  if (input === null) return "is empty";
  const hint =
    expected === "string" && (typeof input === "number" || typeof input === "boolean") ? "; put it in quotes" : "";
  return `must be ${TYPES[expected] ?? expected}${hint}`;
}

function notOneOf(input: unknown, allowed: readonly string[]): string {
  if (input === undefined) return `is missing; write ${oneOf(allowed)}`;
  if (input === null) return `is empty; write ${oneOf(allowed)}`;
  return `must be ${oneOf(allowed)}${didYouMean(input, allowed)}`;
}

function noSuchKind({ input, discriminator, options }: Issue & { code: "invalid_union" }): string {
  const value = typeof input === "object" && input !== null ? Reflect.get(input, discriminator ?? "") : undefined;
  return notOneOf(value, Array.isArray(options) ? options.map(String) : []);
}

/** Every form was refused for its type alone (see `problems.ts` for the other case): names the types. */
function alternatives({ errors, input }: Issue & { code: "invalid_union" }): string {
  if (input === undefined) return "is missing";
  if (input === null) return "is empty";
  const issues = errors.flat().filter((issue) => issue.code === "invalid_type");
  // Where no plain text will do, what a form says in words of its own says more: that a secret must not be written here.
  const own = issues.find(({ message, expected }) => message !== wrongType(expected, input));
  if (own !== undefined && issues.every(({ expected }) => expected !== "string")) return own.message;
  const types = issues.map(({ expected }) => TYPES[expected] ?? expected);
  return types.length === 0 ? "has none of the forms that are allowed here" : `must be ${oneOf([...new Set(types)])}`;
}

function tooSmall({ origin, minimum, inclusive }: Issue & { code: "too_small" }): string {
  if (minimum === 1 && unit(origin) !== "") return "is empty";
  return `must be ${inclusive === false ? "more than" : "at least"} ${minimum}${unit(origin)}`;
}

function unit(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" || origin === "set" ? " entries long" : "";
}

function didYouMean(written: unknown, known: readonly string[]): string {
  const near = typeof written === "string" ? nearest(written, known) : undefined;
  return near === undefined ? "" : `, did you mean "${near}"?`;
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
