import { z } from "zod";
import { PathRef, pathRef } from "../app/secret-ref.ts";

/** What the settings need to know of a connector; its own keys are a `z.strictObject`. */
export interface ConnectorSettings {
  readonly kind: string;
  readonly settings: z.ZodType;
}

const ALIAS = /^[a-z0-9][a-z0-9_-]{0,62}$/;

const text = z.string().trim().min(1);

const purpose = z
  .strictObject({
    text: text.describe("What Rollcall is used for here, in one sentence."),
    authorisedBy: text.describe("Who allowed it, and when."),
    contact: text.describe("Whom the people concerned can ask: an address that is read."),
  })
  .describe("Why these directories are watched, on whose authority, and who answers for it.");

const MATCHED_BY = ["email", "id", "handle"] as const;

const attributes = z
  .strictObject({
    from: pathRef.describe("CSV file with one row a person; counts from the folder of the settings file."),
    key: z.enum(MATCHED_BY).describe("What the rows and the accounts are matched by: email, id or handle."),
  })
  .describe("Adds team, office and manager from a file to this directory's accounts.");

const departures = z
  .strictObject({
    demotion: z.boolean().default(false).describe("Whether a member who becomes a guest counts as a departure."),
  })
  .prefault({})
  .describe("What counts as a departure.");

const store = z
  .strictObject({
    path: pathRef.describe("The SQLite file; counts from the folder of the settings file."),
  })
  .describe("Where Rollcall keeps what it knows. Left out: rollcall.db in the state folder of this user.");

/** A directory's keys: the connector's own and those common to all. */
function directory({ kind, settings }: ConnectorSettings) {
  if (!(settings instanceof z.ZodObject))
    throw new TypeError(`the settings of connector ${kind} are not a z.strictObject`);
  return settings
    .safeExtend({
      kind: z.literal(kind).describe("The tool whose user list this is."),
      attributes: attributes.optional(),
    })
    .strict();
}

/** Tells the keys that are common to all directories from the connector's own. */
const declared = z
  .looseObject({
    kind: z.string(),
    attributes: z.object({ from: z.instanceof(PathRef), key: z.enum(MATCHED_BY) }).optional(),
  })
  .transform(({ kind, attributes: added, ...settings }) => ({ kind, attributes: added, settings }));

/** The schema of rollcall.yaml for these connectors. Every unknown key is an error. */
export function settingsSchema(connectors: readonly ConnectorSettings[]) {
  const [first, ...others] = connectors.map(directory);
  if (first === undefined) throw new TypeError("there are no connectors");
  const alias = z.string().regex(ALIAS, {
    error: "an alias has 1 to 63 characters: lower-case letters, digits, - and _, the first a letter or digit",
  });
  return z.strictObject({
    purpose: purpose.optional(),
    directories: z
      .record(alias, z.discriminatedUnion("kind", [first, ...others]).pipe(declared))
      .refine((aliases) => Object.keys(aliases).length > 0, { error: "needs at least one directory" })
      .meta({ minProperties: 1 })
      .describe("The user lists to watch, each under an alias of your own."),
    departures,
    store: store.optional(),
  });
}

export type Purpose = z.infer<typeof purpose>;
/**
 * A directory as the settings declare it: its secrets and paths are not looked up yet (see `resolveDirectory`); `settings`
 * are the connector's own keys as its schema gives them.
 */
export type DeclaredDirectory = z.infer<typeof declared>;
