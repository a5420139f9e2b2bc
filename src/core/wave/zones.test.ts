import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { tablesOf, zonesSource } from "./zones-written.ts";
import { TABLES } from "./zones.ts";

// `npm run schema` writes them anew. A Node with newer tables is nobody's fault.
it.skipIf(tablesOf(process.versions) !== TABLES)("the countries of time zones are those of the Unicode tables", () => {
  expect(readFileSync(new URL("zones.ts", import.meta.url), "utf8")).toBe(zonesSource(TABLES));
});
