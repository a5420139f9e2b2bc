// One Form 8-K as EDGAR keeps it: the full submission with its header, or the main document alone.
import { readableText } from "../../files/html.ts";
import { nameRelation } from "../../core/record/company.ts";
import { oneLine } from "../web.ts";

export interface Filing {
  /** `8-K`, or `8-K/A` where it amends one. */
  readonly form: string | null;
  /** The number under which EDGAR has it; null for a main document alone. */
  readonly accession: string | null;
  /** Of the filer: ten digits. */
  readonly cik: string | null;
  readonly company: string | null;
  readonly sic: string | null;
  /** Two letters, of its seat. */
  readonly state: string | null;
  /** ISO 8601 days: on which it was filed, and of the earliest event that it reports. */
  readonly filed: string | null;
  readonly event: string | null;
  /** The main document as people read it. */
  readonly text: string;
}

const SUBMISSION = /^\s*(?:<SEC-DOCUMENT>|<SEC-HEADER>|<IMS-DOCUMENT>|<IMS-HEADER>|-----BEGIN PRIVACY-ENHANCED)/;

export function isSubmission(head: string): boolean {
  return SUBMISSION.test(head);
}

/** Whether a page is the main document of a Form 8-K: by its facts, or by the words on its cover. */
export function isReport(head: string): boolean {
  if (/name="dei:DocumentType"[^>]*>\s*(?:<[^>]*>\s*)*8-K/i.test(head)) return true;
  const words = head.replaceAll(/<[^>]*>/g, " ").replaceAll(/(?:\s|&nbsp;|&#160;)+/g, " ");
  return /securities and exchange commission/i.test(words) && /\bform 8[-‑–]k\b/i.test(words);
}

export function filingOf(content: string): Filing {
  return isSubmission(content) ? submission(content) : report(content);
}

/** The first of a header's lines with this label: that of the first filer, where several filed together. */
function label(header: string, name: string): string | null {
  return oneLine(new RegExp(String.raw`^[ \t]*${name}:[ \t]*(\S.*)$`, "m").exec(header)?.[1]);
}

function submission(content: string): Filing {
  const end = /<\/(?:SEC|IMS)-HEADER>/.exec(content)?.index ?? content.indexOf("<DOCUMENT>");
  const header = end === -1 ? content : content.slice(0, end);
  const main = report(mainDocument(content));
  const business = /^[ \t]*BUSINESS ADDRESS:[\s\S]*?^[ \t]*STATE:[ \t]*([A-Z]{2})[ \t]*$/m.exec(header)?.[1];
  const conformed = label(header, "COMPANY CONFORMED NAME");
  const cik = label(header, "CENTRAL INDEX KEY");
  return {
    form: label(header, "CONFORMED SUBMISSION TYPE"),
    accession: /\b\d{10}-\d{2}-\d{6}\b/.exec(label(header, "ACCESSION NUMBER") ?? header)?.[0] ?? null,
    cik: cik === null || !/^\d{1,10}$/.test(cik) ? null : cik.padStart(10, "0"),
    company: nameOf(conformed, main.company),
    sic: /\[(\d{3,4})\]/.exec(label(header, "STANDARD INDUSTRIAL CLASSIFICATION") ?? "")?.[1] ?? null,
    state: business ?? main.state,
    filed: dayOf(label(header, "FILED AS OF DATE")),
    event: dayOf(label(header, "CONFORMED PERIOD OF REPORT")) ?? main.event,
    text: main.text,
  };
}

/** The name as the company writes it, where it is the one that EDGAR has: EDGAR has many in capitals, and without "The". */
function nameOf(conformed: string | null, written: string | null): string | null {
  if (conformed === null || written === null) return conformed ?? written;
  return nameRelation(conformed.replace(/\s*\/[A-Z ]{2,}\/?$/, ""), written) === "other_name" ? conformed : written;
}

/** The document of the form itself; exhibits are the press's and the lawyers' words. */
function mainDocument(content: string): string {
  for (const [, type = "", body = ""] of content.matchAll(/<DOCUMENT>\s*<TYPE>([^\n<]*)([\s\S]*?)<\/DOCUMENT>/g)) {
    if (/^8-K(?:\/A|12\w*)?\s*$/.test(type)) return /<TEXT>([\s\S]*?)<\/TEXT>/.exec(body)?.[1] ?? body;
  }
  return "";
}

function report(content: string): Filing {
  const isHtml = /<(?:html|body|p|div|table|font)\b/i.test(content);
  const text = isHtml ? readableText(content.replaceAll(/<\/t[dh]>/gi, " $&")) : paragraphs(content);
  const amends = /\bform\s+8[-‑–]k\s*\/\s*a\b/i.test(text.slice(0, 4000));
  const cik = fact(content, "EntityCentralIndexKey");
  return {
    form: fact(content, "DocumentType") ?? (amends ? "8-K/A" : null),
    accession: null,
    cik: cik === null || !/^\d{1,10}$/.test(cik) ? null : cik.padStart(10, "0"),
    company: fact(content, "EntityRegistrantName") ?? onCover(text),
    sic: null,
    state: /^[A-Z]{2}$/.exec(fact(content, "EntityAddressStateOrProvince") ?? "")?.[0] ?? null,
    filed: null,
    event: writtenDay(text),
    text,
  };
}

/** A fact of the cover page as inline XBRL marks it. */
function fact(content: string, name: string): string | null {
  const found = new RegExp(
    String.raw`<ix:nonNumeric\b[^>]*\bname="dei:${name}"[^>]*>([\s\S]*?)</ix:nonNumeric>`,
    "i",
  ).exec(content)?.[1];
  return found === undefined ? null : oneLine(readableText(found));
}

/** The line above "(Exact name of registrant as specified in its charter)". */
function onCover(text: string): string | null {
  const lines = text.slice(0, 6000).split("\n");
  const at = lines.findIndex((line) => /exact name of (?:the )?(?:registrant|company)/i.test(line));
  const before = lines.slice(0, Math.max(at, 0)).findLast((line) => /[a-z]{2}/i.test(line));
  const own = at === -1 ? "" : (/^(.*?)\s*\(?\s*exact name/i.exec(lines[at] ?? "")?.[1] ?? "");
  const name = oneLine((own === "" ? before : own)?.replaceAll(/[_|]+/g, " "));
  return name === null || name.length > 120 ? null : name;
}

const MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December";

/** "Date of Report (Date of earliest event reported): March 19, 2031" */
function writtenDay(text: string): string | null {
  const found = new RegExp(
    String.raw`earliest\s+event\s+reported\W{0,40}(${MONTHS})\s+(\d{1,2}),?\s+(\d{4})`,
    "i",
  ).exec(text.slice(0, 6000));
  if (found === null) return null;
  const month =
    MONTHS.toLowerCase()
      .split("|")
      .indexOf((found[1] ?? "").toLowerCase()) + 1;
  return dayOf(`${found[3]}${String(month).padStart(2, "0")}${(found[2] ?? "").padStart(2, "0")}`);
}

/** ISO 8601 of `20310319`; null for what is no day. */
function dayOf(written: string | null): string | null {
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(written ?? "");
  const day = found === null ? "" : `${found[1]}-${found[2]}-${found[3]}`;
  const at = Date.parse(day);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : day;
}

/** Plain text with hard line breaks: what stands together without an empty line is one line. */
function paragraphs(content: string): string {
  return content
    .replaceAll(/^<PAGE>.*$/gm, "")
    .split(/\n[ \t]*\n/)
    .map((part) => oneLine(part) ?? "")
    .filter((line) => line !== "")
    .join("\n");
}
