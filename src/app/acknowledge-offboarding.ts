// What is meant to be so: a question that is answered, and an account that nobody owns on purpose. Nothing is ever written to a tool.
import { randomBytes } from "node:crypto";
import { RollcallError } from "../core/errors.ts";
import type { Acknowledgement, Check } from "../core/offboarding/check.ts";
import type { HeldRef } from "../core/offboarding/cases.ts";
import { aboutOf, type Matter, mattersOf } from "../core/offboarding/matters.ts";
import type { Instant } from "../core/time.ts";
import type { Store } from "./ports.ts";

/** By the account, or by the departure that it is (`d-…`). */
type What = HeldRef | { readonly departure: string };

/** An accident or an account that nobody owns, with what was said of it. */
export interface Acknowledging {
  readonly matter: Matter;
  readonly acknowledgement: Acknowledgement;
}

/**
 * Keeps that somebody said of something that it is meant to be so: it is told no more, and listed apart. It is on the record that
 * somebody did, and of what kind; not why, since that is in people's own words.
 * @param check as far as whoever says so may know
 * @throws RollcallError `not_found` where nothing of the kind is found, `usage` where it was acknowledged before
 */
export async function acknowledge(
  store: Store,
  check: Check,
  what: What,
  said: Pick<Acknowledgement, "at" | "by" | "reason">,
): Promise<Acknowledging> {
  const { matter, departure, acknowledged } = found(check, what);
  if (acknowledged !== undefined) {
    throw new RollcallError(
      "usage",
      `${acknowledged.id}: it was acknowledged before; rollcall offboarding undo ${acknowledged.id} takes that back.`,
    );
  }
  const { directory, account } = aboutOf(matter);
  const id = `k-${randomBytes(8).toString("hex")}`;
  const about = { directory, account, ...(departure === undefined ? {} : { departure }) };
  const acknowledgement: Acknowledgement = { id, ...said, ...about };
  await store.transaction(async (writer) => {
    await writer.putAcknowledgement(acknowledgement);
    const detail = { what: id, found: matter.found, directory };
    await writer.record({ at: said.at, action: "offboarding acknowledge", detail });
  });
  return { matter, acknowledgement };
}

/** Takes it back: it is asked again, or told. Throws `not_found` where nothing of theirs is acknowledged by this id. */
export async function undoAcknowledgement(store: Store, check: Check, id: string, at: Instant): Promise<Acknowledging> {
  const matter = mattersOf(check).find((one) => one.found !== "departure" && one.of.acknowledged?.id === id);
  const acknowledgement = matter === undefined || matter.found === "departure" ? undefined : matter.of.acknowledged;
  if (matter === undefined || acknowledgement === undefined) {
    throw new RollcallError(
      "not_found",
      "Nothing that is found is acknowledged by this id: rollcall offboarding shows those that are (k-…).",
    );
  }
  await store.transaction(async (writer) => {
    await writer.deleteAcknowledgements([id]);
    await writer.record({
      at,
      action: "offboarding undo",
      detail: { what: id, found: matter.found, directory: acknowledgement.directory },
    });
  });
  return { matter, acknowledgement };
}

function found(check: Check, what: What) {
  for (const matter of mattersOf(check)) {
    if (matter.found === "departure") continue;
    const departure = matter.found === "accident" ? matter.of.lost.end.departure : undefined;
    const { directory, account } = aboutOf(matter);
    const isMeant =
      "departure" in what ? departure === what.departure : directory === what.directory && account === what.account;
    // Of an end whose departure is not kept nobody could say later that it is this one.
    if (isMeant && (matter.found === "orphan" || departure !== undefined)) {
      return { matter, departure, acknowledged: matter.of.acknowledged };
    }
  }
  throw new RollcallError(
    "not_found",
    "Nothing of it looks like an accident or like an account that nobody owns: rollcall offboarding lists those that do. What is overdue is settled by ending the account.",
  );
}
