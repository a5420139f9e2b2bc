import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readDumps } from "./read-dumps.ts";
import { NO_TOOL } from "./testing.ts";

const evaluation = process.env["ROLLCALL_EVAL"];
const data = join(evaluation ?? "", "data");

const Truth = z.object({ months: z.record(z.string(), z.object({ left: z.array(z.string()) })) });
const Members = z.object({ date: z.string(), members: z.array(z.string()), admins: z.array(z.string()) });

describe.skipIf(evaluation === undefined)("the evaluation data (skipped without ROLLCALL_EVAL)", () => {
  it("gives 18 monthly snapshots, each with last month's people without the leavers of the month", async () => {
    const folder = join(data, "cert_r42_ldap");
    const truth = Truth.parse(JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")));
    const paths = readdirSync(folder).filter((name) => name.endsWith(".csv"));
    let before: Set<string> | undefined;
    let months = 0;
    const options = { directory: "file:cert", key: "user_id", ...NO_TOOL };
    for await (const snapshot of readDumps(paths.map((name) => join(folder, name)).toReversed(), options)) {
      const ids = new Set(snapshot.complete ? snapshot.accounts.map((account) => account.id) : []);
      const left = truth.months[new Date(snapshot.takenAt).toISOString().slice(0, 7)]?.left ?? [];
      expect(ids.size).toBe((before?.size ?? 1000) - left.length);
      expect([...(before ?? [])].filter((id) => !ids.has(id)).toSorted()).toEqual(left.toSorted());
      before = ids;
      months++;
    }
    expect(months).toBe(18);
    expect(before?.size).toBe(845);
  });

  it("gives the 500 snapshots of an organisation, converted to a stream", async () => {
    const packed = readFileSync(join(data, "k8s_org", "first500.ndjson.gz"));
    const rows = gunzipSync(packed)
      .toString()
      .trim()
      .split("\n")
      .map((line) => Members.parse(JSON.parse(line)));
    let last = 0;
    const expected: { takenAt: number; ids: Set<string> }[] = [];
    const lines = rows.map((row) => {
      last = Math.max(Date.parse(row.date), last + 1000);
      const accounts = [...new Set([...row.members, ...row.admins].map((handle) => handle.toLowerCase()))].map(
        (id) => ({ id }),
      );
      expected.push({ takenAt: last, ids: new Set(accounts.map((account) => account.id)) });
      return JSON.stringify({
        directory: "github:k8s",
        takenAt: new Date(last).toISOString(),
        complete: true,
        accounts,
      });
    });
    let count = 0;
    const stdin = Readable.from([Buffer.from(`${lines.join("\n")}\n`)]);
    for await (const snapshot of readDumps(["-"], { stdin, ...NO_TOOL })) {
      const ids = new Set(snapshot.complete ? snapshot.accounts.map((account) => account.id) : []);
      expect({ takenAt: snapshot.takenAt, ids }).toEqual(expected[count]);
      count++;
    }
    expect(count).toBe(500);
  });
});
