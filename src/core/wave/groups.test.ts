import { describe, expect, it } from "vitest";
import { groupsOf, headcounts, managersOf } from "./groups.ts";

const person = (id: string, manager: string | null, email: string | null = null) => ({
  id,
  attributes: { manager, email },
});

describe("the groups somebody is in", () => {
  it("are their office, team, country, time zone, domain, inviter and every manager above them", () => {
    const attributes = {
      location: "Kraków",
      locationFrom: "field Office",
      timezone: "Europe/Warsaw",
      team: "Support",
      email: "somebody@agency.example",
      invitedBy: "U7",
    };
    expect(groupsOf(attributes, ["U2", "U1"]).toSorted()).toEqual([
      "country:PL",
      "domain:agency.example",
      "inviter:U7",
      "location:Kraków",
      "manager:U1",
      "manager:U2",
      "team:Support",
      "timezone:Europe/Warsaw",
    ]);
  });

  it("a place that only the time zone names is the time zone, and what is not known is no group", () => {
    expect(groupsOf({ timezone: "America/New_York" }, [])).toEqual(["country:US", "timezone:America/New_York"]);
    expect(groupsOf({ timezone: "UTC", team: null }, [])).toEqual(["timezone:UTC"]);
    expect(groupsOf({}, [])).toEqual([]);
  });

  it("a manager is found by id, e-mail address or name, and their tree is everybody below them", () => {
    const people = [
      person("U1", null, "head@example.com"),
      person("U2", "Head@example.com"),
      person("U3", "U2"),
      person("U4", "u3"),
    ];
    const above = managersOf(people);
    expect(above("U4")).toEqual(["U3", "U2", "U1"]);
    expect(above("U1")).toEqual([]);
    const { of, groups, total } = headcounts(people.map(({ id, attributes }) => groupsOf(attributes, above(id))));
    expect([of.get("manager:U1"), of.get("manager:U2"), of.get("manager:U3")]).toEqual([3, 2, 1]);
    expect([groups.manager, groups.domain, total]).toEqual([3, 1, 4]);
  });

  it("a manager who is nobody's account is a group, and a line of command that runs in a circle ends", () => {
    expect(managersOf([person("U1", "somebody outside")])("U1")).toEqual(["somebody outside"]);
    const circle = managersOf([person("U1", "U2"), person("U2", "U3"), person("U3", "U1")]);
    expect(circle("U1")).toEqual(["U2", "U3"]);
    expect(managersOf([person("U1", "U1")])("U1")).toEqual([]);
  });
});
