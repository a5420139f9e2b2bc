import { expect, it } from "vitest";
import { hour, person, reading } from "../../../test/support/directory.ts";

it("an account that is listed twice counts once, with its last reading, and a note says so", () => {
  const [first, last] = [person("U1", { team: "Data" }), person("U1", { team: "Sales" })];
  const { accounts, notes } = reading([first, person("U2"), last], hour(0), { notes: ["3 rows were skipped"] });
  expect(accounts).toEqual([last, person("U2")]);
  expect(notes).toEqual(["3 rows were skipped", "1 account was listed more than once and counted once"]);
});

it("a list without repetition stays as it is", () => {
  const list = [person("U1"), person("U2")];
  const snapshot = reading(list, hour(0));
  expect(snapshot).toMatchObject({ complete: true, accounts: list, notes: [] });
  expect(snapshot).not.toHaveProperty("endMarker");
});
