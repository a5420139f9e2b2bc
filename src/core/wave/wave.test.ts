import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../time.ts";
import type { Signal } from "./scan.ts";
import { type OpenWave, type Seen, step, windowOf } from "./wave.ts";

const signal: Signal = {
  scope: "team:a",
  how: "window",
  from: 0,
  at: HOUR,
  window: HOUR,
  count: 4,
  expected: 0.01,
  logP: -20,
  margin: 3,
};
const nothing: Seen = { at: HOUR, signals: [], unusual: false, quietFor: 0, standing: 4 };
const start = () => 10;

function opened(): OpenWave {
  const { turn, ...rest } = step(undefined, { ...nothing, signals: [signal] }, start);
  if (turn !== "opened" || !("wave" in rest)) throw new Error("It did not open.");
  return rest.wave;
}

describe("the life of a wave", () => {
  it("without a signal there is none, and with one it begins where its departures do", () => {
    expect(step(undefined, { ...nothing, unusual: true }, start)).toEqual({ turn: "none" });
    expect(opened()).toMatchObject({ opened: HOUR, start: 10, scopes: ["team:a"], unusualAt: HOUR });
  });

  it("to go on it needs far less than to open, and stays where it opened", () => {
    const next = step(opened(), { ...nothing, at: 5 * DAY, unusual: true, quietFor: 5 }, start);
    expect(next).toMatchObject({ turn: "updated", wave: { opened: HOUR, start: 10, unusualAt: 5 * DAY } });
  });

  it("another signal widens it and opens nothing", () => {
    const next = step(opened(), { ...nothing, signals: [{ ...signal, scope: "organisation" }] }, start);
    expect(next).toMatchObject({ turn: "updated", wave: { scopes: ["team:a", "organisation"] } });
  });

  it("ends after quiet days, when most have come back, or when it has become the rule; and not before", () => {
    const wave = opened();
    const back = { ...wave, back: [1, 2, 3, 4, 5].map((n) => ({ id: `${n}`, since: 20, at: 20, groups: [] })) };
    expect(step(wave, { ...nothing, quietFor: 1 }, start).turn).toBe("updated");
    expect(step(wave, { ...nothing, quietFor: 10 }, start).turn).toBe("updated");
    expect(step(wave, { ...nothing, at: 10 * DAY, quietFor: 1 }, start).turn).toBe("updated");
    expect(step(wave, { ...nothing, at: 10 * DAY, quietFor: 10 }, start)).toMatchObject({
      turn: "closed",
      why: "quiet",
    });
    expect(step(wave, { ...nothing, at: 90 * DAY, unusual: true }, start)).toMatchObject({
      turn: "closed",
      why: "lasting",
    });
    expect(step(back, nothing, start)).toMatchObject({ turn: "closed", why: "returned" });
    expect(step(back, { ...nothing, standing: 30 }, start).turn).toBe("updated");
  });

  it("is watched as slowly as it came, within a day and a week", () => {
    const at = (window: number) => windowOf({ ...opened(), signal: { ...signal, window } });
    expect([at(HOUR), at(3 * DAY), at(30 * DAY)]).toEqual([DAY, 3 * DAY, 7 * DAY]);
  });
});
