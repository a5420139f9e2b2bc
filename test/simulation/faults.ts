/** What can go wrong, by the numbers of the table of failures; each is counted where it has really struck. */
export const FAULTS = [
  "F1 a list that is cut",
  "F1 a list of short pages",
  "F2 a cursor that dies",
  "F3 too many calls",
  "F3 a server that fails",
  "F3 a connection that breaks",
  "F4 a body that is none",
  "F4 an answer that says no",
  "F5 a mass that leaves",
  "F5 a list that falsely says so",
  "F6 a token revoked",
  "F6 an app uninstalled",
  "F6 an installer deactivated",
  "F6 a scope lost",
  "F7 other ids",
  "F7 another workspace",
  "F8 an event twice",
  "F8 an event before another",
  "F8 an event late",
  "F8 an event lost",
  "F8 silence",
  "F9 a leaver who comes back",
  "F10 a clock set forward",
  "F10 a clock set back",
  "F11 a kill before a transaction",
  "F11 a kill within a transaction",
  "F11 a kill after a transaction",
  "F12 a kill after a message was sent",
  "F13 an account that cannot be read",
  "F13 an event that cannot be read",
  "F14 a destination down",
  "F15 a full store",
  "F16 a second process",
  "F16 a halted process that wakes",
  "F18 a busy store",
  "F20 a sweep that never ends",
] as const;
export type FaultName = (typeof FAULTS)[number];

export type Counts = Map<FaultName, number>;

export function count(counts: Counts, name: FaultName): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
