import { describe, expect, it } from "vitest";
import { USUAL_RETENTION } from "../core/disclosure/retention.ts";
import { DAY } from "../core/time.ts";
import { messageOf, parseSample } from "./sample.ts";

const CHAT = "directories:\n  acme: { kind: chat, token: { env: TOKEN } }\n";

function retention(text: string) {
  return parseSample(`${CHAT}retention: ${text}\n`).retention;
}

describe("retention", () => {
  it("is the usual one where nothing else is said, kind by kind", () => {
    expect(parseSample(CHAT).retention).toEqual(USUAL_RETENTION);
    expect(retention("{ left: 30d, audit: 3650d }")).toEqual({ ...USUAL_RETENTION, left: 30 * DAY, audit: 3650 * DAY });
  });

  it.each([
    ["{ left: 29d }", "retention.left: must be at least 30d"],
    ["{ left: 366d }", "retention.left: must be at most 365d"],
    ["{ left: 90 }", "retention.left: must be a number of days such as 90d"],
    ["{ left: 2160h }", "retention.left: must be a number of days such as 90d"],
    ["{ events: 6d }", "retention.events: must be at least 7d"],
    ["{ leavers: 90d }", "retention: unknown key; the keys here are "],
  ])("as %s is refused with the place", async (text, message) => {
    const said = await messageOf(() => retention(text));
    expect(said).toMatch(/^rollcall\.yaml:3:\d+: /);
    expect(said).toContain(message);
  });
});
