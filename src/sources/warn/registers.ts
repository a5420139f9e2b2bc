import { type Form, onPage, PLAIN, type Register } from "./register.ts";
import { FILES } from "./registers-files.ts";
import { PAGES } from "./registers-pages.ts";
import { PDFS } from "./registers-pdf.ts";

/** The search of America's Job Link, which several states run under their own names: its lists, its pages and tables made of both. */
const JOB_LINK: readonly Form[] = [
  {
    columns: {
      Employer: "company",
      City: "city",
      ZIP: "left out",
      "LWIB Area": "left out",
      "Notice Date": "notice",
      "WARN Type": "type",
      Link: "link",
    },
    mayLack: ["Link"],
  },
  {
    columns: {
      "Company Name": "company",
      Address: "site",
      "Notice Date": "notice",
      "Number of Employees Affected": "count",
      Link: "link",
    },
    // A field without a value is not shown.
    mayLack: ["Address", "Number of Employees Affected", "Link"],
  },
  {
    columns: {
      employer: "company",
      notice_date: "notice",
      number_of_employees_affected: "count",
      warn_type: "type",
      city: "city",
      zip: "left out",
      lwib_area: "left out",
      address: "site",
      record_number: "record",
      detail_page_url: "link",
    },
  },
];

function jobLink(
  state: string,
  name: string,
  host: string,
  hints: RegExp,
  publisher: string,
  checked: Register["checked"] = "documents",
): Register {
  const page = `https://${host}/search/warn_lookups`;
  return { state, name, publisher, page, family: "Job Link", checked, forms: JOB_LINK, words: [], hints };
}

