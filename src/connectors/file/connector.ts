import { z } from "zod";
import { type Connector, defineConnector, type Reading } from "../../app/ports.ts";
import { pathRef, type Resolved } from "../../app/secret-ref.ts";
import type { Account } from "../../core/directory/account.ts";
import { mapped } from "../../core/directory/accounts.ts";
import type { PartialSnapshot } from "../../core/directory/snapshot.ts";
import { RollcallError } from "../../core/errors.ts";
import { parseInstant } from "../../core/time.ts";
import { snapshotOf } from "./accounts.ts";
import { badFile } from "../../files/bad-file.ts";
import { describeFormat, type Format, type Recognised } from "./format.ts";
import { dumpAccounts, type ToolWords } from "./read-dumps.ts";
import { fileSource, type Input } from "../../files/input.ts";

const FileSettings = z.strictObject({
  path: pathRef.describe(
    "The file: Slack's users.list or users.json, CSV, LDIF or NDJSON. It is read anew at each sweep.",
  ),
  key: z.string().min(1).optional().describe("The column (CSV) or attribute (LDIF) that names an account."),
  absent: z
    .enum(["left", "unknown"])
    .default("unknown")
    .describe("left: the file lists only who is there, so that whoever two readings in a row leave out has left."),
  emailVerified: z
    .boolean()
    .optional()
    .describe(
      "true: each address in the file was given out by the organisation or confirmed by its owner, so that it tells whose accounts elsewhere are.",
    ),
  at: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, "is no ISO 8601 date or date-time")
    .optional()
    .describe("When the file was written, for a file that is not written again; otherwise it is read as of now."),
});
export type FileSettings = Resolved<z.infer<typeof FileSettings>>;

const TITLES: Readonly<Record<Format, string>> = {
  slack: "Slack users",
  csv: "CSV",
  ldif: "LDIF",
  ndjson: "NDJSON",
  stream: "snapshot stream",
};

/** A list of accounts that something else writes: an export of an HR system, a nightly `ldapsearch`. */
export function fileConnector(words: ToolWords): Connector<FileSettings> {
  return defineConnector<FileSettings>({
    kind: "file",
    title: "File",
    docs: "docs/connectors/file.md",
    settings: FileSettings,
    scopes: () => [],
    reads: () => [
      "of each account, as far as the file states it: name, handle, e-mail address, employee id, kind, role and status",
      "of each account, as far as the file states it: job title, team, place of work, manager, time zone and start date",
    ],
    sees: {
      departure: (settings) => (settings.absent === "left" ? "absence" : "flag"),
      blindTo: [
        "What happened between two writings of the file.",
        "Who has left, where the file neither says so nor leaves them out.",
      ],
    },
    async check({ settings }) {
      try {
        const { format, why } = await dumpFormat(fileSource(settings.path), settings);
        return { title: `${TITLES[format]}: ${why}` };
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
        throw new RollcallError("bad_setting", error.message, { cause: error.cause });
      }
    },
    async snapshot(reading) {
      const takenAt = parseInstant(reading.settings.at ?? "") ?? reading.clock.now();
      const source = fileSource(reading.settings.path);
      try {
        const { format } = await dumpFormat(source, reading.settings);
        const { emailVerified } = reading.settings;
        const how = `file ${format}${emailVerified === true ? ", addresses vouched for" : ""}`;
        const known = format === "slack" ? await reading.known?.(how) : undefined;
        const accounts = dumpAccounts(source, format, { ...reading.settings, ...words }, known);
        const snapshot = await snapshotOf(accounts, reading.directory, takenAt, known);
        if (emailVerified !== true || !snapshot.complete) return snapshot;
        return { ...snapshot, accounts: mapped(snapshot.accounts, vouchedFor) };
      } catch (error) {
        return failed(reading, takenAt, error);
      }
    },
  });
}

async function dumpFormat(
  source: Input,
  settings: FileSettings,
): Promise<Recognised & { readonly format: Exclude<Format, "stream"> }> {
  const { format, why } = await describeFormat(source, settings.key);
  if (format !== "stream") return { format, why };
  throw badFile(source.place, "a snapshot stream holds many dates and cannot be watched; read it with rollcall replay");
}

/** A column that says otherwise of one of them is believed. */
function vouchedFor(account: Account): Account {
  const { email, emailVerified } = account.attributes;
  if (email == null || emailVerified !== undefined) return account;
  return { ...account, attributes: { ...account.attributes, emailVerified: true } };
}

/** A file that is away while it is written again, or half written, is a bad reading and not an empty organisation. */
function failed(reading: Reading<FileSettings>, takenAt: number, error: unknown): PartialSnapshot {
  if (!(error instanceof RollcallError) || error.code !== "bad_file") throw error;
  return {
    directory: reading.directory,
    startedAt: takenAt,
    takenAt,
    complete: false,
    // Only an error of the file system has a cause.
    health: error.cause === undefined ? "malformed" : "unreachable",
    reason: error.message,
    accountsRead: 0,
    notes: [],
  };
}
