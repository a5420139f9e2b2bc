// The load generator: a process of its own, so that its work is on nobody else's bill. It is told what to send by its parent
// and answers with what it saw. Bare sockets and requests made beforehand, one at a time on each connection.
import { createHmac, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { PATH, SIGNING_SECRET } from "./signing.ts";

export interface Load {
  readonly port: number;
  readonly count: number;
  readonly connections: number;
  /** When each is due: so many a second, all of them at once, or as soon as a connection is free. */
  readonly due: number | "at once" | "as taken";
}

export interface Seen {
  readonly wallMs: number;
  /** From the moment at which each was due to its answer, in milliseconds. */
  readonly latencies: readonly number[];
  /** Answers other than 200. */
  readonly refused: number;
}

/** As Slack sends it, in about 2.2 kB: https://docs.slack.dev/reference/events/user_change */
function userChange(id: string): string {
  const image = `https://avatars.slack-edge.com/2026-01-05/1234567890123_${id}`;
  const images = [24, 32, 48, 72, 192, 512, 1024].map((size) => [`image_${size}`, `${image}_${size}.png`]);
  return JSON.stringify({
    token: "Verification1234567890ab",
    team_id: "T0BENCH01",
    api_app_id: "A0BENCH01",
    event: {
      type: "user_change",
      user: {
        id: `U${id}`,
        team_id: "T0BENCH01",
        name: `person.${id}`,
        deleted: false,
        color: "9f69e7",
        real_name: `Person ${id}`,
        tz: "Europe/Warsaw",
        tz_label: "Central European Time",
        tz_offset: 3600,
        profile: {
          title: "Senior Engineer",
          phone: "",
          skype: "",
          real_name: `Person ${id}`,
          real_name_normalized: `Person ${id}`,
          display_name: `person.${id}`,
          display_name_normalized: `person.${id}`,
          fields: {},
          status_text: "In a meeting",
          status_emoji: ":calendar:",
          status_emoji_display_info: [
            { emoji_name: "calendar", display_url: `${image}/calendar.png`, unicode: "1f4c5" },
          ],
          status_expiration: 1_795_000_000,
          avatar_hash: id,
          image_original: `${image}_original.png`,
          is_custom_image: true,
          email: `person.${id}@example.com`,
          huddle_state: "default_unset",
          huddle_state_expiration_ts: 0,
          first_name: "Person",
          last_name: id,
          ...Object.fromEntries(images),
          status_text_canonical: "",
          team: "T0BENCH01",
        },
        is_admin: false,
        is_owner: false,
        is_primary_owner: false,
        is_restricted: false,
        is_ultra_restricted: false,
        is_bot: false,
        is_app_user: false,
        updated: 1_795_000_000,
        is_email_confirmed: true,
        who_can_share_contact_card: "EVERYONE",
        locale: "en-US",
      },
      cache_ts: 1_795_000_000,
      event_ts: "1795000000.000100",
    },
    type: "event_callback",
    event_id: `Ev${id}`,
    event_time: 1_795_000_000,
    authorizations: [
      { enterprise_id: null, team_id: "T0BENCH01", user_id: "U0BENCHBOT", is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  });
}

/** A whole request, signed now, of an event that nobody has sent before. */
function requestOf(run: string, n: number): Buffer {
  const body = userChange(`${run}${String(n).padStart(6, "0")}`.toUpperCase());
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", SIGNING_SECRET).update(`v0:${time}:${body}`).digest("hex");
  const head = [
    `POST ${PATH} HTTP/1.1`,
    "host: 127.0.0.1",
    "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)",
    "accept: */*",
    "content-type: application/json",
    `x-slack-request-timestamp: ${time}`,
    `x-slack-signature: v0=${signature}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** A connection that has one request under way at most. */
interface Connection {
  /** @returns the status of the answer */
  readonly ask: (request: Buffer) => Promise<number>;
  readonly socket: Socket;
}

async function open(port: number): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let text = "";
  let answered: ((status: number) => void) | undefined;
  let failed: ((error: Error) => void) | undefined;
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    text += chunk;
    if (!isWhole(text)) return;
    const status = Number(text.slice(9, 12));
    text = "";
    answered?.(status);
  });
  socket.on("error", (error) => failed?.(error));
  socket.on("close", () => failed?.(new Error("The connection was closed before its answer had come.")));
  return {
    socket,
    ask: (request) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        failed = reject;
        socket.write(request);
      }),
  };
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const head = text.slice(0, end).toLowerCase();
  if (head.includes("transfer-encoding: chunked")) return text.endsWith("0\r\n\r\n");
  return text.length >= end + 4 + Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
}

async function send({ port, count, connections, due }: Load): Promise<Seen> {
  const run = randomBytes(4).toString("hex");
  const requests = Array.from({ length: count }, (_, n) => requestOf(run, n));
  const pool = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const latencies: number[] = [];
  let refused = 0;
  let next = 0;
  const began = performance.now();
  const dueAt = (n: number): number => {
    if (due === "as taken") return performance.now();
    return due === "at once" ? began : began + (n * 1000) / due;
  };
  await Promise.all(
    pool.map(async ({ ask }) => {
      for (;;) {
        const mine = next++;
        const request = requests[mine];
        if (request === undefined) return;
        const at = dueAt(mine);
        const early = at - performance.now();
        if (early > 0) await pause(early);
        const status = await ask(request);
        latencies.push(performance.now() - at);
        if (status !== 200) refused++;
      }
    }),
  );
  const wallMs = performance.now() - began;
  for (const { socket } of pool) socket.destroy();
  return { wallMs, latencies, refused };
}

process.on("message", (load: Load) => {
  send(load).then(
    (seen) => process.send?.(seen),
    (error: unknown) => {
      process.send?.({ error: String(error) });
    },
  );
});
