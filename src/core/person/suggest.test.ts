import { describe, expect, it } from "vitest";
import { type Candidate, suggest } from "./suggest.ts";

const has = (text: string, attributes: Candidate["attributes"]): Candidate => {
  const [directory = "", id = ""] = text.split(":");
  return { directory, id, attributes };
};

describe("a suggestion", () => {
  it.each([
    ["a name but for accents and order", { name: "Łukasz Wójcik" }, { name: "wojcik lukasz" }, ["similar name"]],
    ["a name in a team", { name: "Ada B", team: "Core" }, { name: "Ada B", team: "core" }, ["same name and team"]],
    [
      "an address but for a tag",
      { email: "a@x" },
      { email: "a+git@x" },
      ["same address but for a tag", "same local part", "same handle"],
    ],
    ["zeros before an employee id", { employeeId: "007" }, { employeeId: "7" }, ["same employee id but for zeros"]],
    ["a handle and an address", { handle: "ada" }, { email: "ada@x" }, ["same handle"]],
  ])("is made by %s", (_, one, other, hints) => {
    const found = suggest([has("a:1", one), has("b:1", other)], [], []);
    expect(found).toMatchObject([
      {
        accounts: [
          { directory: "a", id: "1" },
          { directory: "b", id: "1" },
        ],
      },
    ]);
    expect(found[0]?.hints).toEqual(expect.arrayContaining(hints));
  });

  it("says what speaks against it, and is not made where that weighs more", () => {
    const [found] = suggest(
      [has("a:1", { name: "Ada B", team: "Core" }), has("b:1", { name: "Ada B", team: "Sales" })],
      [],
      [],
    );
    expect(found?.doubts).toEqual(["teams differ"]);
    const others = [
      { name: "Ada B", employeeId: "e1" },
      { name: "Ada B", employeeId: "e2" },
    ] as const;
    expect(suggest([has("a:1", others[0]), has("b:1", others[1])], [], [])).toEqual([]);
    const twins = [has("a:1", { name: "Ada B" }), has("a:2", { name: "Ada B" }), has("b:1", { name: "Ada B" })];
    expect(suggest(twins, [], []).map(({ doubts }) => doubts)).toEqual([
      ["others have the name"],
      ["others have the name"],
    ]);
  });

  it("is not made of accounts of one directory, of one person, or of what somebody keeps apart", () => {
    const ada = { name: "Ada B" };
    const [one, two] = [has("a:1", ada), has("b:1", ada)];
    expect(suggest([one, has("a:2", ada)], [], [])).toEqual([]);
    const ground = { by: "act", since: 1 } as const;
    const together = [one, two].map(({ directory, id }) => ({ directory, id, person: "p-1", ground }));
    expect(suggest([one, two], together, [])).toEqual([]);
    const apart = {
      id: "l-1",
      at: 1,
      act: "unlink",
      account: { directory: "b", id: "1" },
      other: { directory: "a", id: "1" },
    } as const;
    expect(suggest([one, two], [], [apart])).toEqual([]);
  });

  it("is not made where so many share a ground that it says nothing", () => {
    const many = Array.from({ length: 20 }, (_, i) => has(`${"ab"[i % 2]}:${i}`, { handle: "info" }));
    expect(suggest(many, [], [])).toEqual([]);
  });
});
