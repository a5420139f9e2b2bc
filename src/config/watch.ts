import { z } from "zod";
import { secretRef } from "../app/secret-ref.ts";
import { isSafeAddress } from "../core/address.ts";
import { interval } from "./parts.ts";

export const HEARTBEAT_ADDRESS =
  "must be an https address without a name or password in it; plain http only on loopback";

const heartbeat = z
  .strictObject({
    url: z
      .union([z.string().refine(isSafeAddress, { error: HEARTBEAT_ADDRESS }), secretRef])
      .describe("The address that is called, or where it is kept: { env: NAME } or { file: PATH }."),
  })
  .describe("An address that is called while all is well, of a service that raises the alarm when the calls cease.");

export const watch = z
  .strictObject({
    every: interval.prefault("5m").describe("How often each directory is read: 1s to 7d."),
    heartbeat: heartbeat.optional(),
  })
  .prefault({})
  .describe("How rollcall watch goes about it.");
