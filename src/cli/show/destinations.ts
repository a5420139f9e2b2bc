import type { Destination } from "../../app/destination.ts";
import { listed, plain } from "../../messages/words.ts";

/** One line about a destination: where its messages go, who reads there, and what they are told. */
export function destinationText(destination: Destination): string {
  const { name, notifier, settings, audience, alias, rule, quiet, digest } = destination;
  const about = rule.directories === undefined ? "" : ` of ${listed(rule.directories)}`;
  const only = [...(rule.only?.location ?? []), ...(rule.only?.team ?? [])];
  return [
    `${name}: ${notifier.title}, ${plain(notifier.describe(settings))}`,
    alias === undefined ? `audience ${audience}` : `audience ${alias} (${audience})`,
    `tells ${listed(rule.tell)}${about}${only.length === 0 ? "" : `, only ${listed(only.map(plain))}`}`,
    ...(digest === undefined ? [] : [`as a digest at ${digest.at} (${digest.timezone})`]),
    ...(quiet === undefined ? [] : [`quiet from ${quiet.from} until ${quiet.until} (${quiet.timezone})`]),
  ].join("; ");
}