/** Added to by one entry each: docs/sources.md says how. */
export const REGISTERS: readonly Register[] = [
  jobLink("az", "Arizona", "www.azjobconnection.gov", /azjobconnection/i, "Arizona@Work", "table"),
  jobLink(
    "de",
    "Delaware",
    "joblink.delaware.gov",
    /joblink\.delaware|delaware joblink/i,
    "Delaware Department of Labor",
  ),
  jobLink("ks", "Kansas", "www.kansasworks.com", /kansas(?:<\/b>)?works/i, "Kansas Department of Commerce", "file"),
  jobLink("me", "Maine", "joblink.maine.gov", /joblink\.maine|maine joblink/i, "Maine Department of Labor"),
  jobLink("ok", "Oklahoma", "okjobmatch.com", /okjobmatch/i, "Oklahoma Employment Security Commission", "file"),
  jobLink("vt", "Vermont", "www.vermontjoblink.com", /vermont ?joblink/i, "Vermont Department of Labor"),
  {
    state: "ca",
    name: "California",
    publisher: "California Employment Development Department",
    page: "https://edd.ca.gov/en/Jobs_and_Training/Layoff_Services_WARN",
    family: "workbook",
    checked: "file",
    forms: [
      {
        columns: {
          notice_date: "notice",
          effective_date: "effective",
          received_date: "received",
          company: "company",
          city: "city",
          num_employees: "count",
          layoff_or_closure: "type",
          county: "county",
          address: "site",
          source_file: "changing",
        },
      },
      {
        columns: {
          County: "county",
          "Notice Date": "notice",
          "Received Date": "received",
          "Effective Date": "effective",
          Company: "company",
          Layoff: "type",
          Employees: "count",
          Address: "site",
        },
      },
    ],
    words: PLAIN,
  },
  {
    state: "fl",
    name: "Florida",
    publisher: "Florida Department of Commerce",
    page: "https://reactwarn.floridajobs.org/WarnList/",
    family: "page",
    checked: "table",
    forms: [
      {
        columns: {
          "Company Name": "company and site",
          "State Notification Date": "notice",
          "Layoff Date": "effective",
          "Employees Affected": "count",
          Industry: "industry",
        },
      },
    ],
    words: [],
  },
  {
    state: "md",
    name: "Maryland",
    publisher: "Maryland Department of Labor",
    page: "https://www.labor.maryland.gov/employment/warn.shtml",
    family: "page",
    checked: "table",
    forms: [
      {
        columns: {
          "Notice Date": "notice",
          "NAICS Code": "industry",
          Company: "company",
          Location: "site",
          "WIA Code": "left out",
          "Total Employees": "count",
          "Effective Date": "effective",
          "Type Code": "type",
        },
      },
      onPage({
        "Notice Date": "notice",
        "NAICS Code": "industry",
        Company: "company",
        Location: "site",
        "Local Area": "left out",
        "Total Employees": "count",
        "Effective Date": "effective",
        Type: "type",
      }),
    ],
    // 1 is the closure of a plant, 2 a mass layoff.
    words: [{ when: /^1\b|^plant closure\b/i, kind: "closure" }, { when: /^2\b/, kind: "layoff" }, ...PLAIN.slice(2)],
    remarks: /^no warns reported/i,
  },
  {
    state: "nj",
    name: "New Jersey",
    publisher: "New Jersey Department of Labor and Workforce Development",
    page: "https://www.nj.gov/labor/employer-services/warn/",
    family: "workbook",
    checked: "table",
    forms: [
      {
        columns: {
          Company: "company",
          City: "city",
          // A month without its year.
          "Month Posted": "left out",
          "Effective Date": "effective",
          "Workforce Affected": "count",
        },
      },
    ],
    words: [],
    // "Most employees of companies marked with asterisk will be rehired by buyer", the register says below its table.
    takenOver: /^\s*\*/,
    remarks: /^\s*\*/,
  },
  {
    state: "ny",
    name: "New York",
    publisher: "New York State Department of Labor",
    page: "https://dol.ny.gov/warn-dashboard",
    family: "dashboard",
    checked: "table",
    forms: [
      {
        columns: {
          "Business Legal Name": "company",
          "Date Layoff/Closure Starts": "effective",
          "Date of WARN Notice": "notice",
          "Date Posted": "posted",
          "Impacted Site Address": "site",
          "Impacted Site County": "county",
          "Layoff or Closure?": "type",
          "Measure Names": "left out",
          "Permanent or Temporary Layoff?": "temporary",
          Index: "changing",
          "Number of Affected Workers": "count",
        },
      },
    ],
    words: PLAIN,
  },
  {
    state: "sc",
    name: "South Carolina",
    publisher: "South Carolina Department of Employment and Workforce",
    page: "https://scworks.org/employer/employer-programs/at-risk-of-closing/layoff-notification-reports",
    family: "PDF",
    checked: "table",
    forms: [{ columns: { company: "company", location: "city", date: "effective", jobs: "count", naics: "industry" } }],
    words: [],
  },
  {
    state: "tx",
    name: "Texas",
    publisher: "Texas Workforce Commission",
    page: "https://www.twc.texas.gov/data-reports/warn-notice",
    family: "workbook",
    checked: "table",
    forms: [
      {
        columns: {
          NOTICE_DATE: "notice",
          JOB_SITE_NAME: "company",
          COUNTY_NAME: "county",
          WDA_NAME: "left out",
          TOTAL_LAYOFF_NUMBER: "count",
          LayOff_Date: "effective",
          WFDD_RECEIVED_DATE: "received or number",
          CITY_NAME: "city",
        },
      },
    ],
    words: [],
  },
  {
    state: "wa",
    name: "Washington",
    publisher: "Washington Employment Security Department",
    page: "https://esd.wa.gov/about-employees/WARN",
    family: "page",
    checked: "table",
    forms: [
      {
        columns: {
          Company: "company",
          Location: "city",
          "Layoff Start Date": "effective",
          "# of Workers": "count",
          "Closure Layoff": "type",
          "Type of Layoff": "temporary",
          "Received Date": "received",
          Notice: "left out",
          Link: "file",
        },
        mayLack: ["Notice", "Link"],
      },
    ],
    words: PLAIN,
  },
  {
    state: "wi",
    name: "Wisconsin",
    publisher: "Wisconsin Department of Workforce Development",
    page: "https://dwd.wisconsin.gov/dislocatedworker/warn/",
    family: "page",
    checked: "table",
    forms: [
      {
        columns: {
          Company: "company",
          City: "city",
          "Affected Workers": "count",
          "Notice Received": "received",
          "Notice Type": "type",
          "Layoff Begin Date": "effective",
          "NAICS Description": "industry",
          County: "county",
          "Workforce Development Area": "left out",
        },
      },
      onPage({
        Company: "company",
        City: "city",
        "Affected Workers": "count",
        "Notice Received": "received",
        "Original Notice Type / Update Type": "type",
        "Layoff Begin Date": "effective",
        "NAICS Description": "industry",
        County: "county",
        "Workforce Development Area": "left out",
      }),
    ],
    // By the legend of its page; AW and LS say that the number or the days have changed.
    words: [
      { when: /\bRN\b/i, status: "denied" },
      { when: /\bCL\b/i, kind: "closure" },
      { when: /\bWR\b/i, kind: "layoff" },
    ],
    revision: /\s*[-–]\s*revision\s*(?<number>\d*)\s*$/i,
  },
  ...PAGES,
  ...FILES,
  ...PDFS,
];
