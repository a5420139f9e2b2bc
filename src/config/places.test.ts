import { describe, expect, it } from "vitest";
import { defaultStorePath, settingsPlaces } from "./places.ts";

const at = (env: Record<string, string>) => ({ env, cwd: "/srv/desk", home: "/home/it" });

describe("the store's file where the settings name none", () => {
  it.each<[env: Record<string, string>, path: string]>([
    [{}, "/home/it/.local/state/rollcall/rollcall.db"],
    [{ XDG_STATE_HOME: "/state" }, "/state/rollcall/rollcall.db"],
    [{ XDG_STATE_HOME: "state" }, "/home/it/.local/state/rollcall/rollcall.db"],
    [{ XDG_STATE_HOME: "/state", ROLLCALL_STATE: "/var/lib/rollcall" }, "/var/lib/rollcall/rollcall.db"],
    [{ ROLLCALL_STATE: "here" }, "/srv/desk/here/rollcall.db"],
    [{ ROLLCALL_STATE: "" }, "/home/it/.local/state/rollcall/rollcall.db"],
  ])("with %j it is %s", (env, path) => {
    expect(defaultStorePath(at(env))).toBe(path);
  });
});

describe("the places of the settings", () => {
  it("a relative XDG_CONFIG_HOME is passed over, as its specification says", () => {
    expect(settingsPlaces(at({ XDG_CONFIG_HOME: "x" })).map(({ file }) => file)).toEqual([
      "/srv/desk/rollcall.yaml",
      "/home/it/.config/rollcall/rollcall.yaml",
    ]);
  });
});
