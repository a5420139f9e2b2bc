import { hearsOf, type Rule, type Topic } from "./rule.ts";

/** A directory by its alias, and how its tool shows that somebody has left. */
interface Watched {
  readonly id: string;
  readonly departure: "flag" | "absence";
}

interface Told {
  readonly name: string;
  readonly rule: Rule;
}

/**
 * The destinations that can never be told of anything, by their names: what they hear of does not happen.
 * @param counted the directory of which counts are released; none without it
 */
export function hearsNothing(
  directories: readonly Watched[],
  destinations: readonly Told[],
  counted?: string,
): string[] {
  const deaf = destinations.filter(({ rule }) => {
    // Of its own failing no destination is told.
    if (destinations.length > 1 && hearsOf(rule, "deliveries", undefined)) return false;
    return !directories.some((directory) => rule.tell.some((topic) => hears(rule, topic, directory, counted)));
  });
  return deaf.map(({ name }) => name);
}

function hears(rule: Rule, topic: Topic, { id, departure }: Watched, counted: string | undefined): boolean {
  if (topic === "reports" && id !== counted) return false;
  return topic !== "deliveries" && topic !== NEVER[departure] && hearsOf(rule, topic, id);
}

/** Absence either counts, or is a question. */
const NEVER = { flag: "removed", absence: "missing" } as const satisfies Record<Watched["departure"], Topic>;
