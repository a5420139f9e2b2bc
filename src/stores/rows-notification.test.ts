import { describe, expect, it } from "vitest";
import type { Incident } from "../core/notification/incident.ts";
import type { Notification } from "../core/notification/notification.ts";
import { fromIncident, fromNotification, toIncident, toNotification } from "./rows-notification.ts";

const INCIDENT: Incident = {
  id: "i-1",
  kind: "health",
  group: "health a",
  directory: "a",
  openedAt: 1,
  updatedAt: 2,
  version: 3,
  closed: false,
  health: { health: "short", reasons: ["a reason"], since: 1, lastGood: null, blind: true, over: false },
  failure: { destination: "one", since: 1, failed: 1, attempts: 10, error: "It did not answer.", over: false },
  release: 4,
  checkpoint: { fault: "log", findings: 2 },
};

const NOTIFICATION: Notification = {
  id: "n-1",
  incident: "i-1",
  destination: "one",
  audience: "named",
  state: "waiting",
  version: 3,
  told: 2,
  messages: 1,
  since: 1,
  toldAt: 2,
  dueAt: 3,
  attempts: 1,
  uncertain: 3,
  claim: { holder: "h:1", until: 4 },
  error: { code: "unreachable", text: "It did not answer." },
  receipt: { channel: "C1", ts: "1.2" },
};

describe("a value that cannot be is an error that names the column, and not the value", () => {
  it.each([
    ["kind", "canary"],
    ["health", '{"canary":1}'],
    ["health", JSON.stringify({ ...INCIDENT.health, health: "canary" })],
    ["failure", JSON.stringify({ ...INCIDENT.failure, over: "canary" })],
    ["failure", "canary"],
    ["checkpoint", '{"fault":"canary","findings":1}'],
    ["checkpoint", '{"note":"canary"}'],
  ] as const)("incidents.%s", (column, value) => {
    refused(() => toIncident({ ...fromIncident(INCIDENT), [column]: value }), `incidents.${column}`);
  });

  it.each([
    ["audience", "canary"],
    ["state", "canary"],
    ["error_code", "canary"],
    ["receipt", '{"ts":["canary"]}'],
    ["receipt", "canary"],
  ] as const)("notifications.%s", (column, value) => {
    refused(() => toNotification({ ...fromNotification(NOTIFICATION), [column]: value }), `notifications.${column}`);
  });
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
  it("that is whole is read back whole", () => {
    expect(toIncident(fromIncident(INCIDENT))).toStrictEqual(INCIDENT);
    expect(toNotification(fromNotification(NOTIFICATION))).toStrictEqual(NOTIFICATION);
  });

  it("keeps a field that a later version added, and passes it on", () => {
    const health = { ...INCIDENT.health, until: 5 };
    const found = toIncident({ ...fromIncident(INCIDENT), health: JSON.stringify(health) });
    expect(found.health).toStrictEqual(health);
  });
});
