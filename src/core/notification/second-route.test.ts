import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rule, TOPICS } from "./rule.ts";
import { withoutSecondRoute } from "./second-route.ts";

const acme = { id: "acme", kind: "slack" };
const people = { id: "people", kind: "file" };
const destination = (name: string, rule: Partial<Rule> = {}, through?: string) => ({
  name,
  rule: { tell: ["health" as const], ...rule },
  ...(through === undefined ? {} : { through }),
});

describe("a directory has no second route", () => {
  it.each<[name: string, destinations: Parameters<typeof withoutSecondRoute>[1], without: string[]]>([
    ["where nobody is told of anything", [], ["acme", "people"]],
    ["where a message passes through its own tool", [destination("chat", {}, "slack")], ["acme"]],
    [
      "where nobody is told of health",
      [destination("mail", { tell: ["departures", "deliveries"] })],
      ["acme", "people"],
    ],
    ["where only another directory's health is told", [destination("mail", { directories: ["people"] })], ["acme"]],
    [
      "where one destination passes through it and the other hears of another directory",
      [destination("chat", {}, "slack"), destination("mail", { directories: ["people"] })],
      ["acme"],
    ],
    ["unless one destination is told by another route", [destination("chat", {}, "slack"), destination("mail")], []],
    ["unless it is told through another tool", [destination("chat", {}, "teams")], []],
  ])("%s", (_, destinations, without) => {
    expect(withoutSecondRoute([acme, people], destinations)).toEqual(without);
  });

  it("and one destination more never takes a route away", () => {
    const kind = fc.constantFrom("slack", "teams", "file");
    const id = fc.constantFrom("a", "b", "c");
    const told = fc.record(
      {
        name: fc.string(),
        rule: fc.record(
          { tell: fc.subarray([...TOPICS]), directories: fc.uniqueArray(id) },
          { requiredKeys: ["tell"] },
        ),
        through: kind,
      },
      { requiredKeys: ["name", "rule"] },
    );
    const watched = fc.uniqueArray(fc.record({ id, kind }), { selector: (one) => one.id });
    fc.assert(
      fc.property(watched, fc.array(told), told, (directories, before, more) => {
        const without = withoutSecondRoute(directories, before);
        expect(without).toEqual(expect.arrayContaining(withoutSecondRoute(directories, [...before, more])));
        const everywhere = { name: "x", rule: { tell: ["health" as const] } };
        expect(withoutSecondRoute(directories, [...before, everywhere])).toEqual([]);
      }),
    );
  });
});
