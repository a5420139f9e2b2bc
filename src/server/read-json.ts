import { RollcallError } from "../core/errors.ts";

/** More than any entry needs. */
const LARGEST = 64 * 1024;

/**
 * The body of a request that is to be JSON, counted as it comes.
 * @throws RollcallError `usage` where it is something else, or too large
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new RollcallError("usage", "Send a body of the type application/json.");
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > LARGEST) throw new RollcallError("usage", `The body has more than ${LARGEST} bytes: send less.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new RollcallError("usage", "The body is no JSON in UTF-8.");
  }
}
