import { PLAIN, type Register } from "./register.ts";

/** Registers that are PDF, of which somebody makes a table, as of South Carolina's. */
export const PDFS: readonly Register[] = [
  {
    state: "id",
    name: "Idaho",
    publisher: "Idaho Department of Labor",
    page: "https://www.labor.idaho.gov/businesss/layoff-assistance/",
    family: "PDF",
    checked: "documents",
    forms: [
      {
        columns: {
          "Date of Letter": "notice",
          Updates: "left out",
          Company: "company",
          Address: "site",
          City: "city",
          State: "left out",
          Zip: "left out",
          "No. of Employees Affected": "count",
          "Effective or Commencing Date": "effective",
        },
        mayLack: ["Updates"],
      },
    ],
    words: [],
  },
  {
    state: "nd",
    name: "North Dakota",
    publisher: "Job Service North Dakota",
    page: "https://www.jobsnd.com/documents",
    family: "PDF",
    checked: "documents",
    forms: [
      {
        columns: {
          "Company Name": "company",
          Location: "city",
          "WARN Dated": "notice",
          "Date of Layoff/Closure": "effective",
          "Number Laid Off/Affected": "count",
          Notes: "type",
        },
        mayLack: ["Notes"],
      },
    ],
    words: PLAIN,
  },
  {
    state: "nm",
    name: "New Mexico",
    publisher: "New Mexico Department of Workforce Solutions",
    page: "https://www.dws.state.nm.us/Rapid-Response",
    family: "PDF",
    checked: "documents",
    forms: [
      {
        columns: {
          "NOTICE DATE": "notice",
          "JOB SITE NAME": "company",
          "COUNTY NAME": "county",
          "WDA NAME": "left out",
          "TOTAL LAYOFF NUMBER": "count",
          "LAYOFF DATE": "effective",
          "RECEIVED DATE": "received",
          "CITY NAME": "city",
        },
      },
    ],
    words: [],
  },
  {
    state: "nv",
    name: "Nevada",
    publisher: "Nevada Department of Employment, Training and Rehabilitation",
    page: "https://detr.nv.gov/Page/WARN",
    family: "PDF",
    checked: "documents",
    forms: [
      {
        columns: {
          "Received Date": "received",
          "Effective Date": "effective",
          Type: "type",
          "Affected Total": "count",
          Employer: "company",
          City: "city",
          County: "county",
          Notification: "left out",
        },
      },
    ],
    words: PLAIN,
  },
];
