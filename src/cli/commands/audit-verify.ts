import { verifyExport } from "../../app/verify-export.ts";
import { parseVerifierKey, type VerifierKey } from "../../core/audit/note.ts";
import { RollcallError } from "../../core/errors.ts";
import { findingText } from "../../messages/audit.ts";
import { counted } from "../../messages/words.ts";
import { bytesOf, textOf } from "../../wire/audit.ts";
import { flag, type Invocation, type Run, textOption } from "../command.ts";
import { findingLines } from "../show/audit.ts";

/** Checks an export where nothing else of Rollcall is: opens no store and no settings. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [path = ""] = args;
  const trusted = keyOption(invocation);
  const kept = textOption(invocation, "checkpoint");
  const saved = kept === undefined ? undefined : textOf(kept);
  const { findings, more, entries, key } = await verifyExport(bytesOf(path), {
    ...(trusted === undefined ? {} : { trusted }),
    ...(saved === undefined ? {} : { saved }),
  });
  if (flag(invocation, "json")) {
    for (const finding of findings) output.json({ ...finding, text: findingText(finding) });
    output.json({ audit: { entries, findings: findings.length + more, key: key?.text ?? null } });
  } else if (findings.length > 0) {
    for (const text of findingLines(findings, more)) output.line(text);
  } else {
    output.line(`${counted(entries, "entry", "entries")}, nothing removed, added, changed or put into another order.`);
  }
  if (findings.length > 0) return 1;
  if (trusted === undefined && saved === undefined) {
    output.note(
      `The file itself names its key, ${key?.text}: compare it with what rollcall audit key printed (--key). Without a checkpoint that was kept elsewhere (--checkpoint) nobody can tell whether the log was written anew or its end cut off.`,
    );
  }
  return 0;
};

function keyOption(invocation: Invocation): VerifierKey | undefined {
  const text = textOption(invocation, "key");
  if (text === undefined) return undefined;
  const key = parseVerifierKey(text.trim());
  if (key !== undefined) return key;
  throw new RollcallError("usage", "--key: give the key as rollcall audit key prints it (rollcall/…+…+…).");
}
