const NAME = "Zyxquillian Vorblattow";
const ID = "UZQXVKWJ71001";
const EMAIL = "zqmailwortig.1001@canaryhouse.example";
const ROW = `${ID},${NAME},${EMAIL}`;
const ACCOUNT = { id: ID, name: NAME, email: EMAIL };
const stream = (accounts: readonly object[]): string =>
  `${JSON.stringify({ directory: "hr", takenAt: "2026-01-01", complete: true, accounts })}\n`;

/** Files that are wrong in the place where somebody's data is. */
export const WRONG_FILES: Readonly<Record<string, string | Uint8Array>> = {
  "CSV without a header": `${ID},${NAME},Manager\n`,
  "CSV without a header, a cell twice": `${NAME},x,${NAME}\n`,
  "CSV, a column twice that is called like somebody": `id,${NAME},${NAME}\n1,2,3\n`,
  "CSV, a name in the column of the status": `id,status\n${ID},Vorblattow\n`,
  "CSV, a name in the column of the kind": `id,kind\n${ID},Vorblattow\n`,
  "CSV, a name in the column of a flag": `id,deleted\n${ID},Zyxquillian\n`,
  "CSV, an account twice": `id,name,email\n${ROW}\n${ROW}\n`,
  "CSV, an account without an id": `id,name,email\n,${NAME},${EMAIL}\n`,
  "CSV, a cell too many": `id,name,email\n${ROW},Vorblattow\n`,
  "CSV, an open quote": `id,name,email\n${ID},"${NAME},x\n`,
  "CSV, a quote in a cell": `id,name,email\n${ID},${NAME} "Vorblattow",x\n`,
  "CSV, no UTF-8": Buffer.from(`id,name\n${ID},${NAME} \u00ff\n`, "latin1"),
  "CSV, UTF-16": Buffer.from(`\ufeffid,status\n${ID},Vorblattow\n`, "utf16le"),
  "NDJSON, a name as status": `${JSON.stringify({ ...ACCOUNT, status: "Vorblattow" })}\n`,
  "NDJSON, a name as kind": `${JSON.stringify({ ...ACCOUNT, kind: "Vorblattow" })}\n`,
  "NDJSON, a name as flag": `${JSON.stringify({ ...ACCOUNT, deleted: NAME })}\n`,
  "NDJSON, a name as a list": `${JSON.stringify({ ...ACCOUNT, name: [NAME] })}\n`,
  "NDJSON, a name as a line": `${JSON.stringify(NAME)}\n`,
  "NDJSON, cut off": JSON.stringify(ACCOUNT).slice(0, -3),
  "NDJSON, an account twice": `${JSON.stringify(ACCOUNT)}\n${JSON.stringify(ACCOUNT)}\n`,
  "LDIF, changes": `dn: uid=${ID},ou=${NAME}\nchangetype: delete\n\n`,
  "LDIF, no attribute": `dn: uid=${ID}\n${NAME}\n\n`,
  "LDIF, no base 64": `dn: uid=${ID}\nobjectClass: person\nuid: ${ID}\ncn:: ${NAME}\n\n`,
  "LDIF, an entry twice": `dn: uid=${ID}\nuid: ${ID}\n\ndn: uid=${ID}\nuid: ${ID}\n\n`,
  "users.list, refused in words": JSON.stringify({ ok: false, error: `user ${NAME.toLowerCase()} unknown` }),
  "users.list, refused in a name": JSON.stringify({ ok: false, error: "vorblattow" }),
  "users.list, of another shape": JSON.stringify({ ok: true, members: { name: NAME } }),
  "users.list, no users": JSON.stringify({ ok: true, members: [NAME, ACCOUNT.email] }),
  "users.list, cut off": JSON.stringify({ ok: true, members: [ACCOUNT] }).slice(0, -5),
  "users.list, a comma too few": JSON.stringify({ ok: true, members: [ACCOUNT, ACCOUNT] }).replace("},{", "} {"),
  "a stream, an account twice": stream([ACCOUNT, ACCOUNT]),
  "a stream, a name as status": stream([{ ...ACCOUNT, status: "Vorblattow" }]),
  "a stream, of a day that is none": stream([ACCOUNT]).replace("2026-01-01", NAME),
};
