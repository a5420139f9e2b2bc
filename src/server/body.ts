import { IncomingMessage } from "node:http";

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
 * A request that gives its body to one taker as it arrives. Node's own keeps it for whoever comes to read, and tells them in turns of
 * their own: a tenth of all that Node does for a request.
 */
export class Arriving extends IncomingMessage {
  /** Is given each part, and null at the end. @returns false where no more is to be read */
  taker: ((part: Buffer | null) => boolean) | undefined;

  override push(part: Buffer | null): boolean {
    return this.taker?.(part) ?? true;
  }
}

/**
 * The bytes of a request's body; reading ends as soon as there are more than `limit`, or no room. `cut off`: the connection
 * ended before the body did.
 * @param then called with it, once
 */
export function readBody(request: Arriving, limit: number, room: Room, then: (body: Body) => void): void {
  // Undeclared, it is NaN, and larger than nothing.
  if (Number(request.headers["content-length"]) > limit) return then("too large");
  const parts: Buffer[] = [];
  let length = 0;
  const end = (body: Body): void => {
    request.taker = undefined;
    room.give(length);
    then(body);
  };
  const refuse = (why: "too large" | "no room"): false => {
    end(why);
    return false;
  };
  request.taker = (part) => {
    if (part === null) {
      end(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts));
      return true;
    }
    if (length + part.length > limit) return refuse("too large");
    if (!room.take(part.length)) return refuse("no room");
    length += part.length;
    parts.push(part);
    return true;
  };
  request.on("close", () => {
    if (request.taker !== undefined) end("cut off");
  });
}
