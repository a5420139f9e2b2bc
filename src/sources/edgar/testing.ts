// Filings of our own invention, in the form in which EDGAR has them.

export interface Written {
  readonly form?: string;
  readonly accession?: string;
  readonly filed?: string;
  readonly event?: string;
  readonly name?: string;
  readonly cik?: string;
  readonly sic?: string;
  /** HTML below the cover. */
  readonly items: string;
}

const COVER = (name: string, form: string): string =>
  `<p>UNITED STATES</p><p>SECURITIES AND EXCHANGE COMMISSION</p><p>FORM ${form}</p><p>CURRENT REPORT</p>` +
  `<p>Date of Report (Date of earliest event reported):&#160;March&#160;19, 2031</p><p><b>${name}</b></p>` +
  `<p>(Exact name of registrant as specified in its charter)</p><p>Registrant&#8217;s telephone number: (419) 555-0100</p>` +
  `<p>&#9744; Written communications pursuant to Rule 425 under the Securities Act</p>`;

const SIGNED = "<p>SIGNATURES</p><p>By: /s/ Zyxquill Vorblat</p><p>Zyxquill Vorblat, Chief Financial Officer</p>";

/** A full submission: header, main document, an exhibit. */
export function submissionOf({
  form = "8-K",
  accession = "0009999999-31-000012",
  filed = "20310325",
  event = "20310319",
  name = "NORDWIND TURBINES INC",
  cik = "0009999999",
  sic = "ENGINES &amp; TURBINES [3510]",
  items,
}: Written): string {
  return `<SEC-DOCUMENT>${accession}.txt : ${filed}
<SEC-HEADER>${accession}.hdr.sgml : ${filed}
<ACCEPTANCE-DATETIME>${filed}161507
ACCESSION NUMBER:\t\t${accession}
CONFORMED SUBMISSION TYPE:\t${form}
PUBLIC DOCUMENT COUNT:\t\t2
CONFORMED PERIOD OF REPORT:\t${event}
ITEM INFORMATION:\t\tCosts Associated with Exit or Disposal Activities
FILED AS OF DATE:\t\t${filed}
DATE AS OF CHANGE:\t\t${filed}

FILER:

\tCOMPANY DATA:\t
\t\tCOMPANY CONFORMED NAME:\t\t\t${name}
\t\tCENTRAL INDEX KEY:\t\t\t${cik}
\t\tSTANDARD INDUSTRIAL CLASSIFICATION:\t${sic}
\t\tSTATE OF INCORPORATION:\t\t\tDE

\tBUSINESS ADDRESS:\t
\t\tSTREET 1:\t\t1 MILL ROAD
\t\tCITY:\t\t\tTOLEDO
\t\tSTATE:\t\t\tOH
\t\tZIP:\t\t\t43604
\t\tBUSINESS PHONE:\t\t4195550100
</SEC-HEADER>
<DOCUMENT>
<TYPE>EX-99.1
<SEQUENCE>2
<FILENAME>ex99.htm
<TEXT>
<html><body><p>Nordwind cuts 9,999 jobs, a press release says.</p></body></html>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>${form}
<SEQUENCE>1
<FILENAME>d8k.htm
<TEXT>
<html><head><title>${form}</title></head><body>${COVER("Nordwind Turbines, Inc.", form)}${items}${SIGNED}</body></html>
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
`;
}

/** The main document alone, with its facts marked as inline XBRL. */
export function inlineOf(items: string): string {
  return (
    `<?xml version='1.0' encoding='ASCII'?><html xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"><head><title>nord-20310319</title></head><body>` +
    `<div style="display:none"><ix:header><ix:hidden><ix:nonNumeric name="dei:AmendmentFlag" contextRef="c-1">false</ix:nonNumeric>` +
    `<ix:nonNumeric name="dei:EntityCentralIndexKey" contextRef="c-1">0009999999</ix:nonNumeric></ix:hidden></ix:header></div>` +
    `<div>SECURITIES AND EXCHANGE COMMISSION</div><div>FORM <ix:nonNumeric name="dei:DocumentType" contextRef="c-1">8-K</ix:nonNumeric></div>` +
    `<div>Date of Report (Date of earliest event reported): <ix:nonNumeric name="dei:DocumentPeriodEndDate" contextRef="c-1" format="ixt:date-monthname-day-year-en">March 19, 2031</ix:nonNumeric></div>` +
    `<div><ix:nonNumeric name="dei:EntityRegistrantName" contextRef="c-1"><span>Nordwind Turbines, Inc.</span></ix:nonNumeric></div>` +
    `<div>(Exact name of registrant as specified in its charter)</div><div><ix:nonNumeric name="dei:EntityAddressStateOrProvince" contextRef="c-1">OH</ix:nonNumeric></div>` +
    `${items}${SIGNED}</body></html>`
  );
}
