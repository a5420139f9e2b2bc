import type { z } from "zod";
import { RollcallError } from "../core/errors.ts";
import { readBody } from "./read-json.ts";

/**
 * What a form of ours has sent.
 * @throws RollcallError `usage` where it is something else, or too large
 */
export async function readForm<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const fields = new URLSearchParams(await readBody(request, "application/x-www-form-urlencoded"));
  const { data, error } = schema.safeParse(Object.fromEntries(fields));
  if (error === undefined) return data;
  throw new RollcallError(
    "usage",
    `${error.issues[0]?.path.join(".") ?? "The form"}: is not as the form of the page sends it.`,
  );
}
