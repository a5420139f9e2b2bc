import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderOfOurs } from "./compiled.ts";

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "rollcall-compiled-"))));
afterEach(() => rmSync(home, { recursive: true }));

describe.skipIf(process.platform === "win32")("what is compiled is kept", () => {
  const folder = (more: NodeJS.ProcessEnv = {}) => folderOfOurs({ XDG_CACHE_HOME: home, ...more });

  it("in this user's cache, for the user alone", () => {
    expect(folder()).toBe(join(home, "rollcall", "compiled"));
    expect(statSync(join(home, "rollcall", "compiled")).mode & 0o777).toBe(0o700);
    expect(folder()).toBe(join(home, "rollcall", "compiled"));
  });

  it.each(["", "rollcall", "rollcall/compiled"])("nowhere, where others may write to CACHE/%s", (open) => {
    mkdirSync(join(home, "rollcall", "compiled"), { recursive: true, mode: 0o700 });
    chmodSync(join(home, open), 0o777);
    expect(folder()).toBeUndefined();
  });

  it("nowhere, where the folder is a link to another", () => {
    mkdirSync(join(home, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(home, "elsewhere"), join(home, "rollcall"));
    expect(folder()).toBeUndefined();
  });

  it("nowhere, where no folder can be made", () => {
    expect(folder({ XDG_CACHE_HOME: "/dev/null" })).toBeUndefined();
  });

  it("where Node is told, if it is", () => {
    expect(folder({ NODE_COMPILE_CACHE: "" })).toBeUndefined();
    expect(existsSync(join(home, "rollcall"))).toBe(false);
  });
});
