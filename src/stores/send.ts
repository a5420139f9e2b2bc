import type { Compilable, CompiledQuery, Kysely } from "kysely";
import type { Tables } from "./tables.ts";

const UNANSWERED = Symbol("unanswered");

/** A statement that the rest of its transaction need not wait for. */
interface Unanswered extends CompiledQuery {
  readonly [UNANSWERED]: true;
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
