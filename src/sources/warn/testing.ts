// A row of our own invention in the layout of each state.

export type Cells = readonly (string | number)[];

/** A file in the layout of a state, as it is published, with a row of our own invention. */
export interface Sample {
  readonly form: "page" | "page without th" | "workbook" | "csv";
  /** Above the header. */
  readonly titles?: readonly string[];
  readonly header: readonly string[];
  readonly row: Cells;
  /** What its first cell leads to. */
  readonly link?: string;
  readonly claim: object;
  readonly key?: string;
}

export const SAMPLES: Readonly<Record<string, Sample>> = {
  ak: {
    form: "page",
    header: ["Company", "Location", "Notice Date", "Layoff Date", "Employees Affected", "Notes"],
    row: ["Ample Foods", "Kenai", "3/1/26", "5/1/26", "Up to 300", "Temporary closure"],
    link: "https://letters.example/ample.pdf",
    claim: {
      location: "Kenai, AK",
      notice: "2026-03-01",
      effectiveFrom: "2026-05-01",
      high: 300,
      qualifier: "up_to",
      kind: "furlough",
    },
  },
  al: {
    form: "page",
    header: ["Closing or Layoff", "Initial Report Date", "Planned Starting Date", "Company", "City"].concat(
      "Planned # Affected Employees",
    ),
    row: ["Closing *", "01/05/2026", "03/01/2026", "Ample Foods", "Mobile", "40"],
    claim: { location: "Mobile, AL", notice: "2026-01-05", count: 40, kind: "closure" },
  },
  dc: {
    form: "page",
    header: [
      "Notice Date",
      "Organization Name",
      "Number to<br>Employees Affected",
      "Effective Layoff Date",
      "Code Type",
    ],
    row: ["January 15, 2026", "Ample Foods", "50", "March 15, 2026", "2"],
    link: "https://does.dc.gov/ample.pdf",
    claim: { location: "District of Columbia", notice: "2026-01-15", count: 50, kind: "closure", region: "US-DC" },
  },
  in: {
    form: "page",
    header: [
      "Company",
      "City",
      "Affected Workers",
      "Notice Date",
      "LO/CL Date",
      "NAICS",
      "Description of Work/Industry",
    ].concat("Notice Type"),
    row: ["Ample Foods", "Muncie", "100+", "1/5/2026", "3/6/2026", "311", "Food", "LO and CL"],
    claim: { location: "Muncie, IN", low: 100, qualifier: "at_least", industry: "Food", kind: "closure" },
  },
  mo: {
    form: "page",
    header: [
      "Received Sort descending",
      "Title",
      "Industry",
      "Location(s)",
      "County",
      "Region",
      "Type",
      "Layoff date(s)",
    ].concat("# affected", "Notes"),
    row: ["01/05/2026", "Ample Foods", "Food", "Joplin", "Jasper", "Southwest", "Closing", "03/06/2026", "77", ""],
    claim: { location: "Joplin, MO", county: "Jasper", received: "2026-01-05", count: 77, kind: "closure" },
  },
  ne: {
    form: "page without th",
    header: ["Date", "Company", "Jobs Affected", "Location"],
    row: ["12/03/2025", "Ample Foods", "141", "Lincoln"],
    link: "https://letters.example/getfile/26",
    claim: { location: "Nebraska", site: "Lincoln", notice: "2025-12-03", count: 141 },
  },
  sd: {
    form: "page",
    header: ["Company", "Location", "Date Received", "Employees Affected"],
    row: ["Ample Foods", "Huron", "01/05/2026", "n/a"],
    claim: { location: "Huron, SD", received: "2026-01-05", count: null },
  },
  ut: {
    form: "page",
    header: ["Date of Notice", "Company Name", "Location", "Affected Workers"],
    row: ["01/05/26", "Ample Foods", "Provo", "81"],
    claim: { location: "Provo, UT", notice: "2026-01-05", count: 81 },
  },
  co: {
    form: "page without th",
    header: [
      "Company Name",
      "WARN Date",
      "Total CO",
      "# Perm",
      "#Temp",
      "Begin Date",
      "End Date",
      "Reason for Layoffs",
    ].concat("Contact Name", "Contact Phone", "Contact Email"),
    row: [
      "Ample Foods",
      "1/5/26",
      "85",
      "85",
      "0",
      "3/6/26",
      "",
      "Closure",
      "Zyxquill Vorblat",
      "303-555-0134",
      "z@v.example",
    ],
    claim: { location: "Colorado", notice: "2026-01-05", effectiveFrom: "2026-03-06", count: 85, kind: "closure" },
  },
  ia: {
    form: "workbook",
    header: [
      "Company",
      "Address Line 1",
      "City",
      "County",
      "St",
      "ZIP",
      "Notice Type",
      "Emp #",
      "Notice Date",
      "Layoff Date",
    ],
    row: ["Ample Foods", "1 Main St", "Ames", "Story", "IA", 50010, "Closing", 31, 46027, 46087],
    claim: {
      location: "Ames, IA",
      site: "1 Main St",
      notice: "2026-01-05",
      effectiveFrom: "2026-03-06",
      count: 31,
      kind: "closure",
    },
  },
  id: {
    form: "csv",
    header: [
      "Date of Letter",
      "Updates",
      "Company",
      "Address",
      "City",
      "State",
      "Zip",
      "No. of Employees Affected",
    ].concat("Effective or Commencing Date"),
    row: ["1/5/2026", "", "Ample Foods", "1 Main St", "Boise", "ID", "83702", "120", "3/6/2026"],
    claim: { location: "Boise, ID", notice: "2026-01-05", count: 120 },
  },
  il: {
    form: "workbook",
    header: (
      "Location Name|Doing Business As Name|Location Address|Location City|Location State|Location Zipcode|County|LWIA #|LWIA|" +
      "Layoff Type|WARN Notice|Trade|Petition Date|Determination|Impact Date|CertificationDate|Exp/Term Date|ATAA Certified|Causes|" +
      "Reason|Status|Report Source|Industry|NAICS Codes|IEBS Id|Approximate Total # of Full-Time Employees|Expected Layoff|" +
      "Revised Layoff|Initial Date Reported|Last Report Date|Notification Date(s)|Unions Involved|Unions|" +
      "Has public layoff assistance web page"
    ).split("|"),
    row: (
      "Ample Foods||1 Main St|Peoria|IL|61602|Peoria|15|Career Link|Permanent|Yes|No|||3/6/2026|||||Facility Closure|Open|WARN|Food|311|" +
      "20260105001|400|120|95|1/5/2026|1/8/2026|1/5/2026|Yes|Local 7|No"
    ).split("|"),
    key: "20260105001",
    claim: { location: "Peoria, IL", count: 95, revised: 95, kind: "closure", union: "Local 7", industry: "Food" },
  },
  ky: {
    form: "csv",
    header: [
      "Company: Company Name",
      "Notice Type",
      "Notice: Notice Number",
      "Closure or Layoff?",
      "County",
      "Date Received",
    ].concat(
      ["NAICS", "Notice URL", "Number of Employees Affected", "Projected Date", "Trade", "Type of Employees Affected"],
      "Workforce Board",
    ),
    row: [
      "Ample Foods",
      "WARN",
      "Notice 2833",
      "Layoff",
      "Boone",
      "1/5/2026",
      "311",
      "https://kcc.ky.gov/n.pdf",
      "41",
      "3/6/2026",
      "No",
      "All",
      "N",
    ],
    key: "Notice 2833",
    claim: { location: "Boone County, KY", county: "Boone", count: 41, kind: "layoff" },
  },
  ma: {
    form: "csv",
    header: ["RECEIVED", "EMPLOYER", "CITY/TOWN", "REGION", "DATE(S) OF LAYOFFS", "# EMPLOYEES IMPACTED"],
    row: ["6/2/2025", "Ample Foods", "Milford", "Central", "6/30/2025; 7/31/2025", "207 total locations"],
    claim: { location: "Milford, MA", received: "2025-06-02", effectiveFrom: "2025-06-30", effectiveTo: "2025-07-31" },
  },
  mt: {
    form: "workbook",
    header: [
      "Year",
      "Date of Notice",
      "Name of Company",
      "County",
      "Industry",
      "Date of Impact",
      "Number of Employees Affected",
    ],
    row: [2026, 46027, "Ample Foods", "Missoula", "Food", 46087, 62],
    claim: { location: "Missoula County, MT", notice: "2026-01-05", count: 62 },
  },
  nc: {
    form: "csv",
    header: [
      "County",
      "Warn Number",
      "Date of Notice",
      "Date Received by NC",
      "Effective Date",
      "WARN Notice: WARN Notice Name",
    ].concat([
      "WARN notice type",
      "Type of layoff or closure",
      "Number affected at this location",
      "Address 1",
      "City",
    ]),
    row: [
      "Wake",
      "2026007",
      "1/5/2026",
      "1/6/2026",
      "3/6/2026",
      "Ample Foods",
      "Permanent",
      "Closure",
      "70",
      "1 Main St",
      "Cary",
    ],
    claim: {
      location: "Cary, NC",
      county: "Wake",
      received: "2026-01-06",
      count: 70,
      kind: "closure",
      temporary: false,
    },
  },
  nd: {
    form: "csv",
    header: ["Company Name", "Location", "WARN Dated", "Date of Layoff/Closure", "Number Laid Off/Affected", "Notes"],
    row: ["Ample Foods", "Minot", "1/5/2026", "3/6/2026", "55", "Permanent closure"],
    claim: { location: "Minot, ND", notice: "2026-01-05", count: 55, kind: "closure" },
  },
  nm: {
    form: "csv",
    header: [
      "NOTICE DATE",
      "JOB SITE NAME",
      "COUNTY NAME",
      "WDA NAME",
      "TOTAL LAYOFF NUMBER",
      "LAYOFF DATE",
      "RECEIVED DATE",
    ].concat("CITY NAME"),
    row: ["1/5/2026", "Ample Foods", "Luna", "Southwestern", "92", "3/6/2026", "1/7/2026", "Deming"],
    claim: { location: "Deming, NM", county: "Luna", received: "2026-01-07", count: 92 },
  },
  nv: {
    form: "csv",
    header: ["Received Date", "Effective Date", "Type", "Affected Total", "Employer", "City", "County", "Notification"],
    row: ["1/5/2026", "3/6/2026", "Closure", "300", "Ample Foods", "Reno", "Washoe", "WARN"],
    claim: { location: "Reno, NV", received: "2026-01-05", count: 300, kind: "closure" },
  },
  oh: {
    form: "csv",
    titles: ["s,s,h,s,s,s,s,s,s", "13.00%,12.50%,,14.50%,14.00%,12.50%,11.00%,12.00%,10.50%"],
    header: [
      "Company",
      "Date Received",
      "URL",
      "City/County",
      "Layoff/Closure",
      "Potential Number Affected",
      "Layoff Date(s)",
    ].concat("Phone Number", "Union"),
    row: [
      "Ample Foods",
      "1/5/26",
      "https://dam.ohio.example/ample.pdf",
      "Toledo/Lucas",
      "Layoff",
      "16",
      "3/6/26",
      "(315) 555-0198",
      "N",
    ],
    claim: { location: "Toledo, OH", county: "Lucas", received: "2026-01-05", count: 16, kind: "layoff" },
  },
  or: {
    form: "workbook",
    titles: ["Oregon WARN notices", ""],
    header: ["WARN#", "Company Name", "Location", "Layoff Date", "Laid Off", "Layoff Type", "Received Date"],
    row: ["4711", "Ample Foods", "Salem", 46087, 75, "Small Layoff Temporary", 46027],
    key: "4711",
    claim: { location: "Salem, OR", effectiveFrom: "2026-03-06", count: 75, kind: "furlough" },
  },
  ri: {
    form: "workbook",
    titles: ["WARN report", ""],
    header: [
      "WARN Date",
      "Date Received",
      "Company Name",
      "Location of Layoffs",
      "Number Affected",
      "Effective Date",
    ].concat(["Closing Yes/No", "Union Yes/No", "Union Address"]),
    row: [46027, 46028, "Ample Foods", "Cranston", 54, 46087, "Yes", "No", ""],
    claim: { location: "Cranston, RI", notice: "2026-01-05", received: "2026-01-06", count: 54, kind: "closure" },
  },
  va: {
    form: "csv",
    header: [
      "Company",
      "Notice Date",
      "Impact Date",
      "Employees Affected",
      "Location",
      "Contact Person",
      "Notice Type",
    ].concat("Collective Bargaining Unit"),
    row: ["Ample Foods", "1/5/2026", "3/6/2026", "88", "Norfolk", "Zyxquill Vorblat, 804-555-0177", "Closure", "None"],
    claim: { location: "Norfolk, VA", notice: "2026-01-05", count: 88, kind: "closure", union: null },
  },
};
