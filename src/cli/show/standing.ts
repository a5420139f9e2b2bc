import { type CheckpointsStand, checkpointsStand } from "../../app/checkpoint-stand.ts";
import { countsStand, type Standing } from "../../app/release-standing.ts";
import { type Instant, iso } from "../../core/time.ts";
import { faultWords } from "../../messages/checkpoint.ts";
import { duration, moment } from "../../messages/time.ts";
import { listed, number, plain } from "../../messages/words.ts";
import type { Watching } from "../../wire/settings.ts";
import type { Output } from "../output.ts";
import { show, type Sign } from "./signs.ts";

/**
 * Shows how releases of counts and checkpoints of the audit log stand.
 * @returns the exit code: 3 where the settings allow no release, 1 where the log could not be signed
 */
export async function doctorRecord(
  output: Output,
  { context, counts, checkpoints }: Pick<Watching, "context" | "counts" | "checkpoints">,
  json: boolean,
): Promise<number> {
  const released = counts && (await countsStand(context, counts));
  const signed = await checkpointsStand(context, checkpoints.every);
  const now = context.clock.now();
  if (json) {
    if (released !== undefined) output.json({ counts: { directory: counts?.headcount, ...releasesJson(released) } });
    output.json({ checkpoints: checkpointsJson(signed) });
  } else {
    if (released !== undefined) {
      output.line();
      output.line(output.style("bold", `counts of ${counts?.headcount}`));
      show(output, ...releasesText(released));
    }
    output.line();
    output.line(output.style("bold", "audit log"));
    for (const line of checkpointsText(signed, now)) show(output, ...line);
  }
  const unsigned = signed.last !== undefined && "fault" in signed.last.state;
  return Math.max(released !== undefined && "fault" in released ? 3 : 0, unsigned ? 1 : 0);
}

type Line = readonly [sign: Sign, text: string];

const NOW = "rollcall watch makes it, or the next rollcall sweep";

/** Nothing but numbers and times of releases, which every reader of counts may know; a fault is the operator's. */
function releasesText(stands: Standing | { readonly fault: string }): Line {
  if ("fault" in stands) return ["✗", `no release: ${plain(stands.fault)}`];
  const { last, next, why } = stands;
  if (next === null) {
    return why === "ready"
      ? ["·", `no release yet: ${NOW}`]
      : ["!", "no release yet: the first comes with a complete and healthy reading; run rollcall sweep"];
  }
  const before = last === undefined ? "no release yet" : `release ${number(last.release)} of ${moment(last.at)}`;
  if (why === "not due") return ["✓", `${before}; the next is due ${moment(next)}`];
  const since = `${before}; the next is due since ${moment(next)}`;
  return why === "ready"
    ? ["·", `${since}: ${NOW}`]
    : ["!", `${since}, and nobody has read the directory completely since then`];
}

function checkpointsText({ told, last, outside, next, overdue }: CheckpointsStand, now: Instant): Line[] {
  const lines: Line[] = [];
  if (told.length === 0) {
    lines.push([
      "!",
      "no destination tells checkpoints: while nobody keeps any elsewhere, whoever can write here can change the log unseen",
    ]);
  }
  if (last !== undefined && "fault" in last.state) {
    const { fault, findings } = last.state;
    lines.push(["✗", `not signed ${moment(last.at)}: ${faultWords(fault, findings)}`]);
  }
  if (outside !== undefined) {
    const { of, destination } = outside;
    lines.push([
      overdue ? "!" : "✓",
      `${overdue ? "nothing newer is outside than the checkpoint" : "the checkpoint"} of ${moment(of)}, ${duration(now - of)} ago${overdue ? "," : ", is outside:"} at ${destination}`,
    ]);
  } else if (told.length > 0) {
    const what = last === undefined ? NOW : "none of those that were signed has arrived";
    lines.push([overdue ? "!" : "·", `no checkpoint is outside yet at ${listed(told)}: ${what}`]);
  }
  if (next !== null && last !== undefined) lines.push(["·", `the next checkpoint is due ${moment(next)}`]);
  return lines;
}

function releasesJson(stands: Standing | { readonly fault: string }): object {
  if ("fault" in stands) return stands;
  const { last, next, why } = stands;
  return {
    last: last === undefined ? null : { release: last.release, at: iso(last.at) },
    next: next === null ? null : iso(next),
    why,
  };
}

function checkpointsJson({ told, last, outside, next, overdue }: CheckpointsStand): object {
  return {
    told,
    last:
      last === undefined
        ? null
        : {
            at: iso(last.at),
            ...("fault" in last.state ? { signed: false, ...last.state } : { signed: true, size: last.state.size }),
          },
    outside:
      outside === undefined ? null : { of: iso(outside.of), destination: outside.destination, at: iso(outside.at) },
    next: next === null ? null : iso(next),
    overdue,
  };
}
