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
 * @param then called with it, once
 */
export function readBody(request: IncomingMessage, limit: number, room: Room, then: (body: Body) => void): void {
  // Undeclared, it is NaN, and larger than nothing.
  if (Number(request.headers["content-length"]) > limit) return then("too large");
  const chunks: Buffer[] = [];
  let length = 0;
  let ended = false;
  const end = (body: Body): void => {
    if (ended) return;
    ended = true;
    room.give(length);
    then(body);
  };
  const refuse = (why: "too large" | "no room"): void => {
    request.off("data", take).pause();
    end(why);
  };
  const take = (chunk: Buffer): void => {
    if (length + chunk.length > limit) return refuse("too large");
    if (!room.take(chunk.length)) return refuse("no room");
    length += chunk.length;
    chunks.push(chunk);
  };
  const cutOff = (): void => end("cut off");
  // Each of these comes once, but for an error, which ends nothing twice; `on` is what costs least.
  request.on("data", take);
  request.on("end", () => end(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
  request.on("error", cutOff);
  request.on("close", cutOff);
}
