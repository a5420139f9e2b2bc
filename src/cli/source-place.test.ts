import { afterEach, expect, it } from "vitest";
import { showSource } from "./source-place.ts";

const { prepareStackTrace } = Error;
afterEach(() => {
  Error.prepareStackTrace = prepareStackTrace;
});

it("an error says where it was made, and one that the client makes of each connection that it closes does not", () => {
  showSource();
  expect(new Error("one").stack).toMatch(/^Error: one\n {4}at .*source-place\.test\.ts/);
  expect(Object.assign(new Error("other"), { code: "UND_ERR_INFO" }).stack).toBe("Error: other");
});
