import { describe, expect, it } from "vitest";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import { grantFor } from "./named-view.ts";
import { readersNamed } from "./readers.ts";

const named = (alias: string, until = "2027-02-24"): OwnAudience => ({
  sees: "named",
  alias,
  who: "people",
  reason: "a reason",
  until,
});
const council: OwnAudience = { sees: "counts", alias: "council", who: "Works council", readers: "authorised" };
const everyone: OwnAudience = { sees: "counts", alias: "everyone", who: "All staff", readers: "anyone" };
const NOW = Date.UTC(2026, 10, 20);

describe("the audience for which names are shown", () => {
  it("is the audience that is asked for, or the only one, or the operator where none is declared", () => {
    expect(grantFor([named("identity"), named("hr"), council], "hr", NOW)?.alias).toBe("hr");
    expect(grantFor([council, named("identity")], undefined, NOW)?.alias).toBe("identity");
    expect(grantFor([], undefined, NOW)).toBeUndefined();
    expect(grantFor([council], undefined, NOW)).toBeUndefined();
  });

  it.each<[string, readonly OwnAudience[], string | undefined, string, string]>([
    [
      "several and none chosen",
      [named("a"), named("b")],
      undefined,
      "usage",
      "which of a, b you look, with --as or in ROLLCALL_AS",
    ],
    [
      "one that has ended",
      [named("a", "2026-11-19")],
      undefined,
      "expired",
      "ended with 2026-11-19: where it is to go on, write a later day at audiences.a.until",
    ],
    ["one that has ended, chosen", [named("a", "2026-11-19"), named("b")], "a", "expired", "audiences.a.until"],
    ["one that is near", [named("identity")], "identiti", "bad_setting", 'did you mean "identity"?'],
    ["one that there is not", [named("identity"), named("b")], "desk", "bad_setting", "there are identity, b"],
    ["one where none is declared", [], "desk", "bad_setting", "no audience of names is declared"],
    ["one of counts", [named("identity"), council], "council", "usage", "rollcall report --audience council"],
  ])("%s is refused", (_, audiences, as, code, says) => {
    expect(() => grantFor(audiences, as, NOW)).toThrow(says);
    expect(() => grantFor(audiences, as, NOW)).toThrow(expect.objectContaining({ code }));
  });
});

describe("whose counts are meant", () => {
  it("by our own words, or by an audience of counts", () => {
    const all = [named("identity"), council, everyone];
    const words = ["authorised", "anyone", "council", "everyone"];
    expect(words.map((word) => readersNamed(word, all))).toEqual(["authorised", "anyone", "authorised", "anyone"]);
  });

  it.each([
    ["identity", "sees names"],
    ["counsil", 'did you mean "council"?'],
    ["named", "give one of authorised, anyone, council, everyone"],
    ["constructor", "give one of"],
  ])("%s is refused", (word, says) => {
    const read = (): string => readersNamed(word, [named("identity"), council, everyone]);
    expect(read).toThrow(says);
    expect(read).toThrow(expect.objectContaining({ code: "usage" }));
  });
});
