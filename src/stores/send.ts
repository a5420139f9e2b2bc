import { createHash } from "node:crypto";
import type { Compilable, CompiledQuery, Kysely } from "kysely";
import { once } from "../core/once.ts";
import type { Tables } from "./tables.ts";

const UNANSWERED = Symbol("unanswered");

/** A statement that the rest of its transaction need not wait for. */
interface Unanswered extends CompiledQuery {
  readonly [UNANSWERED]: true;
}

const NAME = Symbol("name");

/** A statement that is run again and again: a server may keep what it made of the text by this name. */
interface Named extends CompiledQuery {
  readonly [NAME]: () => string;
}

/** What is kept of one with more takes the server more memory than it spares time. */
const MOST_PARAMETERS = 64;

export function named<Row>(statement: CompiledQuery<Row>): CompiledQuery<Row> {
  if (statement.parameters.length > MOST_PARAMETERS) return statement;
  // A database that is a file never asks for it.
  const name = once(() => createHash("sha256").update(statement.sql).digest("base64url").slice(0, 32));
  return { ...statement, [NAME]: name } as CompiledQuery<Row> & Named;
}

export function nameOf(statement: CompiledQuery): string | undefined {
  return NAME in statement ? (statement as Named)[NAME]() : undefined;
}

/**
 * Runs a statement of which nobody asks more than that it is done. In a transaction a database that is asked over a wire has it on its way when
 * this ends; that it has failed is told by the next statement that is answered, or by the commit.
 */
export async function send(db: Kysely<Tables>, statement: Compilable | CompiledQuery): Promise<void> {
  const compiled = "compile" in statement ? statement.compile() : statement;
  const unanswered: Unanswered = { ...compiled, [UNANSWERED]: true };
  await db.executeQuery(unanswered);
}

export function isUnanswered(statement: CompiledQuery): boolean {
  return UNANSWERED in statement;
}
