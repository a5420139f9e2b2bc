import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as readText } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { type SelfSigned, selfSigned } from "./certificate.ts";

/** A mail that a server took, as a program of its reader understands it. */
interface TakenMail {
  /** Who it goes to, of those that the server accepted. */
  readonly to: readonly string[];
  readonly from: string;
  readonly encrypted: boolean;
  readonly user: string | undefined;
  readonly raw: string;
  readonly email: Email;
}

/** How a mail server fails: with an answer at one point, or without one. */
export type Trouble =
  | { readonly at: "greeting"; readonly raw: string }
  | {
      readonly at: "login" | "sender" | "recipient" | "mail";
      readonly code: number;
      readonly text: string;
      /** Of recipients: this one alone. */
      readonly only?: string;
    }
  | { readonly at: "mail"; readonly code: "silence" | "reset" };

export interface MailServer {
  readonly port: number;
  /** The file of who signed its certificate. */
  readonly authority: string;
  readonly mails: readonly TakenMail[];
  /** How every mail is answered from now on; undefined: it is taken. `once`: only the next connection. */
  trouble(trouble: Trouble | undefined, once?: "once"): void;
  close(): Promise<void>;
}

interface Options {
  /** `none` offers no encryption at all. */
  readonly security?: "starttls" | "tls" | "none";
  readonly certificate?: SelfSigned;
  /** Nobody else may send; without it everybody may, and nobody can log in. */
  readonly login?: { readonly user: string; readonly password: string };
  /** In bytes. */
  readonly size?: number;
}

/** A real mail server on 127.0.0.1, with another program's reading of every mail that it takes. */
export async function openMailServer(options: Options = {}): Promise<MailServer> {
  const { security = "starttls", certificate = selfSigned(), login, size } = options;
  const mails: TakenMail[] = [];
  let now: Trouble | undefined;
  let lasting: Trouble | undefined;
  let pending: Trouble | undefined;
  const sockets = new Set<Socket>();
  const failAt = (at: Trouble["at"], whom?: string): Error | undefined => {
    if (now?.at !== at || now.at === "greeting" || typeof now.code === "string") return undefined;
    if ("only" in now && now.only !== undefined && now.only !== whom) return undefined;
    return refusal(now.code, now.text);
  };
  const handlers: SMTPServerOptions = {
    onAuth: ({ username, password }, _session, done) => {
      const known = username === login?.user && password === login?.password;
      const failure = failAt("login") ?? (known ? undefined : refusal(535, `5.7.8 ${username} is not known here`));
      done(failure ?? null, failure === undefined ? { user: username } : undefined);
    },
    onMailFrom: ({ address }, _session, done) => done(failAt("sender", address)),
    onRcptTo: ({ address }, _session, done) => done(failAt("recipient", address)),
    onData: (stream, session, done) => {
      const work = async (): Promise<Error | "hangs" | undefined> => {
        const raw = await readText(stream);
        if (now?.at === "mail" && now.code === "silence") return "hangs";
        if (now?.at === "mail" && now.code === "reset") {
          for (const socket of sockets) socket.resetAndDestroy();
          return "hangs";
        }
        const failure = failAt("mail") ?? (stream.sizeExceeded ? refusal(552, "5.3.4 too large") : undefined);
        if (failure === undefined) mails.push(await taken(raw, session));
        return failure;
      };
      void (async () => {
        // Whoever goes away in the middle of a mail has not sent it.
        const end = await work().catch(() => refusal(451, "4.4.2 gone"));
        if (end !== "hangs") done(end);
      })();
    },
  };
  const smtp = new SMTPServer({
    secure: security === "tls",
    disabledCommands: [...(security === "none" ? ["STARTTLS"] : []), ...(login === undefined ? ["AUTH"] : [])],
    allowInsecureAuth: security === "none",
    key: certificate.key,
    cert: certificate.cert,
    authOptional: login === undefined,
    ...(size === undefined ? {} : { size }),
    disableReverseLookup: true,
    closeTimeout: 10,
    logger: false,
    ...handlers,
  });
  // Clients that do not trust it go away in the middle of the handshake.
  smtp.on("error", () => undefined);
  const inner = await listening(smtp.server);
  // In front of it, so that connections break as they do in networks: below TLS, and at any time.
  const front = createServer((client) => {
    now = lasting;
    if (pending !== undefined) [now, pending] = [pending, undefined];
    sockets.add(client);
    client.on("error", () => undefined).on("close", () => sockets.delete(client));
    if (now?.at === "greeting") return client.end(now.raw);
    const onward = connect(inner, "127.0.0.1").on("error", () => client.destroy());
    client.on("close", () => onward.destroy()).pipe(onward);
    return onward.on("close", () => client.destroy()).pipe(client);
  });
  const port = await listening(front);
  const folder = await mkdtemp(join(tmpdir(), "rollcall-mail-"));
  const authority = join(folder, "authority.pem");
  await writeFile(authority, certificate.cert);
  return {
    port,
    authority,
    mails,
    trouble: (trouble, once) => {
      pending = once === undefined ? undefined : trouble;
      lasting = once === undefined ? trouble : undefined;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => front.close(resolve));
      await new Promise<void>((resolve) => smtp.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

type Session = Parameters<NonNullable<SMTPServerOptions["onData"]>>[1];

async function taken(raw: string, { envelope, secure, user }: Session): Promise<TakenMail> {
  return {
    to: envelope.rcptTo.map(({ address }) => address),
    from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
    encrypted: secure,
    user: typeof user === "string" ? user : undefined,
    raw,
    email: await PostalMime.parse(raw),
  };
}

/** The port on which it listens now. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The mail server got no port.");
  return address.port;
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
