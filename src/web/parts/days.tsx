import type { Child } from "hono/jsx";

const DAY = /\b(\d{4}-\d\d-\d\d)\b/;

/** A sentence whose days are not broken at the end of a line. */
export function Days({ of }: { of: string }) {
  return <>{of.split(DAY).map((part, i): Child => (i % 2 === 0 ? part : <span class="whole">{part}</span>))}</>;
}
