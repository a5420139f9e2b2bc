import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mapSlackUser } from "./map.ts";

const samples = join(process.env["ROLLCALL_EVAL"] ?? "", "data", "slack_samples");
const there = process.env["ROLLCALL_EVAL"] !== undefined && existsSync(samples);
const read = (path: string): unknown => JSON.parse(readFileSync(join(samples, path), "utf8"));

const Members = z.object({ members: z.array(z.unknown()) });

/** Skipped without the evaluation data (ROLLCALL_EVAL). */
describe.skipIf(!there)("Slack's published samples", () => {
  it("are read: the documentation's users.list", () => {
    const { members } = Members.parse(read("slack-api-specs/examples/users.list.200.json"));
    expect(members.map((raw) => mapSlackUser(raw))).toStrictEqual([
      {
        id: "W012A3CDE",
        status: "active",
        updated: 1502138686000,
        attributes: {
          name: "Egon Spengler",
          handle: "spengler",
          email: "spengler@ghostbusters.example.com",
          kind: "human",
          role: "admin",
          timezone: "America/Los_Angeles",
        },
      },
      {
        id: "W07QCRPA4",
        status: "active",
        updated: 1480527098000,
        attributes: {
          name: "Glinda Southgood",
          handle: "glinda",
          email: "glenda@south.oz.coven",
          kind: "human",
          role: "admin",
          title: "Glinda the Good",
          timezone: "America/Los_Angeles",
        },
      },
    ]);
  });

  it("are read: the documentation's users.info", () => {
    const { user } = z.object({ user: z.unknown() }).parse(read("slack-api-specs/examples/users.info.200.json"));
    expect(mapSlackUser(user)).toMatchObject({ status: "active", attributes: { kind: "human" } });
  });

  it("are read: the shapes recorded from the live API, whatever keys they have", () => {
    const { members } = Members.parse(read("java-slack-sdk/api/users.list.json"));
    for (const raw of members) expect(mapSlackUser(raw)).toBeDefined();
  });
});
