import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { BindRequest, type Control, ExtendedRequest, type Filter, SearchRequest, UnbindRequest } from "ldapts";
import { RollcallError } from "../../core/errors.ts";
import { BerError, sizeOf, TAG } from "./ber.ts";
import { type Entry, type Message, readMessage, type Result } from "./message.ts";
import { refusalOf } from "./results.ts";

export interface Target {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte. `startTls`: after asking for it, before anything else. `plain`: loopback alone. */
  readonly security: "tls" | "startTls" | "plain";
  /** Certificates of those who sign the server's, in PEM; the machine's own without it. */
  readonly ca?: string;
}

export interface Limits {
  /** How long the server may be silent. */
  readonly timeoutMs: number;
  /** How much one answer may hold. */
  readonly maxBytes: number;
}

const LIMITS: Limits = { timeoutMs: 60_000, maxBytes: 100_000_000 };

export interface Question {
  readonly base: string;
  readonly scope: "base" | "sub";
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly controls?: readonly Control[];
}

/** What a search gave, up to the result that ended it. */
export interface Answer {
  readonly entries: readonly Entry[];
  /** Parts of the tree that another server holds. */
  readonly references: number;
  readonly result: Result;
}

/** One connection to a directory, which asks one thing at a time. Ended by `close`, always. */
export interface Connection {
  /** Throws as `refusalOf` says. */
  bind(dn: string, password: string): Promise<void>;
  /** The answer whatever its result is. Throws `unreachable`, `malformed`, `interrupted`. */
  search(question: Question, place: string): Promise<Answer>;
  close(): void;
}

interface Waiting {
  readonly id: number;
  readonly place: string;
  readonly entries: Entry[];
  references: number;
  bytes: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RollcallError) => void;
}

/**
 * Connects, with TLS where that is asked for. LDAP is no HTTP, so that this is the one place outside of `src/http` that opens a
 * connection; what is sent ldapts writes, what comes is read here ([decision 15](../../../docs/decisions/0015-ldap.md)).
 * @throws RollcallError `unreachable` (also for a certificate that nobody vouches for), `malformed`, `unauthorised`, `interrupted`
 */
export async function connect(target: Target, signal?: AbortSignal, limits: Limits = LIMITS): Promise<Connection> {
  if (signal?.aborted === true) throw interrupted();
  const plain =
    target.security === "tls" ? undefined : await opened(connectTcp(target.port, target.host), target, limits, signal);
  const socket = plain ?? (await secured({ port: target.port }, target, limits, signal));
  const talk = createTalk(socket, limits, signal);
  if (target.security !== "startTls") return talk.connection;
  try {
    await talk.startTls((raw) => secured({ socket: raw }, target, limits, signal));
  } catch (error) {
    talk.connection.close();
    throw error;
  }
  return talk.connection;
}

function secured(
  over: ConnectionOptions,
  target: Target,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const isName = !/^[\d.]+$|:/.test(target.host);
  const socket = connectTls({
    ...over,
    host: target.host,
    ...(isName ? { servername: target.host } : {}),
    ...(target.ca === undefined ? {} : { ca: target.ca }),
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
  });
  return opened(socket, target, limits, signal, "secureConnect");
}

function opened(
  socket: Socket,
  target: Target,
  { timeoutMs }: Limits,
  signal: AbortSignal | undefined,
  event: "connect" | "secureConnect" = "connect",
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      socket.removeListener("error", fail);
      socket.removeListener("close", fail);
      end();
    };
    const give = (error: RollcallError): void => {
      settle(() => {
        // What still goes wrong with it is of no interest, and would end the process.
        socket.on("error", () => {});
        socket.destroy();
        reject(error);
      });
    };
    const fail = (error?: unknown): void => give(unreachable(target, error));
    const abort = (): void => give(interrupted());
    const timer = setTimeout(() => fail({ code: "ETIMEDOUT" }), Math.min(timeoutMs, 15_000));
    signal?.addEventListener("abort", abort);
    socket.once("error", fail);
    socket.once("close", fail);
    socket.once(event, () => settle(() => resolve(socket)));
  });
}

/** Reasons of the TLS handshake that the settings can mend; the others are told by their code. */
const CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?)$/;

function unreachable({ host, port }: Target, error: unknown): RollcallError {
  const code = codeOf(error);
  const where = `LDAP, ${host}:${port}`;
  if (CERTIFICATE.test(code)) {
    return new RollcallError(
      "unreachable",
      `${where}: nobody known signed the server's certificate; name the file of those who sign it in tls.ca.`,
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return new RollcallError(
      "unreachable",
      `${where}: the server's certificate is of another name; use the name that it has in url.`,
    );
  }
  if (code === "CERT_HAS_EXPIRED") {
    return new RollcallError("unreachable", `${where}: the server's certificate has expired.`);
  }
  return new RollcallError("unreachable", `${where}: no connection (${code === "" ? "it was closed" : code}).`);
}

function codeOf(error: unknown): string {
  const code = error instanceof Object && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code) ? code : "";
}

function interrupted(): RollcallError {
  return new RollcallError("interrupted", "Interrupted while reading the directory.");
}

/** https://www.rfc-editor.org/rfc/rfc4511#section-4.14.1 */
const START_TLS = "1.3.6.1.4.1.1466.20037";

