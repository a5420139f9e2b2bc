import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Account, Attributes } from "../../core/directory/account.ts";
import { overlay, readPeople } from "./people.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-people-"));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, "people.csv");

function people(content: string, key = "email"): ReturnType<typeof readPeople> {
  writeFileSync(path, content);
  return readPeople(path, key);
}

const account = (attributes: Attributes, id = "U1"): Account => ({ id, status: "active", attributes });

describe("attributes from a table of people", () => {
  it("are added to the account of the same e-mail address, whatever its case, with the file as the ground of the place", async () => {
    const table = await people("E-Mail;Office;Team;Supervisor;Role\nA.B@Acme.test;Oslo;Core;C D;Engineer\n");
    expect(
      overlay(account({ email: "a.b@acme.test", name: "A", location: "Bergen", locationFrom: "field Office" }), table),
    ).toEqual(
      account({
        email: "a.b@acme.test",
        name: "A",
        location: "Oslo",
        locationFrom: "people.csv",
        team: "Core",
        manager: "C D",
        title: "Engineer",
      }),
    );
  });

  it("leave alone what the table does not say, and accounts that it does not have", async () => {
    const table = await people("email,office,team\na@acme.test,,Core\n");
    const known = account({ email: "a@acme.test", location: "Bergen", locationFrom: "field Office" });
    expect(overlay(known, table).attributes).toEqual({ ...known.attributes, team: "Core" });
    for (const other of [account({ email: "b@acme.test" }), account({ email: null }), account({})]) {
      expect(overlay(other, table)).toBe(other);
    }
  });

  it("are found by account id or by handle where the key column holds those", async () => {
    const byId = await people("slack_id,team\nU1,Core\n", "slack_id");
    expect(overlay(account({}), byId).attributes).toEqual({ team: "Core" });
    const byHandle = await people("Login,team\nAB,Core\n", "login");
    expect(overlay(account({ handle: "ab" }), byHandle).attributes.team).toBe("Core");
  });

  it("give an employee id by e-mail only where the tool vouches for the address", async () => {
    const byEmail = await people("email,employee_id\na@acme.test,E1\n");
    expect(overlay(account({ email: "a@acme.test", emailVerified: true }), byEmail).attributes.employeeId).toBe("E1");
    for (const typed of [account({ email: "a@acme.test" }), account({ email: "a@acme.test", emailVerified: false })]) {
      expect(overlay(typed, byEmail).attributes).not.toHaveProperty("employeeId");
    }
    const byId = await people("slack_id,employee_id\nU1,E1\n", "slack_id");
    expect(overlay(account({}), byId).attributes.employeeId).toBe("E1");
  });

  it("do not change status, rights or name", async () => {
    const table = await people("email,name,status,role,kind,team\na@acme.test,X,terminated,admin,bot,Core\n");
    expect(overlay(account({ email: "a@acme.test" }), table)).toEqual(account({ email: "a@acme.test", team: "Core" }));
  });

  it("count rows without a key, which nobody can find", async () => {
    expect(await people("email,team\n,Core\na@acme.test,Core\n")).toMatchObject({ withoutKey: 1, rows: { size: 1 } });
  });

  it.each([
    [
      "a key that stands twice",
      "email,team\na@b,X\nA@b,Y\n",
      'line 3: the row repeats the "email" of line 2; each account must stand once',
    ],
    [
      "a missing key column",
      "e_mial,team\n",
      'line 1: there is no column "email"; the columns are "e_mial", "team"; did you mean "e_mial"?',
    ],
    [
      "no usable column",
      "email,shoe\n",
      'line 1: no column gives a team, location, manager, title or employee id; the columns are "email", "shoe"',
    ],
    [
      "a short row",
      "email,team\na@b\n",
      "line 2: the row has 1 cells and the header 2; quote cells that hold the delimiter",
    ],
  ])("are refused as a wrong setting for %s, with file and line", async (_, content, message) => {
    await expect(people(content)).rejects.toMatchObject({ code: "bad_setting", message: `${path}, ${message}` });
  });

  it("are refused as a wrong setting where the file is missing or empty", async () => {
    await expect(people("")).rejects.toMatchObject({
      code: "bad_setting",
      message: `${path}: the file has no header line`,
    });
    await expect(readPeople(join(folder, "none.csv"), "email")).rejects.toMatchObject({ code: "bad_setting" });
  });
});
