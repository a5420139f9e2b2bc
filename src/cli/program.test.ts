// What a command says is the same whether it alone was made or all of them were.
import { beforeEach, describe, expect, it } from "vitest";
import type { Command } from "commander";
import type { Output } from "./output.ts";
import { askedFor, buildProgram } from "./program.ts";

let said: string[];
beforeEach(() => void (said = []));

const output: Output = {
  line: (text = "") => said.push(text),
  write: (text) => said.push(text),
  note: (text) => said.push(text),
  status: () => {},
  json: () => {},
  style: (_, text) => text,
  width: undefined,
  watched: false,
};

function pathsOf(command: Command, before: readonly string[] = []): readonly (readonly string[])[] {
  return command.commands.flatMap((one) => {
    const path = [...before, one.name()];
    return [path, ...pathsOf(one, path)];
  });
}

/** What is said to words that run no command. */
async function saidTo(words: readonly string[], asked: string | undefined): Promise<readonly string[]> {
  said = [];
  const program = buildProgram(
    output,
    () => {},
    () => expect.unreachable(words.join(" ")),
    asked,
  );
  const end = await program
    .parseAsync([...words], { from: "user" })
    .catch((error: Error & { exitCode: number }) => error);
  expect(end).toHaveProperty("exitCode");
  return said;
}

const paths = pathsOf(buildProgram(output, () => {}));
const OTHERS = [[], ["--help"], ["--version"], ["dif"], ["layofs"], ["help", "diff"], ["layoffs", "lst"], ["config"]];

describe("what a command says is what it says among all of them", () => {
  it.each(paths.map((path) => [path.join(" "), path] as const))("%s", async (_, path) => {
    const more = [["--help"], ["--jsn"], ["-V"], [...Array.from({ length: 9 }, () => "x"), "--jsn"]];
    for (const words of more.map((some) => [...path, ...some])) {
      expect(await saidTo(words, askedFor(words))).toEqual(await saidTo(words, undefined));
    }
  });

  it.each(OTHERS.map((words) => [words.join(" "), words] as const))("and to %j", async (_, words) => {
    const all = await saidTo(words, undefined);
    expect(all).not.toEqual([]);
    expect(await saidTo(words, askedFor(words))).toEqual(all);
  });
});

it("where one is asked for it alone is made, with those above and below it", () => {
  const made = (...words: readonly string[]) =>
    pathsOf(buildProgram(output, () => {}, undefined, askedFor(words))).map((path) => path.join(" "));
  expect(made("diff", "before.json", "after.json")).toEqual(["diff"]);
  expect(made("layoffs", "list", "--json")).toEqual(["layoffs", "layoffs list"]);
  expect(made("offboarding", "--all")).toEqual(["offboarding", "offboarding acknowledge", "offboarding undo"]);
  expect(made("completion", "bash")).toHaveLength(paths.length);
  for (const words of [[], ["diff "], ["layoffs list"], ["--help", "diff"], ["constructor"], ["layoffs"]]) {
    expect(made(...words)).toHaveLength(paths.length);
  }
});
