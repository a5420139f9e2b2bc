import { describe, expect, it } from "vitest";
import { z } from "zod";
import { destinations, messageOf, tools } from "./sample.ts";
import { settingsSchema } from "./settings.ts";

describe("a kind of directory or destination", () => {
  const own = z.strictObject({ name: z.string(), to: z.string(), every: z.string() });
  it.each([
    ["a connector without a mapping", tools, z.string(), "are not a z.strictObject"],
    ["a notifier without a mapping", destinations, z.string(), "are not a z.strictObject"],
    ["a connector with a key that all have", tools, own, "have a key that is common to all: every"],
    ["a notifier with keys that all have", destinations, own, "have a key that is common to all: to, name"],
  ])("%s is a fault of ours", async (_, kinds, settings, message) => {
    const more = [...kinds, { kind: "pager", settings }];
    const schema = () => settingsSchema(kinds === tools ? more : tools, kinds === tools ? destinations : more);
    expect(await messageOf(schema)).toBe(`the settings of pager ${message}`);
  });

  it("has to be there at all", async () => {
    expect(await messageOf(() => settingsSchema([], destinations))).toBe("there are no connectors");
    expect(await messageOf(() => settingsSchema(tools, []))).toBe("there are no notifiers");
  });
});
