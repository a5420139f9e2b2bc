import { z } from "zod";
import { LOOPBACK } from "./watch.ts";

/** The schema of `serve`. */
export const serve = z
  .strictObject({
    host: z
      .union([z.ipv4(), z.ipv6()], { error: "must be an address of this machine, such as 127.0.0.1" })
      .default("127.0.0.1")
      .describe(
        "The address of this machine at which pages and API are; 127.0.0.1 is reached from this machine alone.",
      ),
    port: z.int().min(1).max(65_535).default(8080).describe("The port there."),
  })
  .refine(({ host }) => LOOPBACK.test(host), {
    path: ["host"],
    error: "others than this machine reach this address: use 127.0.0.1",
  })
  .prefault({})
  .describe("Where rollcall serve shows its pages.");

export type Serve = z.output<typeof serve>;
