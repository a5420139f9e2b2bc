import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { PathRef } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { command } from "./command.ts";
import { openCommandStand } from "./fake/command.ts";
import { departuresView, healthView, sendingTo } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-command-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const out = join(folder, "out");

/** Runs these lines of a shell, as somebody's own program would be. */
function script(lines: string, timeout = 5000): { readonly settings: Parameters<typeof command.describe>[0] } {
  return { settings: { run: ["/bin/sh", "-c", lines, "sh", out], timeout } };
}

async function failureOf(stand: ReturnType<typeof script>, signal?: AbortSignal): Promise<RollcallError> {
  try {
    await command.send(sendingTo(stand, departuresView(2), signal === undefined ? {} : { signal }));
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
  throw new Error("the command succeeded");
}

/** A loop in a shell that writes to `file` as long as it lives. */
function beating(file: string): string {
  return `while :; do echo >> "${file}"; sleep 0.02; done`;
}

/** Whether nobody writes to `file` any more. A process id would not tell: it stays until somebody asks for its end. */
async function isStill(file: string): Promise<boolean> {
  const before = statSync(file).size;
  await pause(200);
  return before > 0 && statSync(file).size === before;
}

async function begun(file: string): Promise<void> {
  for (let i = 0; i < 200 && !existsSync(file); i++) await pause(10);
}

describe("a command", () => {
  it("gets one line of JSON: the id, whether it is a repeat, who reads, and the incident", async () => {
    const view = departuresView(2, 1);
    await command.send(sendingTo(script('cat > "$1"'), view, { id: "n-1.7", repeat: true }));
    const text = readFileSync(out, "utf8");
    expect(text.split("\n")).toHaveLength(2);
    expect(JSON.parse(text)).toEqual({
      id: "n-1.7",
      repeat: true,
      audience: "named",
      ...JSON.parse(JSON.stringify(view)),
    });
  });

  it("gets for an audience of counts what that audience may know", async () => {
    await command.send(sendingTo(script('cat > "$1"'), healthView("counts"), { audience: "counts" }));
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ audience: "counts", health: { reasons: [] } });
  });

  it("gets its arguments as they are written, with no shell in between", async () => {
    const args = ["$HOME", "`id`", "a b", "; exit 3", "*"];
    const run = ["/bin/sh", "-c", 'out=$1; shift; printf "%s\\n" "$@" > "$out"', "sh", out, ...args];
    await command.send(sendingTo({ settings: { run, timeout: 5000 } }, departuresView(1)));
    expect(readFileSync(out, "utf8")).toBe(`${args.join("\n")}\n`);
  });

  it("gets nothing of the environment but what programs need to run", async () => {
    process.env["ROLLCALL_TEST_TOKEN"] = "geheim";
    try {
      await command.send(sendingTo(script('env > "$1"'), departuresView(1)));
    } finally {
      delete process.env["ROLLCALL_TEST_TOKEN"];
    }
    const text = readFileSync(out, "utf8");
    expect(text).not.toContain("geheim");
    const names = text.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(0, line.indexOf("="))]));
    expect(names).toContain("PATH");
    // What the shell sets itself.
    const own = ["PWD", "SHLVL", "_", "OLDPWD"];
    const known = new Set([...own, "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it("need not read what it gets, however much that is", async () => {
    const view = departuresView(2000);
    expect(JSON.stringify(view).length).toBeGreaterThan(500_000);
    await command.send(sendingTo(script("exit 0"), view));
    await command.send(sendingTo(script("exec 0<&-; sleep 0.1"), view));
  });

  it("may print as much as it likes", async () => {
    await command.send(sendingTo(script("cat; yes | head -c 300000; yes | head -c 300000 >&2"), departuresView(500)));
  });
});

