import type { CheckpointView } from "../core/disclosure/incident-view.ts";
import { moment } from "./time.ts";
import { counted, number } from "./words.ts";

interface Line {
  readonly label: string;
  readonly text: string;
}

export function checkpointHeadline({ note }: CheckpointView): string {
  return note === null ? "The audit log could not be signed" : "A checkpoint of the audit log";
}

const KEEP = {
  label: "to do",
  text:
    "save what follows in a file as it is, outside of the machine that Rollcall runs on; rollcall audit verify EXPORT " +
    "--checkpoint FILE shows later whether anything up to here was changed",
};

const MEANS = {
  label: "meaning",
  text: "the log or its files are not as they were left; what happened since the last checkpoint is in none",
};

/** What is said beside the signed note, or in its place. */
export function checkpointLines(view: CheckpointView, at: string): Line[] {
  const { note, sealed, size } = view;
  const asOf = { label: "as of", text: moment(at) };
  if (note === null) return [asOf, MEANS, { label: sealed ? "to do" : "reason", text: faultText(view) }];
  return [
    asOf,
    ...(size === undefined ? [] : [{ label: "entries", text: number(size) }]),
    ...(sealed
      ? [
          {
            label: "sealed",
            text: "it does not say how many entries the log has, for that would tell of what happened",
          },
        ]
      : []),
    KEEP,
  ];
}

function faultText({ sealed, fault, findings = 0 }: CheckpointView): string {
  if (sealed || fault === undefined) return "ask those who run Rollcall; rollcall doctor tells them why";
  return faultWords(fault, findings);
}

/** Why the log could not be signed, and what to do, without the names of files. */
export function faultWords(fault: NonNullable<CheckpointView["fault"]>, findings: number): string {
  switch (fault) {
    case "log":
      return `${counted(findings, "thing is", "things are")} wrong with the log; rollcall audit export FILE says what`;
    case "key":
      return "the key that it is signed with cannot be used; rollcall audit key says why";
    case "last":
      return "the checkpoint that was signed last cannot be read or replaced; rollcall audit checkpoint says why";
  }
}
