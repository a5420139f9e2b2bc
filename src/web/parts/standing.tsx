import type { Standing } from "../../core/offboarding/timeline.ts";
import { STANDING_WORDS } from "../../messages/offboarding.ts";

const TONES: Readonly<Record<Standing, string>> = {
  left: "",
  in_time: " good",
  late: "",
  ended: "",
  overdue: " bad",
  within: "",
  unknown: " warn",
};

/** How an account of somebody who left stands, in a word. */
export function StandingBadge({ standing }: { standing: Standing }) {
  return <span class={`badge${TONES[standing]}`}>{STANDING_WORDS[standing]}</span>;
}
