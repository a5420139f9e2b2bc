import type { Finding, Signed } from "../core/audit/check.ts";
import { counted, plain } from "./words.ts";

/** What is wrong with an audit log, in one sentence. */
export function findingText(finding: Finding): string {
  switch (finding.wrong) {
    case "line":
      return `Line ${finding.line} is not as Rollcall writes it: it was changed, or added, or cut off.`;
    case "sequence":
      return `Line ${finding.line}: entry ${finding.entry} stands where entry ${finding.expected} belongs: entries were removed, added or put into another order.`;
    case "link":
      return `Entry ${finding.entry} (line ${finding.line}) does not follow from the one before it: one of the two was changed, or what stood between them was removed.`;
    case "payload":
      return `Entry ${finding.entry} (line ${finding.line}): its payload or salt was changed; it is not what was recorded.`;
    case "payload gone":
      return `Entry ${finding.entry}: its payload is missing, and no entry says that it was erased.`;
    case "payload back":
      return `Entry ${finding.entry}: its payload is there, though entry ${finding.erasedBy} says that it was erased: an old copy was put back.`;
    case "erasure":
      return `Entry ${finding.entry} (line ${finding.line}) records an erasure, and does not say of which entries before it.`;
    case "no checkpoint":
      return "There is no signed checkpoint at the end: the export was cut off, or was made of a log with something wrong in it.";
    case "more after checkpoint":
      return `Line ${finding.line} stands after the signed checkpoint, which is the last line: it was added.`;
    case "note":
      return `${checkpoint(finding.of)} has not the form of a signed checkpoint: it was changed.`;
    case "signature":
      return finding.forged
        ? `${checkpoint(finding.of)} has a signature that is not of this text: the text or the signature was changed.`
        : `${checkpoint(finding.of)} is not signed with the key ${plain(finding.key)}.`;
    case "key":
      return `The export is signed with another key than the one given: it names ${plain(finding.key)}.`;
    case "origin":
      return `${checkpoint(finding.of)} is of another log: ${plain(finding.origin)}, and not ${plain(finding.expected)}.`;
    case "size":
      return `The signed checkpoint is of ${entries(finding.size)}, and here are ${finding.entries}: entries were removed or added.`;
    case "root":
      return `The signed checkpoint is of ${entries(finding.size)} that are not the ones here: something in them was changed.`;
    case "rolled back":
      return `The saved checkpoint has seen ${entries(finding.size)}, and here are ${finding.entries}: the log was rolled back, or this is of an earlier day than the checkpoint.`;
    case "rewritten":
      return `The first ${entries(finding.size)} are not the ones that the saved checkpoint has seen: the log was rewritten.`;
    case "sealed":
      return "The saved checkpoint is of none of the states that the log went through: it was rewritten, or rolled back to before then.";
  }
}

function entries(count: number): string {
  return counted(count, "entry", "entries");
}

function checkpoint(of: Signed): string {
  return of === "export" ? "The checkpoint of the export" : "The saved checkpoint";
}
