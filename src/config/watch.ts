import { z } from "zod";
import { secretRef } from "../app/secret-ref.ts";
import { isSafeAddress } from "../core/address.ts";
import { interval, whereWritten } from "./parts.ts";
import { MINUTE } from "../core/time.ts";
import { once } from "../core/once.ts";

export const HEARTBEAT_ADDRESS =
  "must be an https address without a name or password in it; plain http only on loopback";

const heartbeat = once(() =>
  z
    .strictObject({
      url: z
        .union([z.string().refine(isSafeAddress, { error: HEARTBEAT_ADDRESS }), secretRef])
        .describe("The address that is called, or where it is kept: { env: NAME } or { file: PATH }."),
    })
    .describe("An address that is called while all is well, of a service that raises the alarm when the calls cease."),
);

/** Reached from this machine alone. */
export const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1)$/;

const receive = once(() =>
  z
    .strictObject({
      host: z
        .union([z.ipv4(), z.ipv6()], { error: "must be an address of this machine, such as 127.0.0.1" })
        .default(USUAL_WATCH.receive.host)
        .describe(
          "The address of this machine at which events are received; 127.0.0.1 is reached from this machine alone.",
        ),
      port: z.int().min(1).max(65_535).default(USUAL_WATCH.receive.port).describe("The port there."),
      behindProxy: z
        .boolean()
        .default(false)
        .describe("That a proxy which speaks TLS stands before it; without that, host may be loopback only."),
    })
    .refine(({ host, behindProxy }) => behindProxy || LOOPBACK.test(host), {
      path: ["host"],
      error:
        "others than this machine reach this address, and what is received here is not encrypted: have a proxy with TLS " +
        "before it and say so with behindProxy: true, or use 127.0.0.1",
    })
    .prefault({})
    .describe(
      "Where tools post events that send them over HTTP. Nothing listens there unless a directory has events sent to it.",
    ),
);

export type Receive = z.output<ReturnType<typeof receive>>;

export const USUAL_WATCH = { every: 5 * MINUTE, receive: { host: "127.0.0.1", port: 3000, behindProxy: false } };

export const watch = once(() =>
  z
    .strictObject({
      every: interval().prefault("5m").describe("How often each directory is read: 1s to 7d."),
      heartbeat: whereWritten(heartbeat),
      receive: receive(),
    })
    .prefault({})
    .describe("How rollcall watch goes about it."),
);
