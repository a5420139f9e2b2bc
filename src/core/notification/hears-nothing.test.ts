import { describe, expect, it } from "vitest";
import { hearsNothing } from "./hears-nothing.ts";
import { type Rule, TOPICS } from "./rule.ts";

const acme = { id: "acme", departure: "flag" as const };
const people = { id: "people", departure: "absence" as const };
const told = (rule: Rule, name = "mail") => ({ name, rule });

describe("a destination that can never be told of anything", () => {
  it.each<[what: string, rule: Rule]>([
    ["failed deliveries, where there is no other destination", { tell: ["deliveries"] }],
    ["absences that count, of a directory where they prove nothing", { tell: ["removed"], directories: ["acme"] }],
    ["absences that prove nothing, of a directory where they count", { tell: ["missing"], directories: ["people"] }],
    ["both of these", { tell: ["missing", "deliveries"], directories: ["people"] }],
  ])("hears of %s", (_, rule) => {
    expect(hearsNothing([acme, people], [told(rule)])).toEqual(["mail"]);
  });

  it.each<[what: string, rule: Rule]>([
    ["removals, of any directory", { tell: ["removed"] }],
    ["absences, of any directory", { tell: ["missing"] }],
    ["the health of one directory", { tell: ["health", "deliveries"], directories: ["acme"] }],
    ["everything", { tell: TOPICS }],
  ])("is none that hears of %s", (_, rule) => {
    expect(hearsNothing([acme, people], [told(rule)])).toEqual([]);
  });

  it("hears of reports of another directory than the one that is counted", () => {
    const rules = [told({ tell: ["reports"], directories: ["acme"] }), told({ tell: ["reports"] }, "all")];
    expect(hearsNothing([acme, people], rules, "people")).toEqual(["mail"]);
    expect(hearsNothing([acme, people], rules, "acme")).toEqual([]);
    expect(hearsNothing([acme, people], rules)).toEqual(["mail", "all"]);
  });

  it("is none that hears of the failing of another destination", () => {
    const rules = [told({ tell: ["deliveries"] }), told({ tell: ["removed"], directories: ["acme"] }, "chat")];
    expect(hearsNothing([acme, people], rules)).toEqual(["chat"]);
  });
});