/** Questions and answers over an open socket. */
function createTalk(first: Socket, { timeoutMs, maxBytes }: Limits, signal: AbortSignal | undefined) {
  let socket = first;
  let waiting: Waiting | undefined;
  let buffered: Buffer = Buffer.alloc(0);
  let broken: RollcallError | undefined;
  let lastId = 0;

  const end = (error: RollcallError): void => {
    broken ??= error;
    socket.destroy();
    const asked = waiting;
    waiting = undefined;
    asked?.reject(broken);
  };
  const place = (): string => waiting?.place ?? "LDAP";
  const onData = (data: Buffer): void => {
    try {
      buffered = buffered.length === 0 ? data : Buffer.concat([buffered, data]);
      if (waiting !== undefined) waiting.bytes += data.length;
      if ((waiting?.bytes ?? buffered.length) > maxBytes) {
        throw new BerError("the answer is larger than any that a directory gives");
      }
      for (let size = wholeSize(buffered); size !== undefined; size = wholeSize(buffered)) {
        const message = readMessage(buffered.subarray(0, size));
        buffered = buffered.subarray(size);
        take(message);
      }
    } catch (error) {
      const why = error instanceof BerError ? error.message : "it cannot be read";
      end(new RollcallError("malformed", `${place()}: the answer is no LDAP: ${why}.`));
    }
  };
  const take = (message: Message): void => {
    // 0 is a notice: the server is about to end the connection (RFC 4511, section 4.4.1).
    if (message.id === 0) return end(new RollcallError("unreachable", `${place()}: the server ended the connection.`));
    if (waiting === undefined || message.id !== waiting.id) throw new BerError("it answers what was not asked");
    if (message.kind === "entry") waiting.entries.push(message.entry);
    else if (message.kind === "reference") waiting.references++;
    else {
      const { resolve, entries, references } = waiting;
      waiting = undefined;
      resolve({ entries, references, result: message.result });
    }
  };
  const onClose = (): void =>
    end(new RollcallError("unreachable", `${place()}: the connection was closed before the answer was whole.`));
  const onError = (error: unknown): void => {
    const code = codeOf(error);
    end(new RollcallError("unreachable", `${place()}: the connection broke${code === "" ? "" : ` (${code})`}.`));
  };
  const onTimeout = (): void => {
    if (waiting !== undefined)
      end(new RollcallError("unreachable", `${place()}: no answer within ${timeoutMs / 1000} seconds.`));
  };
  const onAbort = (): void => end(interrupted());
  const follow = (): void => {
    socket.setTimeout(timeoutMs);
    socket.on("data", onData).on("close", onClose).on("error", onError).on("timeout", onTimeout);
  };
  const leave = (): void => {
    socket.setTimeout(0);
    socket.off("data", onData).off("close", onClose).off("error", onError).off("timeout", onTimeout);
  };
  follow();
  signal?.addEventListener("abort", onAbort);

  const ask = (asked: string, write: (id: number) => Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (broken !== undefined) return reject(broken);
      lastId++;
      waiting = { id: lastId, place: asked, entries: [], references: 0, bytes: 0, resolve, reject };
      socket.write(write(lastId));
    });

  const connection: Connection = {
    bind: async (dn, password) => {
      const asked = "LDAP, bind";
      const { result } = await ask(asked, (messageId) => new BindRequest({ messageId, dn, password }).write());
      const refusal = refusalOf(result, asked);
      if (refusal !== undefined) throw refusal;
    },
    search: (question, asked) => ask(asked, (messageId) => searchRequest(messageId, question)),
    close: () => {
      signal?.removeEventListener("abort", onAbort);
      leave();
      socket.on("error", () => {});
      if (broken === undefined) socket.end(new UnbindRequest({ messageId: lastId + 1 }).write());
      broken ??= new RollcallError("unreachable", "LDAP: the connection is closed.");
      socket.destroySoon();
    },
  };
  const startTls = async (secure: (raw: Socket) => Promise<Socket>): Promise<void> => {
    const asked = "LDAP, StartTLS";
    const { result } = await ask(asked, (messageId) => new ExtendedRequest({ messageId, oid: START_TLS }).write());
    const refusal = refusalOf(result, asked);
    if (refusal !== undefined) throw refusal;
    // Whatever came in plain after the answer was put there by somebody in between.
    if (buffered.length > 0)
      throw new RollcallError("malformed", `${asked}: the server said more before it was encrypted.`);
    leave();
    socket = await secure(socket);
    follow();
  };
  return { connection, startTls };
}

/** The size of the message at the beginning, once it has come whole. */
function wholeSize(buffered: Buffer): number | undefined {
  if (buffered.length === 0) return undefined;
  if (buffered[0] !== TAG.sequence) throw new BerError("it does not begin as a message does");
  const size = sizeOf(buffered);
  return size === undefined || buffered.length < size ? undefined : size;
}

function searchRequest(messageId: number, { base, scope, filter, attributes, controls = [] }: Question): Buffer {
  return new SearchRequest({
    messageId,
    baseDN: base,
    scope,
    filter,
    attributes: [...attributes],
    controls: [...controls],
    // No limit of ours: the server's own is told apart from a list that ended.
    timeLimit: 0,
  }).write();
}
