import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import { stripPicture, STRIP_PARTS } from "../../charts/strip.ts";
import type { Strip } from "../../core/wave/strip.ts";
import { stripWords } from "../../messages/strip.ts";
import { between } from "../../messages/time.ts";
import { number } from "../../messages/words.ts";
import { Table } from "./table.tsx";

/** A picture that charts/ made: the only markup that is not made here. */
export function Picture({ svg }: { svg: string }) {
  return <>{raw(svg)}</>;
}

/** For a desk, and for a phone: a picture that shrinks is not read. */
const WIDTHS = { wide: 1100, slim: 340 } as const;

/** Departures over time beside what was expected: a picture, what it shows in words, and the same as a table. */
export function StripFigure({ strip, title, id }: { strip: Strip; title: string; id: string }) {
  const words = stripWords(strip, STRIP_PARTS);
  const rows = strip.bins.map(({ from, to, count, expected, inWave }): Child[] => [
    between({ notBefore: from, notAfter: to }),
    number(count),
    expected === undefined ? "not known" : `${number(expected.low)} to ${number(expected.high)}`,
    inWave ? "in a wave" : "",
  ]);
  return (
    <figure>
      <figcaption>
        {title} <span class="quiet">{words.title}</span>
      </figcaption>
      {(["wide", "slim"] as const).map((size) => (
        <div class={`for-${size}`}>
          <Picture svg={stripPicture(strip, { title, width: WIDTHS[size], id: `${id}-${size}` })} />
        </div>
      ))}
      <p class="quiet small">{words.sentences.join(" ")}</p>
      <details id={`${id}-table`}>
        <summary>The same as a table</summary>
        <Table columns={["When", { title: "Left", number: true }, "Expected", "Wave"]} rows={rows} />
      </details>
    </figure>
  );
}
