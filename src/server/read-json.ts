import { RollcallError } from "../core/errors.ts";

/** More than any entry needs. */
const LARGEST = 64 * 1024;

/**
 * The body of a request that is to be JSON.
 * @throws RollcallError `usage` where it is something else, or too large
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readBody(request, "application/json");
  try {
    return JSON.parse(text);
  } catch {
    throw new RollcallError("usage", "The body is no JSON in UTF-8.");
  }
}

/**
 * The body of a request that is to be of this type, counted as it comes.
 * @throws RollcallError `usage` where it is of another, too large, or no UTF-8
 */
export async function readBody(request: Request, wanted: string): Promise<string> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== wanted) throw new RollcallError("usage", `Send a body of the type ${wanted}.`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > LARGEST) throw new RollcallError("usage", `The body has more than ${LARGEST} bytes: send less.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new RollcallError("usage", "The body is no text in UTF-8.");
  }
}
