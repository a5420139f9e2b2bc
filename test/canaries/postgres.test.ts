// The past of the base, as commands make it in PostgreSQL, by what has to hold of a file.
import { afterAll, beforeAll, describe } from "vitest";
import { KEPT } from "./kept.ts";
import { keptHolds } from "./kept-holds.ts";
import { openScene, type Scene } from "./scene.ts";

describe.each(KEPT.filter(({ kind }) => kind !== "SQLite"))("what is kept in $kind", ({ make }) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(make);
  }, 120_000);
  afterAll(() => scene.close());
  keptHolds(() => scene);
});
