import { z } from "zod";
import { RollcallError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { looksLikeToken } from "../core/token-text.ts";

/**
 * Where a secret is to be found: the name of an environment variable, or the path of a file as written in the settings.
 * A class, so that a connector's own `{ file: … }` is never taken for one.
 */
export class SecretRef {
  readonly source: "env" | "file";
  readonly name: string;

  constructor(source: "env" | "file", name: string) {
    this.source = source;
    this.name = name;
  }
}

/** A path as written in the settings; it counts from the folder of the settings file. */
export class PathRef {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** Parsed settings as a connector gets them: every SecretRef has become its Secret, every PathRef an absolute path. */
export type Resolved<T> = T extends SecretRef
  ? Secret
  : T extends PathRef
    ? string
    : T extends object
      ? { [K in keyof T]: Resolved<T[K]> }
      : T;

/** As written, or looked up: what `scopes` and `reads` get, which look at no secret. */
export type Held<T> = T extends SecretRef
  ? Secret | SecretRef
  : T extends object
    ? { readonly [K in keyof T]: Held<T[K]> }
    : T;

/** The secret, once it has been looked up; throws `bad_secret` before. @param what for the error: `Slack token` */
export function lookedUp(held: Secret | SecretRef, what: string): Secret {
  if (held instanceof SecretRef) {
    throw new RollcallError(
      "bad_secret",
      `The ${what} has not been looked up; name it by env or file in the settings.`,
    );
  }
  return held;
}

const NOT_HERE = "the secret itself must not be written here; write { env: NAME } or { file: PATH }";

/** A secret in a connector's settings: `{ env: NAME }` or `{ file: PATH }`, never the secret itself. */
export const secretRef = z
  .strictObject(
    {
      env: z
        .string()
        .refine((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !looksLikeToken(name), {
          error: "must be the name of an environment variable (letters, digits and _), not the secret itself",
        })
        .optional()
        .describe("Name of the environment variable that holds the secret."),
      file: z
        .string()
        .refine((path) => path !== "" && !looksLikeToken(path), {
          error: "must be the path of a file, not the secret itself",
        })
        .optional()
        .describe(
          "Path of a file that holds the secret and nothing else, readable by its owner only; counts from the folder of the settings file.",
        ),
    },
    {
      error: ({ code, input }) =>
        code === "invalid_type" && input !== undefined && input !== null ? NOT_HERE : undefined,
    },
  )
  .meta({ minProperties: 1, maxProperties: 1 })
  .transform(({ env, file }, context) => {
    if (env !== undefined && file === undefined) return new SecretRef("env", env);
    if (file !== undefined && env === undefined) return new SecretRef("file", file);
    context.addIssue({ code: "custom", message: "needs either env or file, and not both" });
    return z.NEVER;
  });

/** A file or folder in a connector's settings. */
export const pathRef = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith("~"), { error: "~ stands for nothing here; write the whole path" })
  .transform((path) => new PathRef(path));
