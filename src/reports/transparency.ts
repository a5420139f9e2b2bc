// The page for the people concerned. Made of the purpose record alone: it is the same whoever left, and whether anybody did.
import type { OwnAudience } from "../core/disclosure/grant.ts";
import type { Part, PurposeRecord } from "../core/disclosure/purpose.ts";
import type { CountRules } from "../core/ledger/rules.ts";
import type { Instant } from "../core/time.ts";
import { day, duration, moment } from "../messages/time.ts";
import { listed } from "../messages/words.ts";
import { type Block, type Page, type PageFormat, pageText } from "./page.ts";

/** What the page is made of. */
export interface Transparency {
  readonly record: PurposeRecord;
  /** Oldest first, the last being the one in force; empty where nothing has been recorded yet. */
  readonly versions: readonly {
    readonly version: number;
    readonly at: Instant;
    readonly changed: readonly Part[];
  }[];
  /** The last signed state of the audit log; without the number of its entries, which grows with what happens. */
  readonly checkpoint?: { readonly at: Instant; readonly root: string };
}

export function transparencyText(of: Transparency, format: PageFormat): string {
  return pageText(transparencyPage(of), format);
}

export function transparencyPage({ record, versions, checkpoint }: Transparency): Page {
  const { purpose, retention } = record;
  const contact = purpose?.contact ?? "whoever runs it";
  return {
    title: "How accounts are watched here",
    lead:
      "Rollcall reads the lists of accounts named below, to tell that somebody has left. This page says what it reads and why, who " +
      "may know what, how long it is kept, and whom to ask.",
    sections: [
      { heading: "Why", blocks: [why(record)] },
      { heading: "What is read", blocks: [...record.directories.flatMap(directory), ...NEVER] },
      { heading: "Who may know what", blocks: who(record) },
      ...(record.counts === null ? [] : [{ heading: "Counts", blocks: counts(record.counts) }]),
      {
        heading: "How long it is kept",
        blocks: [{ columns: ["What", "Kept"], rows: retention.map(({ what, kept }) => [what, kept]) }],
      },
      {
        heading: "Your rights",
        blocks: [
          {
            text: `Ask ${contact} to see what is known of you, to have it corrected, to object, or to have it erased. What your organisation's tools themselves hold is not Rollcall's to change; the same contact knows who looks after them.`,
          },
        ],
      },
      { heading: "This record", blocks: history(versions, checkpoint) },
    ],
  };
}

function why({ purpose }: PurposeRecord): Block {
  if (purpose === null)
    return { text: "No purpose is stated, and nobody is told: what is found stays with whoever runs Rollcall." };
  const { text, authorisedBy, contact, impactAssessment, agreement } = purpose;
  return {
    facts: [
      ["Purpose", text],
      ["Allowed by", authorisedBy],
      ["Whom to ask", contact],
      ...(impactAssessment === undefined ? [] : [["Impact assessment", impactAssessment] as const]),
      ...(agreement === undefined ? [] : [["Works agreement", agreement] as const]),
    ],
  };
}

function directory({ alias, kind, reads }: PurposeRecord["directories"][number]): Block[] {
  return [{ heading: `${alias} (${kind})` }, { items: reads }];
}

const NEVER: readonly Block[] = [
  { heading: "Never read" },
  {
    text: "Messages, files, presence, status texts, log-ins and activity. No part of Rollcall can read them, and no access to them is asked for.",
  },
];

function who({ audiences, destinations }: PurposeRecord): Block[] {
  const told = (audience: string): string =>
    listed(destinations.filter((one) => one.audience === audience).map(({ name, kind }) => `${name} (${kind})`));
  const names = (audience: string): string[] =>
    destinations.filter((one) => one.audience === audience).map(({ name }) => name);
  const named = audiences.filter(({ sees }) => sees === "named");
  const rows = [...named, ...audiences.filter(({ sees }) => sees === "counts")].map((one) => [
    one.who,
    ...sight(one),
    told(one.alias),
  ]);
  const plain = (["named", "counts"] as const).flatMap((sees) => {
    const where = told(sees);
    return where === "" ? [] : [[`Readers of ${listed(names(sees))}`, SIGHT[sees], "", "", where]];
  });
  return [
    { columns: ["Who", "May know", "For what", "Until", "Told at"], rows: [...rows, ...plain, OPERATORS] },
    {
      text: "Each message and each look at names is put on the record before it happens, in a log that shows when it was changed. Nobody who reads counts alone is recorded.",
    },
  ];
}

const SIGHT = { named: "who left, by name", counts: "counts for anyone" } as const;

function sight(one: OwnAudience): readonly [may: string, why: string, until: string] {
  if (one.sees === "named") {
    const of = one.directories === undefined ? "" : `, of ${listed(one.directories)} alone`;
    return [`${SIGHT.named}${of}`, one.reason, day(one.until)];
  }
  return [one.readers === "anyone" ? SIGHT.counts : "counts for authorised readers", "", ""];
}

const OPERATORS = ["Whoever runs Rollcall", "what its store holds, names among it", "to keep it running", "", ""];

function counts({ headcount, cadence, settle, k, anyone }: CountRules): Block[] {
  return [
    {
      text: `Those who may know no names may know how many have left ${headcount}, in counts that tell of nobody: they rise in steps, always say "at least", and come at fixed times, whatever happens.`,
    },
    {
      facts: [
        ["A release", `every ${duration(cadence)}`],
        ["Counted", `once a departure has stood for ${duration(settle)}`],
        ["Steps for authorised readers", `${k} people or more`],
        ["Steps for anyone", `${anyone} people or more`],
      ],
    },
  ];
}

function history(versions: Transparency["versions"], checkpoint: Transparency["checkpoint"]): Block[] {
  const last = versions.at(-1);
  const log: Block[] =
    checkpoint === undefined
      ? []
      : [
          {
            facts: [
              ["Audit log last signed", moment(checkpoint.at)],
              ["Its root", checkpoint.root],
            ],
          },
        ];
  if (last === undefined) {
    return [
      { text: "This record is not in force yet: nothing has been read. The first reading puts it on the record." },
      ...log,
    ];
  }
  return [
    {
      text: `Version ${last.version}, in force since ${moment(last.at)}. What this page says of the watching changes only by a new version, which is put on the record before anything is read or told by it.`,
    },
    {
      columns: ["Version", "Since", "What changed"],
      rows: versions
        .toReversed()
        .map(({ version, at, changed }) => [
          String(version),
          moment(at),
          version === 1 ? "the first" : listed(changed),
        ]),
    },
    ...log,
  ];
}
