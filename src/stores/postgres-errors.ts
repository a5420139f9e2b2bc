import { RollcallError } from "../core/errors.ts";

/**
 * What an error of PostgreSQL, or of the way to it, means to whoever runs Rollcall. The server's own sentences repeat values and
 * with them people, so that no error keeps them (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 * @param place the database, as messages call it
 */
export function explainedPostgres(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof RollcallError || error instanceof TypeError) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (isSqlState(code)) return ofServer(code, place, placeIn(error));
  return ofConnection(code, error.message, place) ?? error;
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
}

const found = (code: "bad_setting" | "unreachable" | "store_busy" | "store_full" | "store_damaged", text: string) =>
  new RollcallError(code, text);

function ofServer(state: string, place: string, where: string): Error {
  switch (state) {
    case "28P01":
    case "28000":
      return new RollcallError(
        "unauthorised",
        `${place} does not let this user in: correct user and password at store.postgres, or the server's pg_hba.conf.`,
      );
    case "3D000":
      return found(
        "bad_setting",
        `${place}: there is no such database: make it (createdb), or correct store.postgres.`,
      );
    case "42501":
      return found(
        "bad_setting",
        `${place}: this user lacks a right there${where}: it has to own the schema of the store, or may create one in the database ` +
          "(grant create on database).",
      );
    case "25006":
      return found(
        "bad_setting",
        `${place} can only be read (a replica, or default_transaction_read_only): name the server that is written.`,
      );
    case "53100":
      return found(
        "store_full",
        `${place}: its disk is full, and nothing of this was written: make room, then try again.`,
      );
    case "53300":
      return found("store_busy", `${place} has no connection left: raise max_connections, or end what holds them.`);
    case "55P03":
    case "57014":
    case "40001":
    case "40P01":
    case "25P03":
      return found("store_busy", `${place} is being written by another process: try again in a moment.`);
    case "XX001":
    case "XX002":
      return found("store_damaged", `${place} is damaged${where}: restore a backup of it.`);
    case "57P01":
    case "57P02":
    case "57P03":
    case "57P05":
      return lost(place);
    // The two in SQLite's words.
    case "23505":
      return new Error(`UNIQUE constraint failed${where} (SQLSTATE ${state}).`);
    case "23503":
      return new Error(`FOREIGN KEY constraint failed${where} (SQLSTATE ${state}).`);
    default:
      return state.startsWith("08")
        ? lost(place)
        : new Error(`PostgreSQL refused a statement (SQLSTATE ${state}${where}).`);
  }
}

/** Table and constraint: names of ours. */
function placeIn(error: Error): string {
  const names = ["table", "column", "constraint"].flatMap((key) => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === "string" ? [`${key} ${value}`] : [];
  });
  return names.length === 0 ? "" : `, ${names.join(", ")}`;
}

/** What Node says of connections, and what pg says of its own in words alone. */
function ofConnection(code: string, message: string, place: string): Error | undefined {
  if (/^(?:CERT_|ERR_TLS|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/.test(code))
    return found(
      "bad_setting",
      `${place}: its certificate is not one that can be trusted (${code}): name the authority's at store.postgres.ca, and ` +
        "the server by the name that its certificate has.",
    );
  if (message.includes("does not support SSL"))
    return found(
      "bad_setting",
      `${place} speaks no TLS: switch it on there (ssl = on), or say tls: off at store.postgres.`,
    );
  if (/^E[A-Z_]+$/.test(code) || code === "ENOTFOUND")
    return found("unreachable", `${place} cannot be reached (${code}): start it, or correct store.postgres.`);
  if (/timeout|timed out/i.test(message))
    return found("unreachable", `${place} does not answer: look whether it runs.`);
  if (/[Cc]onnection (?:terminated|ended|error)|not queryable|connection was closed|been discarded/.test(message))
    return lost(place);
  if (/password must be|no password/i.test(message))
    return new RollcallError("unauthorised", `${place} asks for a password: name it at store.postgres.password.`);
  return undefined;
}

function lost(place: string): RollcallError {
  return found(
    "unreachable",
    `${place}: the connection was lost; of a transaction that was open nothing is kept, unless its end had arrived. ` +
      "It is taken up again with the next try.",
  );
}
