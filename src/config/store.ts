import { z } from "zod";
import { pathRef, type Resolved, secretRef } from "../app/secret-ref.ts";
import { once } from "../core/once.ts";
import { whereWritten } from "./parts.ts";

const postgres = once(() =>
  z
    .strictObject({
      host: z
        .string()
        .min(1)
        .default("localhost")
        .describe("Name or address of the server, or the folder of its socket; localhost without it."),
      port: z.int().min(1).max(65_535).default(5432).describe("5432 without it."),
      database: z.string().min(1).default("rollcall").describe("The database, encoded as UTF8; rollcall without it."),
      user: z.string().min(1).default("rollcall").describe("Who owns the schema or may make it; rollcall without it."),
      password: secretRef.optional().describe("The password of the user; none where the server asks for none."),
      schema: z
        .string()
        .regex(/^[a-z_][a-z0-9_]{0,62}$/, { error: "must be a name of small letters, digits and _" })
        .default("rollcall")
        .describe("The schema that holds the store and nothing else; rollcall without it."),
      encrypted: z
        .boolean()
        .optional()
        .describe(
          "Whether the connection is encrypted and the server's certificate checked; without it everywhere but on this machine.",
        ),
      ca: pathRef.optional().describe("A file with the certificates (PEM) of those who sign the server's."),
    })
    .describe("A PostgreSQL database instead of the file, which several processes may have open."),
);

export type DeclaredPostgres = z.output<ReturnType<typeof postgres>>;
export type ResolvedPostgres = Resolved<DeclaredPostgres>;

export const store = once(() =>
  z
    .strictObject({
      path: pathRef
        .optional()
        .describe(
          "The SQLite file; counts from the folder of the settings file. With postgres, the keys that stand beside a store stand beside this path.",
        ),
      postgres: whereWritten(postgres),
    })
    .describe("Where Rollcall keeps what it knows. Left out: rollcall.db in the state folder of this user."),
);
