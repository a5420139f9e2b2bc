import { z } from "zod";
import { PathRef, pathRef } from "../app/secret-ref.ts";
import { aliasOf, interval, type KindSettings, ownKeys, whereWritten } from "./parts.ts";
import { once } from "../core/once.ts";

const MATCHED_BY = ["email", "id", "handle"] as const;

const attributes = once(() =>
  z
    .strictObject({
      from: pathRef.describe("CSV file with one row a person; counts from the folder of the settings file."),
      key: z.enum(MATCHED_BY).describe("What the rows and the accounts are matched by: email, id or handle."),
    })
    .describe("Adds team, office, manager, title and employee id from a file to this directory's accounts."),
);

/** A directory's keys: the connector's own and those common to all. */
function directory(connector: KindSettings) {
  const common = {
    kind: z.literal(connector.kind).describe("The tool whose user list this is."),
    attributes: whereWritten(attributes),
    every: interval().optional().describe("How often this directory is read, instead of what watch says: 1s to 7d."),
  };
  return ownKeys(connector, common).safeExtend(common).strict();
}

/** Tells the keys that are common to all directories from the connector's own. */
const declared = once(() =>
  z
    .looseObject({
      kind: z.string(),
      attributes: z.object({ from: z.instanceof(PathRef), key: z.enum(MATCHED_BY) }).optional(),
      every: z.number().optional(),
    })
    .transform(({ kind, attributes: added, every, ...settings }) => ({ kind, attributes: added, every, settings })),
);

/** The schema of `directories`. */
export function directoriesSchema(connectors: readonly KindSettings[]) {
  const [first, ...others] = connectors.map(directory);
  if (first === undefined) throw new TypeError("there are no connectors");
  return z
    .record(aliasOf("an alias"), z.discriminatedUnion("kind", [first, ...others]).pipe(declared()))
    .refine((aliases) => Object.keys(aliases).length > 0, { error: "needs at least one directory" })
    .meta({ minProperties: 1 })
    .describe("The user lists to watch, each under an alias of your own.");
}

/**
 * A directory as the settings declare it: its secrets and paths are not looked up yet (see `resolveDirectory`); `settings`
 * are the connector's own keys as its schema gives them, `every` is in milliseconds.
 */
export type DeclaredDirectory = z.infer<ReturnType<typeof declared>>;
