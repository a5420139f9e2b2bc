import { expect, it } from "vitest";
import { runApart } from "./apart.ts";
import { promisesHold } from "./halves.ts";
import { REGRESSIONS } from "./regressions.ts";

promisesHold("odd");

it("nor in what once went wrong", async () => {
  expect((await runApart(REGRESSIONS, 300_000)).failed).toEqual([]);
}, 300_000);
