import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { watchWorkspace, type WatchedWorkspace } from "./support/workspace.ts";
import { sweep } from "../src/app/sweep.ts";
import { overlay, readPeople } from "../src/connectors/file/people.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-people-"));
let workspace: WatchedWorkspace | undefined;
afterEach(async () => {
  await workspace?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("attributes from a file", () => {
  it("are laid over every account, win over the tool's own, and are known of a leaver even though Slack strips them", async () => {
    const draft = await watchWorkspace();
    const [id = ""] = draft.staff(1);
    const email = draft.slack.world.members.get(id)?.email ?? "";
    await draft.close();
    const path = join(folder, "people.csv");
    writeFileSync(path, `email,office,department,manager\n${email.toUpperCase()},Building 7,Payroll,the boss\n`);
    const people = await readPeople(path, "email");

    workspace = await watchWorkspace({
      settings: { fields: { location: "Office" } },
      overlay: (account) => overlay(account, people),
    });
    await workspace.sweep("all");
    workspace.slack.acts.deactivate(id);
    const [departure] = (await workspace.sweep("all")).departures;
    expect(departure?.lastKnown).toMatchObject({
      location: "Building 7",
      locationFrom: "people.csv",
      team: "Payroll",
      manager: "the boss",
    });
  });

  it("that change in a custom field, for which Slack fires no event, are told as a move when the field is read again", async () => {
    workspace = await watchWorkspace({ settings: { fields: { location: "Office" } } });
    const [id = ""] = workspace.staff(1);
    await workspace.sweep("all");
    const before = workspace.slack.world.members.get(id)?.office;
    workspace.slack.acts.moveOffice(id, before === "Osaka" ? "Berlin" : "Osaka");
    const told: [string, unknown, unknown][] = [];
    await sweep(workspace.context, workspace.directory, {
      details: { limit: "all" },
      onChange: ({ change, before: from, after }) => told.push([change, from?.location, after?.location]),
    });
    expect(told).toEqual([["moved", before, before === "Osaka" ? "Berlin" : "Osaka"]]);
  });
});
