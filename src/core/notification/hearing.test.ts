import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { type Heard, hearingAfter } from "./hearing.ts";

const NOW = Date.UTC(2026, 1, 26, 12);
const fine: Heard = { now: NOW, lastHeard: NOW - MINUTE, usual: 2 * MINUTE, patience: 15 * MINUTE };

describe("whether a directory's events come", () => {
  it("is no news while they do", () => {
    expect(hearingAfter(fine, undefined)).toBeUndefined();
  });

  it("a quiet weekend alone is no news: nothing was there to be heard", () => {
    expect(hearingAfter({ ...fine, lastHeard: NOW - 3 * DAY }, undefined)).toBeUndefined();
    expect(hearingAfter({ ...fine, lastHeard: null, usual: null }, undefined)).toBeUndefined();
  });

  it("silence for three times the usual, and a reading that found what it should have announced, is told", () => {
    const unheard = { count: 2, since: NOW - HOUR };
    const told = hearingAfter({ ...fine, lastHeard: NOW - 2 * HOUR, unheard }, undefined);
    expect(told).toMatchObject({ health: "silent", since: NOW - 2 * HOUR, over: false });
    expect(told?.reasons[0]).toContain("no event announced");
  });

  it("silence that is usual is not told yet, though something was not announced", () => {
    const unheard = { count: 1, since: NOW - 30 * MINUTE };
    expect(hearingAfter({ ...fine, lastHeard: NOW - HOUR, usual: HOUR, unheard }, undefined)).toBeUndefined();
  });

  it("one event that was lost among others that came is not told", () => {
    const unheard = { count: 1, since: NOW - 2 * HOUR };
    expect(hearingAfter({ ...fine, unheard }, undefined)).toBeUndefined();
  });

  it("a connection that is gone for longer than three sweeps is told with its reason, once", () => {
    const down = { since: NOW - 20 * MINUTE, why: "Slack has switched Socket Mode off." };
    const told = hearingAfter({ ...fine, down }, undefined);
    expect(told).toMatchObject({ health: "disconnected", reasons: [down.why], since: down.since });
    expect(hearingAfter({ ...fine, now: NOW + HOUR, down }, told)).toBeUndefined();
  });

  it("a connection that was gone for a moment is not", () => {
    const down = { since: NOW - 5 * MINUTE, why: "The connection broke." };
    expect(hearingAfter({ ...fine, down }, undefined)).toBeUndefined();
  });

  it("a silence is over with the next event, and not before", () => {
    const unheard = { count: 2, since: NOW - HOUR };
    const silent = hearingAfter({ ...fine, lastHeard: NOW - 2 * HOUR, unheard }, undefined);
    const later = { ...fine, now: NOW + HOUR };
    expect(hearingAfter({ ...later, lastHeard: NOW - 2 * HOUR }, silent)).toBeUndefined();
    expect(hearingAfter({ ...later, lastHeard: NOW + 30 * MINUTE }, silent)).toMatchObject({ over: true });
  });

  it("a silence before any event ever came is over with the first one", () => {
    const silent = hearingAfter(
      { ...fine, lastHeard: null, usual: null, unheard: { count: 1, since: NOW - DAY } },
      undefined,
    );
    expect(silent).toMatchObject({ health: "silent", lastGood: null });
    expect(hearingAfter({ ...fine, now: NOW + HOUR, lastHeard: null }, silent)).toBeUndefined();
    expect(hearingAfter({ ...fine, now: NOW + HOUR, lastHeard: NOW + MINUTE }, silent)).toMatchObject({ over: true });
  });

  it("a lost connection is over with the next one", () => {
    const told = hearingAfter({ ...fine, down: { since: NOW - HOUR, why: "The connection broke." } }, undefined);
    expect(hearingAfter({ ...fine, now: NOW + HOUR }, told)).toMatchObject({ over: true });
  });
});
