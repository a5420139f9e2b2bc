import { describe, expect, it } from "vitest";
import type { Listening } from "../core/directory/coverage.ts";
import type { HeldEvent, Subject } from "../core/directory/event.ts";
import { fromEvent, fromListening, toEvent, toListening } from "./rows-event.ts";

const EVENT: HeldEvent = {
  seq: 3,
  key: "Ev1",
  directory: "a",
  source: "log",
  type: "user_deactivated",
  about: { account: "U1" },
  at: 1,
  actor: { kind: "person", id: "U2", name: "x" },
  receivedAt: 2,
  state: "quarantined",
  tries: 5,
  dueAt: 4,
  error: { code: "malformed", text: "It could not be read." },
};

const LISTENING: Listening = { id: "l-1", directory: "a", source: "socket", since: 1, until: 2, ended: "It broke." };

describe("a value that cannot be is an error that names the column, and not the value", () => {
  it.each([
    ["source", "canary"],
    ["state", "canary"],
    ["error_code", "canary"],
    ["actor", "canary"],
    ["actor", JSON.stringify({ ...EVENT.actor, kind: "canary" })],
    ["actor", '{"kind":"person","id":["canary"]}'],
  ] as const)("inbox.%s", (column, value) => {
    refused(() => toEvent({ ...fromEvent(EVENT), seq: 3, [column]: value }), `inbox.${column}`);
  });

  it("listening.source", () => {
    refused(() => toListening({ ...fromListening(LISTENING), source: "canary" }), "listening.source");
  });
});

it("an event that is about nobody and nothing is a damaged row, and not an event that came so", () => {
  refused(() => toEvent({ ...fromEvent(EVENT), seq: 3, account: null }), "inbox.unreadable");
});

function refused(work: () => unknown, place: string): void {
  let error: unknown;
  try {
    work();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: "store_damaged", message: expect.stringContaining(`in ${place} `) });
  expect(String(error)).not.toContain("canary");
}

describe("a row", () => {
  it.each<Subject>([{ account: "" }, { directory: "" }, { unreadable: "" }])(
    "that is whole is read back whole, also where what it is about is an empty text: %j",
    (about) => {
      expect(toEvent({ ...fromEvent({ ...EVENT, about }), seq: 3 })).toStrictEqual({ ...EVENT, about });
    },
  );

  it("of a span is read back whole, whether it has ended or goes on", () => {
    const { ended: _, ...goesOn } = LISTENING;
    expect(toListening(fromListening(LISTENING))).toStrictEqual(LISTENING);
    expect(toListening(fromListening(goesOn))).toStrictEqual(goesOn);
  });

  it("keeps a field that a later version added to who did it, and passes it on", () => {
    const actor = JSON.stringify({ ...EVENT.actor, agent: "y" });
    expect(toEvent({ ...fromEvent(EVENT), seq: 3, actor }).actor).toStrictEqual({ ...EVENT.actor, agent: "y" });
  });
});
