import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Reading } from "../../app/ports.ts";
import { type FileSettings, fileConnector } from "./connector.ts";
import { NO_TOOL } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const connector = fileConnector(NO_TOOL);
const now = Date.UTC(2024, 2, 1);

/** As the settings are when they reach the connector: the path is absolute. */
function parsed(written: { readonly path: string } & Record<string, unknown>): FileSettings {
  return { ...(connector.settings.parse(written) as FileSettings), path: written.path };
}

function reading(content: string | undefined, settings: object = {}): Reading<FileSettings> {
  const path = join(folder, content === undefined ? "missing.csv" : "people.csv");
  if (content !== undefined) writeFileSync(path, content);
  return {
    directory: "hr",
    settings: parsed({ path, ...settings }),
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => {} },
    http: { send: () => Promise.reject(new Error("a file needs no network")) },
    progress: () => {},
  };
}

describe("a directory that is a file", () => {
  it("is read as of now", async () => {
    expect(await connector.snapshot(reading("badge,name\n7,A\n", { key: "badge" }))).toMatchObject({
      directory: "hr",
      complete: true,
      startedAt: now,
      takenAt: now,
      accounts: [{ id: "7", attributes: { name: "A" } }],
    });
  });

  it("has the date of its settings where they give one", async () => {
    expect(await connector.snapshot(reading("id\n7\n", { at: "2023-01" }))).toMatchObject({
      takenAt: Date.UTC(2023, 0),
    });
  });

  it("shows departures by absence only where the settings say that whoever is absent has left", () => {
    const settings = (absent?: string): FileSettings => parsed({ path: "x", absent });
    expect(connector.sees.departure(settings())).toBe("flag");
    expect(connector.sees.departure(settings("unknown"))).toBe("flag");
    expect(connector.sees.departure(settings("left"))).toBe("absence");
  });

  it.each([{}, { path: "" }, { path: "x", absent: "gone" }, { path: "x", at: "soon" }, { path: "x", kye: "id" }])(
    "refuses the settings %j",
    (settings) => {
      expect(connector.settings.safeParse(settings).success).toBe(false);
    },
  );

  it("is a reading that failed, and nobody's departure, while the file is away or half written", async () => {
    expect(await connector.snapshot(reading(undefined))).toMatchObject({
      complete: false,
      health: "unreachable",
      reason: `${join(folder, "missing.csv")}: there is no such file; check its name`,
    });
    expect(await connector.snapshot(reading("id,name\n7,A\n8"))).toMatchObject({
      complete: false,
      health: "malformed",
      reason: `${join(folder, "people.csv")}, line 3: the row has 1 cells and the header 2; quote cells that hold the delimiter`,
    });
    expect(await connector.snapshot(reading(""))).toMatchObject({ complete: false, health: "malformed" });
  });

  it("says in its check which format the file has, or what is wrong with the setting", async () => {
    expect(await connector.check(reading("id\n7\n"))).toEqual({ title: "CSV: its first line names columns" });
    await expect(connector.check(reading(undefined))).rejects.toMatchObject({ code: "bad_setting" });
    await expect(connector.check(reading('{"takenAt":"2024-01-01","accounts":[]}'))).rejects.toThrow(
      "a snapshot stream holds many dates and cannot be watched; read it with rollcall replay",
    );
  });
});
