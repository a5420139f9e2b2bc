import { readFileSync } from "node:fs";
import { Command } from "commander";
import { expect, it } from "vitest";
import { addLayoffs } from "../cli/layoffs.ts";
import { sources } from "./index.ts";

const root = new URL("../../", import.meta.url);

it.each(sources.map((source) => [source.kind, source] as const))(
  "%s is described: its page, its line among the kinds, the help, and options that are refused where it has none",
  (kind, { docs, title, settings }) => {
    expect(title).not.toBe("");
    const page = readFileSync(new URL(docs, root), "utf8");
    expect(page.split("\n").filter((line) => line.startsWith(`| \`${kind}\` `))).toHaveLength(1);
    expect(helpOf("import")).toMatch(new RegExp(`\\b${kind}\\b`));
    expect(settings.safeParse({}).success).toBe(true);
    expect(settings.safeParse({ "no such option": 1 }).success).toBe(false);
  },
);

it("each kind is there once, and one that asks something of those who ask names a domain and a pace", () => {
  expect(new Set(sources.map(({ kind }) => kind)).size).toBe(sources.length);
  for (const { server } of sources) {
    if (server === undefined) continue;
    expect(server.domain).toMatch(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
    expect(server.perMs).toBeGreaterThan(0);
  }
});

/** What `rollcall layoffs NAME --help` says. */
function helpOf(name: string): string {
  const layoffs = new Command();
  addLayoffs((path, description, takes) => {
    takes?.(layoffs.command(path.replace(/^layoffs /, "")).description(description));
  });
  return layoffs.commands.find((command) => command.name() === name)?.helpInformation() ?? "";
}
