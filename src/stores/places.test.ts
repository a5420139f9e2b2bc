import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../app/ports.ts";
import type { Place } from "../core/directory/place.ts";
import { STORES } from "./testing.ts";

describe.each(STORES)("channels and groups in $name", ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const put = (directory: string, ...places: readonly Place[]) =>
    store.transaction((writer) => writer.putPlaces(directory, places));

  it("are given back as they were put, by kind and id, those of each directory by themselves", async () => {
    const general: Place = { kind: "channel", id: "C1", name: "general", archived: false, private: false, seenAt: 1 };
    const nameless: Place = { kind: "channel", id: "C2", seenAt: 1 };
    const group: Place = { kind: "group", id: "C1", name: "Sales team", seenAt: 1 };
    await put("a", group, nameless, general);
    await put("b", { ...general, name: "other" });
    expect(await store.places("a")).toStrictEqual([general, nameless, group]);
    expect(await store.places("b")).toStrictEqual([{ ...general, name: "other" }]);
    expect(await store.places("c")).toEqual([]);
  });

  it("keep what a later reading does not state, and stay where it does not list them", async () => {
    const secret: Place = { kind: "channel", id: "C1", name: "secret", archived: false, private: true, seenAt: 1 };
    const gone: Place = { kind: "channel", id: "C2", name: "gone", archived: false, seenAt: 1 };
    await put("a", secret, gone);
    await put("a", { kind: "channel", id: "C1", archived: true, seenAt: 2 });
    expect(await store.places("a")).toStrictEqual([{ ...secret, archived: true, seenAt: 2 }, gone]);
  });

  it("are not changed by what fails", async () => {
    const failing = store.transaction(async (writer) => {
      await writer.putPlaces("a", [{ kind: "group", id: "S1", seenAt: 1 }]);
      throw new Error("broken");
    });
    await expect(failing).rejects.toThrow("broken");
    expect(await store.places("a")).toEqual([]);
  });
});
