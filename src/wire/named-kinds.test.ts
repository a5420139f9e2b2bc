import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../config/load.ts";
import { connectors } from "../connectors/all.ts";
import { notifiers } from "../notifiers/all.ts";
import { load } from "./settings.ts";

const DIRECTORY = "directories: { acme: { kind: file, path: a.csv } }";
const PURPOSE = "purpose: { text: a, authorisedBy: b, contact: c }";

const WRONG: readonly (readonly [what: string, text: string])[] = [
  ["a kind that there is none of", "directories: { acme: { kind: slak, token: { env: T } } }"],
  ["one of two that there is none of", "directories: { a: { kind: file, path: a.csv }, b: { kind: ldpa } }"],
  ["no kind", "directories: { acme: { path: a.csv } }"],
  ["a kind that is no word", "directories: { acme: { kind: [file] } }"],
  ["a directory that is nothing", "directories: { acme: }"],
  ["directories that are a list", "directories: [file]"],
  ["directories that are a word", "directories: file"],
  ["no directories", "watch: { every: 1h }"],
  ["none in directories", "directories: {}"],
  ["a key with a slip in it", "directories: { acme: { kind: file, pth: a.csv } }"],
  ["a destination that there is none of", `${PURPOSE}\n${DIRECTORY}\nnotify: [{ to: slck, audience: named }]`],
  ["a destination without a kind", `${PURPOSE}\n${DIRECTORY}\nnotify: [{ audience: named }]`],
  ["destinations that are a mapping", `${PURPOSE}\n${DIRECTORY}\nnotify: { to: slack }`],
  ["a destination that is nothing", `${PURPOSE}\n${DIRECTORY}\nnotify: [null]`],
  ["a destination without a purpose", `${DIRECTORY}\nnotify: [{ to: ntfy, audience: named, topic: t }]`],
  ["text that is no YAML", "directories: { acme: ["],
];

describe("settings for which only the kinds are loaded that they name", () => {
  it.each(WRONG)("are refused as if all were loaded: %s", async (_, text) => {
    const file = join(mkdtempSync(join(tmpdir(), "rollcall-kinds-")), "rollcall.yaml");
    writeFileSync(file, text);
    const messageOf = async (work: () => unknown): Promise<string> => {
      try {
        await work();
        return "nothing wrong";
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    };
    const all = await messageOf(() => parseSettings(text, { file, label: file }, connectors, notifiers));
    expect(await messageOf(() => load({ config: file }))).toBe(all);
    expect(all).not.toBe("nothing wrong");
  });

  it("have those, and no others", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "rollcall-kinds-")), "rollcall.yaml");
    const text = `${PURPOSE}\n${DIRECTORY}\nnotify: [{ to: ntfy, audience: named, topic: { env: T } }]`;
    writeFileSync(file, text);
    const loaded = await load({ config: file });
    expect(loaded.connectors.map(({ kind }) => kind)).toEqual(["file"]);
    expect(loaded.notifiers.map(({ kind }) => kind)).toEqual(["ntfy"]);
    writeFileSync(file, DIRECTORY);
    expect((await load({ config: file })).destinations).toEqual([]);
  });
});
