import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderOfOurs, keep, kept } from "./compiled.ts";

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

  it("where Node is told to keep it, or nowhere if it is told so", () => {
    expect(folder({ NODE_COMPILE_CACHE: "" })).toBeUndefined();
    expect(folder({ NODE_DISABLE_COMPILE_CACHE: "1" })).toBeUndefined();
    expect(existsSync(join(home, "rollcall"))).toBe(false);
    expect(folder({ NODE_COMPILE_CACHE: join(home, "node") })).toBe(join(home, "node", "rollcall"));
    expect(folder({ NODE_COMPILE_CACHE: "/dev/null" })).toBeUndefined();
  });
});

describe("what is kept of a command", () => {
  const parts = fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9_.-]{1,20}$/), fc.uint8Array({ maxLength: 50 }), {
    minKeys: 1,
  });

  it("is found again as it was, each part where V8 need not copy it", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const ours = new Map(Object.entries(given).map(([name, bytes]) => [name, Buffer.from(bytes)]));
        keep(home, { name: "layoffs list", parts: ours });
        const found = kept(home, "layoffs list");
        expect(found?.parts).toEqual(ours);
        expect([...(found?.parts.values() ?? [])].filter(({ byteOffset }) => byteOffset % 8 !== 0)).toEqual([]);
      }),
    );
  });

  it("is for the user alone, and nothing is left beside it", () => {
    keep(home, { name: "doctor", parts: new Map([["a.js", Buffer.from("a")]]) });
    expect(readdirSync(home)).toEqual(["doctor"]);
    expect(statSync(join(home, "doctor")).mode & 0o777).toBe(0o600);
  });

  it("is nothing, where not the whole of it is there", () => {
    keep(home, {
      name: "doctor",
      parts: new Map([
        ["a.js", Buffer.alloc(100)],
        ["b.js", Buffer.alloc(9)],
      ]),
    });
    const whole = readFileSync(join(home, "doctor"));
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(join(home, "doctor"), whole.subarray(0, length));
      expect(kept(home, "doctor")).toBeUndefined();
    }
    expect(kept(home, "sweep")).toBeUndefined();
  });

  it("is no reason to fail, where it cannot be written", () => {
    keep(join(home, "nowhere"), { name: "doctor", parts: new Map() });
    expect(kept(join(home, "nowhere"), "doctor")).toBeUndefined();
  });
});