describe("a command that fails", () => {
  it.each([
    [1, "refused"],
    [2, "refused"],
    [75, "unreachable"],
    [127, "refused"],
  ])("with exit code %d is %s, with the number", async (code, expected) => {
    const error = await failureOf(script(`cat; cat >&2; exit ${code}`));
    expect(error.code).toBe(expected);
    expect(error.message).toContain(`exit code ${code}`);
  });

  it("by a signal leaves open how far it came", async () => {
    const error = await failureOf(script("kill -KILL $$"));
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.message).toContain("SIGKILL");
  });

  it("has nothing of its output, its input or its arguments in the error", async () => {
    const stand = await openCommandStand();
    stand.answer("400");
    const error = await command.send(sendingTo(stand, departuresView(2))).catch((one: unknown) => one);
    const text = inspect(error, { depth: 9, showHidden: true });
    for (const secret of [...stand.secrets, "Canarska", "canary-0@"]) expect(text).not.toContain(secret);
    await stand.close();
  });

  it.each([
    ["that is not there", "/nowhere/geheim/notify", "there is no such program"],
    ["that is not in PATH", "rollcall-no-such-program", "there is no such program"],
    ["that is a folder", folder, "may not be run"],
  ])("since it names a program %s is a fault of the settings", async (_, program, says) => {
    const error = await failureOf({ settings: { run: [program], timeout: 5000 } });
    expect(error).toMatchObject({ code: "bad_setting" });
    expect(error.message).toContain(says);
    expect(error.message).not.toContain("geheim");
  });

  it("since its file may not be run is a fault of the settings", async () => {
    const file = join(folder, "notify");
    writeFileSync(file, "#!/bin/sh\n");
    chmodSync(file, 0o644);
    expect(await failureOf({ settings: { run: [file], timeout: 5000 } })).toMatchObject({ code: "bad_setting" });
  });
});

describe("a command that does not end", () => {
  it("is ended with all that it started, and nobody knows how far it came", async () => {
    const file = join(folder, "started");
    const error = await failureOf(script(`(${beating(file)}) & wait`, 200));
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.message).toContain("longer than 0.2 s");
    expect(await isStill(file)).toBe(true);
  });

  it("is asked to end first, so that it can put things in order", async () => {
    const file = join(folder, "asked");
    await failureOf(script(`trap 'echo yes > "${file}"; exit 0' TERM; while :; do sleep 0.05; done`, 200));
    expect(readFileSync(file, "utf8")).toBe("yes\n");
  });

  it("is killed two seconds later where it does not listen, and what it started as well", async () => {
    const file = join(folder, "deaf");
    const before = performance.now();
    const error = await failureOf(script(`trap '' TERM; (${beating(file)}) & wait; ${beating(file)}`, 200));
    expect(error).toMatchObject({ code: "unreachable" });
    expect(performance.now() - before).toBeGreaterThan(2000);
    expect(await isStill(file)).toBe(true);
  });

  it("is ended as well when the whole of Rollcall has to end", async () => {
    const file = join(folder, "interrupted");
    const controller = new AbortController();
    const failed = failureOf(script(beating(file), 50_000), controller.signal);
    await begun(file);
    controller.abort();
    expect(await failed).toMatchObject({ code: "interrupted" });
    expect(await isStill(file)).toBe(true);
  });

  it("is not even begun then", async () => {
    const file = join(folder, "never");
    expect(await failureOf(script(beating(file)), AbortSignal.abort())).toMatchObject({ code: "interrupted" });
    await pause(100);
    expect(existsSync(file)).toBe(false);
  });
});

describe("the settings", () => {
  const { settings } = command;

  it("take a name as it is, and a path from the folder of the settings file", () => {
    expect(settings.parse({ run: ["jq", "./a"] })).toEqual({ run: ["jq", "./a"], timeout: 30_000 });
    expect(settings.parse({ run: ["./notify.sh", "./a"], timeout: "5s" })).toEqual({
      run: [new PathRef("./notify.sh"), "./a"],
      timeout: 5000,
    });
  });

  it.each([
    ["no program", { run: [] }],
    ["an empty program", { run: ["", "a"] }],
    ["one text, which a shell would have to read", { run: "notify.sh --now" }],
    ["a ~, which only a shell understands", { run: ["~/notify.sh"] }],
    ["a NUL character", { run: ["notify", "a\0b"] }],
    ["a timeout beyond 55 s", { run: ["notify"], timeout: "1m" }],
    ["a timeout of nothing", { run: ["notify"], timeout: "0s" }],
    ["a timeout without a unit", { run: ["notify"], timeout: 30 }],
    ["a timeout that is none", { run: ["notify"], timeout: "soon" }],
    ["an unknown key", { run: ["notify"], shell: true }],
  ])("are refused with %s", (_, written) => {
    expect(settings.safeParse(written).success).toBe(false);
  });

  it("show the program's name and nothing of its arguments", () => {
    expect(command.describe({ run: ["/opt/rollcall/notify.sh", "--token", "geheim"], timeout: 1000 })).toBe(
      "notify.sh",
    );
  });
});
