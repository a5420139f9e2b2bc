import type { Output, Style } from "../output.ts";

const STYLES: Readonly<Record<Sign, Style>> = { "✓": "green", "!": "yellow", "✗": "red", "·": "dim" };

/** How something stands: well, worth a look, in the way, or neither. */
export type Sign = "✓" | "!" | "✗" | "·";

/** One line of a diagnosis. */
export function show(output: Output, sign: Sign, text: string): void {
  output.line(`  ${output.style(STYLES[sign], sign)} ${text}`);
}
