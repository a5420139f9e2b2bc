import type { Sight } from "../../messages/health.ts";

const BADGES: Readonly<Record<Sight, { readonly word: string; readonly tone: string }>> = {
  fresh: { word: "fresh", tone: " good" },
  doubtful: { word: "to be looked at", tone: " warn" },
  blind: { word: "blind", tone: " bad" },
  unread: { word: "not read yet", tone: "" },
};

/** Whether a directory is seen, in a word. */
export function SightBadge({ sight }: { sight: Sight }) {
  const { word, tone } = BADGES[sight];
  return <span class={`badge${tone}`}>{word}</span>;
}
