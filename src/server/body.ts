import type { IncomingMessage } from "node:http";

/** Bodies that are held at once, of all requests together: whoever sends them may be anybody until they have been read. */
export interface Room {
  /** @returns false where there is no room for so many bytes more */
  readonly take: (bytes: number) => boolean;
  readonly give: (bytes: number) => void;
}

export function createRoom(bytes: number): Room {
  let left = bytes;
  return {
    take: (more) => {
      if (more > left) return false;
      left -= more;
      return true;
    },
    give: (back) => {
      left += back;
    },
  };
}

export type Body = Buffer | "too large" | "no room" | "cut off";

/**
 * The bytes of a request's body; reading ends as soon as there are more than `limit`, or no room. `cut off`: the connection
 * ended before the body did.
 */
export function readBody(request: IncomingMessage, limit: number, room: Room): Promise<Body> {
  // Undeclared, it is NaN, and larger than nothing.
  if (Number(request.headers["content-length"]) > limit) return Promise.resolve("too large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let ended = false;
    const end = (body: Body): void => {
      if (ended) return;
      ended = true;
      request.off("data", take).pause();
      room.give(length);
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      if (length + chunk.length > limit) return end("too large");
      if (!room.take(chunk.length)) return end("no room");
      length += chunk.length;
      chunks.push(chunk);
    };
    request.on("data", take);
    request.once("end", () => end(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    request.once("error", () => end("cut off"));
    request.once("close", () => end("cut off"));
  });
}
