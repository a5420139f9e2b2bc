// What every command owes a shell: help, completions, plain text in pipes.
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProgram } from "../../src/cli/program.ts";
import { processOutput } from "../../src/cli/output.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(700);
  stage.settings();
  await stage.prepare(["sweep", "--fields", "none"]);
});
afterAll(() => stage.close());

const program = buildProgram(processOutput(), () => {});
const commands = program.commands.flatMap((command) => [
  [command.name()],
  ...command.commands.map((sub) => [command.name(), sub.name()]),
]);

describe("help", () => {
  it.each([["rollcall itself", []], ...commands.map((path): [string, string[]] => [path.join(" "), path])])(
    "of %s is on standard output, with exit code 0",
    async (_name, path) => {
      const { code, out, err } = await stage.run([...path, "--help"]);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain(`Usage: ${["rollcall", ...path].join(" ")}`);
    },
  );

  it("--version prints the version alone", async () => {
    expect(await stage.run(["--version"])).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: "",
    });
  });
});

describe("in a pipe", () => {
  const ESCAPE = "\u001b";

  it("there are no escape codes, and with FORCE_COLOR there are, unless NO_COLOR is set", async () => {
    for (const args of [["departures"], ["sweep", "--fields", "none"], ["doctor"]]) {
      const { out, err } = await stage.run(args);
      expect(out + err, args.join(" ")).not.toContain(ESCAPE);
    }
    expect((await stage.run(["departures"], { env: { FORCE_COLOR: "1" } })).out).toContain(ESCAPE);
    expect((await stage.run(["departures"], { env: { NO_COLOR: "1" } })).out).not.toContain(ESCAPE);
  });

  it("a reader that closes early is no error", async () => {
    const { child, ended } = stage.start(["departures", "--all", "--json"]);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });
});

describe("completions", () => {
  /** Asked for once, as a shell does when it starts. */
  let ofBash: Promise<{ readonly out: string }> | undefined;

  /** What bash offers for a line of which the last word is being typed. */
  async function completed(line: string): Promise<string[]> {
    const words = line.split(" ");
    const { out } = await (ofBash ??= stage.run(["completion", "bash"]));
    const script = `${out}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_rollcall
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", script], {
      encoding: "utf8",
      cwd: stage.folder,
    });
    expect([status, stderr]).toEqual([0, ""]);
    return stdout.split("\n").filter((word) => word !== "");
  }

  it("for bash complete commands, those of config, options and files", async () => {
    expect(await completed("rollcall sw")).toEqual(["sweep"]);
    expect(await completed("rollcall config ch")).toEqual(["check"]);
    expect(await completed("rollcall config ")).toContain("check");
    expect(await completed("rollcall sweep --j")).toEqual(["--json"]);
    expect(await completed("rollcall replay rollcall.y")).toEqual(["rollcall.yaml"]);
    for (const [name = ""] of commands) expect(await completed(`rollcall ${name}`)).toContain(name);
  });

  it.for(["zsh", "fish"])("for %s are a script that the shell accepts", async (shell, { skip }) => {
    const { code, out } = await stage.run(["completion", shell]);
    expect(code).toBe(0);
    for (const [name = ""] of commands) expect(out).toContain(name);
    const { status, stderr, error } = spawnSync(shell, ["-n"], { input: out, encoding: "utf8" });
    if (error !== undefined) skip(`${shell} is not installed, so its syntax is not checked here`);
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("for a shell that nobody knows exit with 2", async () => {
    const { code, err } = await stage.run(["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(err).toContain("the shells are bash, zsh, fish");
  });
});
