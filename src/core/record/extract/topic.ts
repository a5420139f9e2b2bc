// How sure it is of whom a text speaks where a sentence names nobody: by how often, when and how the name stands in it.
import type { Mention } from "./mention.ts";
import type { Subject } from "./subject.ts";

interface Part {
  readonly mentions: readonly Mention[];
  readonly title: boolean;
}

export interface Topics {
  /** Whether what is said of nobody at a sentence is too loosely of a subject to be claimed. */
  readonly isLoose: (subject: Subject, at: number) => boolean;
}

export function topicsOf(parts: readonly Part[]): Topics {
  const seen = new Map<string, { readonly at: number[]; titled: boolean; doubtful: boolean; near: number }>();
  for (const [at, { mentions, title }] of parts.entries()) {
    for (const { role, key, doubtful, preposition } of mentions) {
      if (role !== "employer") continue;
      const held = seen.get(key) ?? {
        at: [],
        titled: false,
        doubtful: false,
        near: preposition === null || preposition === "at" ? 2 : 0,
      };
      held.at.push(at);
      held.titled ||= title;
      held.doubtful ||= doubtful;
      seen.set(key, held);
    }
  }
  // Where somebody counts over many, a lone name may be anybody's.
  const ofMany = parts.some(({ mentions }) => mentions.some(({ role }) => role === "source"));
  return {
    isLoose: ({ key, by }, at) => {
      if (by === "name") return false;
      const held = seen.get(key);
      // Nobody else is named.
      if (held === undefined || (seen.size === 1 && !ofMany)) return false;
      // "Acme, … says it will": whom a pronoun means that stands beside a name.
      if (held.doubtful) return by !== "coreference" || !held.at.includes(at);
      if (held.at.length > 1) return false;
      return by === "document" && !held.titled && (held.at[0] ?? 0) > at + held.near;
    },
  };
}
