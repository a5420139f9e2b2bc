import { readFileSync } from "node:fs";
import { AndFilter, EqualityFilter, type Filter, FilterParser, NotFilter, PresenceFilter } from "ldapts";
import type { Reading } from "../../app/ports.ts";
import { RollcallError } from "../../core/errors.ts";
import { retry } from "../../http/retry.ts";
import { connect, type Connection, type Target } from "./connection.ts";
import { idBytes, idOf } from "./entry.ts";
import type { Entry } from "./message.ts";
import { idAttribute } from "./map.ts";
import { refusalOf } from "./results.ts";
import { baseOf, contextOf, readRoot, type Root } from "./root.ts";
import { addressOf, isLoopback, type LdapSettings } from "./settings.ts";

export type LdapReading = Reading<LdapSettings>;

/** A connection that is signed in, and what is known of the server by then. */
export interface Session {
  readonly connection: Connection;
  readonly root: Root;
  readonly base: string;
  /** The top of the tree that the base is in. */
  readonly context: string;
  /** Which entries are accounts. */
  readonly filter: Filter;
  readonly idAttribute: string;
  /** The id of the tree's top entry: another domain, or a directory that was set up anew, has another. Absent where it cannot be seen. */
  readonly identity?: string;
}

/**
 * Signs in, and ends the connection whatever comes of it. What can pass (a busy server, a connection that broke) is tried again
 * from the beginning, since a server's paging ends with its connection.
 * @throws RollcallError as `connect` and `refusalOf` do; `bad_secret`, `bad_setting`
 */
export function withSession<T>(reading: LdapReading, use: (session: Session) => Promise<T>): Promise<T> {
  return retry(
    reading.clock,
    async () => {
      const password = passwordOf(reading.settings);
      const connection = await connect(targetOf(reading.settings), reading.signal);
      try {
        return await use(await signIn(connection, reading.settings, password));
      } finally {
        connection.close();
      }
    },
    reading.signal,
  );
}

function targetOf({ url, tls }: LdapSettings): Target {
  const { host, port, tls: fromTheStart } = addressOf(url);
  const plain = !fromTheStart && isLoopback(host) && tls?.startTls !== true;
  if (!fromTheStart && tls?.startTls === false && !isLoopback(host)) {
    throw new RollcallError(
      "bad_setting",
      "The setting tls.startTls can be false on this machine's loopback only: passwords and names would be readable on the way.",
    );
  }
  return {
    host,
    port,
    security: fromTheStart ? "tls" : plain ? "plain" : "startTls",
    ...(tls?.ca === undefined ? {} : { ca: certificates(tls.ca) }),
  };
}

function certificates(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new RollcallError("bad_setting", "The file that tls.ca names cannot be read; check its path and rights.", {
      cause: error,
    });
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new RollcallError(
      "bad_setting",
      "The file that tls.ca names holds no certificate in PEM (-----BEGIN CERTIFICATE-----).",
    );
  }
  return text;
}

function passwordOf({ bind }: LdapSettings): string {
  const password = bind.password.reveal();
  // A bind without a password succeeds and leaves one nobody (RFC 4513, section 5.1.2), to whom most directories are empty.
  if (password !== "") return password;
  throw new RollcallError(
    "bad_secret",
    "The password of the LDAP account is empty, with which a server signs nobody in.",
  );
}

async function signIn(connection: Connection, settings: LdapSettings, password: string): Promise<Session> {
  await connection.bind(settings.bind.dn, password);
  const root = await readRoot(connection, settings.server);
  const base = baseOf(root, settings.base);
  const context = contextOf(root, base);
  const attribute = idAttribute(settings, root.server);
  const identity = await identityOf(connection, context, idAttribute({}, root.server));
  return {
    connection,
    root,
    base,
    context,
    filter: accountFilter(settings, root),
    idAttribute: attribute,
    ...(identity === undefined ? {} : { identity }),
  };
}

async function identityOf(connection: Connection, context: string, attribute: string): Promise<string | undefined> {
  const question = { base: context, scope: "base", filter: anything(), attributes: [attribute] } as const;
  const { entries, result } = await connection.search(question, "LDAP, top of the tree");
  // Access rules often leave the top out; the people below it are still to be read.
  if (result.code !== 0 || entries[0] === undefined) return undefined;
  return idOf(entries[0], attribute);
}

export function anything(): Filter {
  return new PresenceFilter({ attribute: "objectClass" });
}

function accountFilter({ filter }: LdapSettings, { server }: Root): Filter {
  const usual =
    server === "ad"
      ? "(&(objectCategory=person)(objectClass=user))"
      : "(|(objectClass=person)(objectClass=posixAccount))";
  return FilterParser.parseString(filter ?? usual);
}

/** People's objects in Active Directory, also deleted ones, of which the category is stripped; computers are users too. */
export function userObjects(more: Filter): Filter {
  const isClass = (value: string): Filter => new EqualityFilter({ attribute: "objectClass", value });
  return new AndFilter({ filters: [more, isClass("user"), new NotFilter({ filter: isClass("computer") })] });
}

/** Undefined for what cannot be an id of this directory. */
export function byId({ idAttribute: attribute }: Session, id: string): Filter | undefined {
  const value = idBytes(id, attribute);
  return value === undefined ? undefined : new EqualityFilter({ attribute, value });
}

/** The entry of a DN, as far as it may be seen. Throws for every other refusal than that it is not there. */
export async function entryAt(session: Session, dn: string, attributes: readonly string[]): Promise<Entry | undefined> {
  const place = "LDAP, one entry";
  const question = { base: dn, scope: "base", filter: anything(), attributes } as const;
  const { entries, result } = await session.connection.search(question, place);
  // noSuchObject, invalidDNSyntax (a manager may be written as anything), insufficientAccessRights, referral.
  if ([32, 34, 50, 10].includes(result.code)) return undefined;
  const refusal = refusalOf(result, place);
  if (refusal !== undefined) throw refusal;
  return entries[0];
}
