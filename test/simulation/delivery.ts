import { createHmac } from "node:crypto";
import type { Receiver } from "../../src/app/live.ts";
import type { Clock } from "../../src/app/ports.ts";
import type { Pushed } from "../../src/connectors/slack/fake/events.ts";
import type { Random } from "../../src/connectors/slack/fake/random.ts";
import { MINUTE, SECOND } from "../../src/core/time.ts";
import type { Scheduler } from "./clock.ts";
import type { FaultName } from "./faults.ts";
import type { Process } from "./process.ts";

export const SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

/** After three seconds Slack takes an event for not delivered; it sends it again at once, after a minute, and after five. */
const PATIENCE = 3 * SECOND;
const AGAIN = [0, MINUTE, 5 * MINUTE];

/** How events fare at the moment: the share of them that it happens to. */
interface Fortune {
  lost: number;
  twice: number;
  late: number;
  shuffled: number;
  /** The subscription is switched off. */
  silent: boolean;
}

/** Where a process receives what is posted. */
export interface Door {
  readonly process: Process;
  readonly clock: Clock;
  readonly receiver: Receiver;
}

/** Slack's sending of events over HTTP, to whichever process listens. */
export interface Deliveries {
  readonly fortune: Fortune;
  readonly doors: Set<Door>;
  readonly send: (pushed: Pushed) => void;
  /** A request that bears Slack's signature and whose event is none. */
  readonly sendNonsense: () => void;
}

export function createDeliveries(scheduler: Scheduler, random: Random, struck: (name: FaultName) => void): Deliveries {
  const { now, at } = scheduler;
  const fortune: Fortune = { lost: 0, twice: 0, late: 0, shuffled: 0, silent: false };
  const doors = new Set<Door>();

  const post = (body: string, tries: number): void => {
    let ended = false;
    const end = (delivered: boolean): void => {
      if (ended) return;
      ended = true;
      const pause = AGAIN[tries];
      if (delivered) return;
      if (pause === undefined) struck("F8 an event lost");
      else at(now() + pause, () => post(body, tries + 1));
    };
    const open = [...doors].filter(({ process }) => !process.dead);
    if (open.length === 0) return end(false);
    const door = random.pick(open);
    at(now() + PATIENCE, () => end(false));
    const answered = (status: number): void => void at(now() + 20, () => end(status < 300));
    const signed = signedNow(body, now());
    at(now() + 10 + random.below(150), () => void handle(door, signed, answered), door.process);
  };

  return {
    fortune,
    doors,
    send: (pushed) => {
      const body = JSON.stringify(pushed);
      if (fortune.silent) return struck("F8 silence");
      if (random.chance(fortune.lost)) return struck("F8 an event lost");
      let wait = 50 + random.below(2 * SECOND);
      if (random.chance(fortune.shuffled)) {
        wait += random.below(MINUTE);
        struck("F8 an event before another");
      }
      if (random.chance(fortune.late)) {
        wait += random.below(20 * MINUTE);
        struck("F8 an event late");
      }
      at(now() + wait, () => post(body, 0));
      if (!random.chance(fortune.twice)) return undefined;
      struck("F8 an event twice");
      for (let i = 0; i <= random.below(4); i++) at(now() + wait + random.below(MINUTE), () => post(body, 0));
      return undefined;
    },
    sendNonsense: () => {
      struck("F13 an event that cannot be read");
      const id = `EvNone${random.below(1e9)}`;
      const whole = { type: "event_callback", event_id: id, event: { type: "user_change", user: 5 } };
      post(random.pick([JSON.stringify(whole), JSON.stringify(whole).slice(0, 30), "[]", ""]), 0);
    },
  };
}

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signedNow(body: string, now: number): Signed {
  const timestamp = String(Math.floor(now / SECOND));
  const hash = createHmac("sha256", SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest("hex");
  return {
    headers: {
      "content-type": "application/json",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${hash}`,
    },
    body: Buffer.from(body),
  };
}

/** What the server of the program does with a request that it has read. */
async function handle({ receiver, clock }: Door, posted: Signed, answered: (status: number) => void): Promise<void> {
  try {
    const { status, events } = receiver.read(posted, clock.now());
    if (events.length > 0) await receiver.keep(events);
    answered(status);
  } catch {
    answered(503);
  }
}
