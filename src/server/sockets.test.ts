import { createHmac } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { type Receivers, startReceivers } from "./receivers.ts";

const SECRET = "s";
const TOO_SLOW = 400;

/** A whole request, signed; `head` and `body` are what is sent where they differ from it. */
function requestOf(body: string, head: readonly string[] = []): string {
  const signature = createHmac("sha256", SECRET).update(body).digest("hex");
  const lines = [
    "POST /events HTTP/1.1",
    "host: x",
    `signature: ${signature}`,
    `content-length: ${body.length}`,
    ...head,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

describe("bytes on the socket", () => {
  let server: Receivers;
  let sockets: Socket[];
  let kept: string[];

  beforeEach(async () => {
    kept = [];
    sockets = [];
    server = await startReceivers({
      receivers: [
        {
          directory: "acme",
          path: "/events",
          keep: async (events) => void kept.push(...events.map(({ key }) => key)),
          read: ({ headers, body }) => {
            const right = createHmac("sha256", SECRET).update(body).digest("hex");
            if (headers["signature"] !== right)
              return { status: 401, events: [], refused: "The signature is not right." };
            const key = Buffer.from(body).toString("latin1");
            return { status: 200, events: [{ key, type: "change", about: { account: "U1" } }] };
          },
        },
      ],
      host: "127.0.0.1",
      port: 0,
      clock: systemClock,
      tell: () => {},
      tooSlow: TOO_SLOW,
    });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await server.close();
  });

  /** A connection, and all that comes back on it until it ends. */
  function open(): { readonly socket: Socket; readonly ended: Promise<string> } {
    const socket = connect({ port: server.port, host: "127.0.0.1" });
    sockets.push(socket);
    let text = "";
    socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
    // What the server cut off may be reset under the writer.
    socket.on("error", () => undefined);
    return { socket, ended: new Promise((resolve) => socket.once("close", () => resolve(text))) };
  }

  async function stillAnswers(key: string): Promise<void> {
    const { socket, ended } = open();
    socket.write(requestOf(key, ["connection: close"]));
    expect(await ended).toMatch(/^HTTP\/1\.1 200 /);
    expect(kept).toContain(key);
  }

  it("that are any bytes at all end nothing, and are no event", { timeout: 60_000 }, async () => {
    const whole = fc.constantFrom(
      requestOf("Ev"),
      requestOf("Ev", ["transfer-encoding: chunked"]),
      requestOf("Ev", ["expect: 100-continue"]),
      requestOf("Ev", ["connection: upgrade", "upgrade: websocket"]),
      requestOf("Ev").replace("POST /events", "CONNECT x:1"),
      requestOf("Ev").replace("POST /events", "POST http://x/events"),
      requestOf("Ev").replace("HTTP/1.1", "HTTP/1.0"),
    );
    const damaged = fc
      .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }))
      .map(([text, places]) => {
        const bytes = Buffer.from(text, "latin1");
        for (const [at, byte] of places) bytes[at % bytes.length] = byte;
        return bytes;
      });
    const cut = fc.tuple(whole, fc.nat()).map(([text, at]) => Buffer.from(text.slice(0, at % text.length), "latin1"));
    const garbage = fc.oneof(fc.uint8Array({ maxLength: 2_000 }), damaged, cut);
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(garbage, fc.boolean(), async (bytes, reset) => {
        const { socket, ended } = open();
        socket.write(bytes);
        if (reset) setImmediate(() => socket.resetAndDestroy());
        else socket.end();
        const text = await ended;
        expect(text === "" || /^HTTP\/1\.1 [1-5]\d\d /.test(text)).toBe(true);
        tried++;
      }),
      { numRuns: 400 },
    );
    expect(tried).toBeGreaterThan(300);
    // Only what the signature covers: a byte of another header may be damaged, or the case of POST may not.
    expect(new Set(kept)).toEqual(new Set(kept.length === 0 ? [] : ["Ev"]));
    await stillAnswers("Last");
  });

  it.each([
    ["nothing", ""],
    ["half of the headers", "POST /events HTTP/1.1\r\nhost: x\r\n"],
    ["half of the body", requestOf("Ev123456").slice(0, -4)],
    ["a chunk without an end", "POST /events HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab"],
  ])("that cease after %s are cut off", async (_, bytes) => {
    const { socket, ended } = open();
    const began = performance.now();
    socket.write(bytes);
    expect(await ended).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
    expect(performance.now() - began).toBeLessThan(20 * TOO_SLOW);
    expect(kept).toEqual([]);
    await stillAnswers("After");
  });

  it("that trickle are cut off, though each comes soon after the last", async () => {
    const { socket, ended } = open();
    const request = requestOf("E".repeat(10_000));
    const trickle = (async () => {
      for (const byte of request) {
        if (socket.destroyed) return;
        socket.write(byte);
        await pause(5);
      }
    })();
    expect(await ended).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
    await trickle;
    expect(kept).toEqual([]);
  });

  it("that never cease are read no further than the limit", async () => {
    const { socket, ended } = open();
    socket.write("POST /events HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    let written = 0;
    while (!socket.destroyed && written < 10_000) {
      if (!socket.write(chunk)) await Promise.race([ended, new Promise((resolve) => socket.once("drain", resolve))]);
      written++;
    }
    expect(await ended).toMatch(/^(?:HTTP\/1\.1 413 |$)/);
    // What the two machines' buffers hold: far from the 640 MB that were on their way.
    expect(written * chunk.length).toBeLessThan(64 * 1024 * 1024);
    await stillAnswers("After");
  });

  it("that declare too large a body are refused before it comes", async () => {
    const { socket, ended } = open();
    socket.write(`POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: ${256 * 1024 + 1}\r\n\r\n`);
    expect(await ended).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("that have endless headers are refused", async () => {
    const { socket, ended } = open();
    socket.write(`POST /events HTTP/1.1\r\nhost: x\r\n${"a: b\r\n".repeat(20_000)}\r\n`);
    expect(await ended).toMatch(/^(?:HTTP\/1\.1 431 |$)/);
    await stillAnswers("After");
  });

  it("that say their length in two ways are refused", async () => {
    const { socket, ended } = open();
    socket.write(requestOf("Ev", ["transfer-encoding: chunked"]));
    expect(await ended).toMatch(/^HTTP\/1\.1 400 /);
    expect(kept).toEqual([]);
  });

  it("that come one request after the other on one connection are each answered in order", async () => {
    const { socket, ended } = open();
    const keys = Array.from({ length: 100 }, (_, i) => `Ev${i}`);
    socket.write(keys.map((key, i) => requestOf(key, i === 99 ? ["connection: close"] : [])).join(""));
    expect((await ended).match(/HTTP\/1\.1 200 /g)).toHaveLength(100);
    expect(kept).toEqual(keys);
  });

  it("that wait for nothing do not keep the server from ending", async () => {
    open();
    const { socket } = open();
    socket.write("POST /events HTTP/1.1\r\n");
    const idle = open();
    idle.socket.write(requestOf("Ev"));
    await new Promise((resolve) => idle.socket.once("data", resolve));
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
