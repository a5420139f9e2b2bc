import { type Account, type Kind, KINDS, type Status } from "../../core/directory/account.ts";
import { parseInstant } from "../../core/time.ts";
import { plain } from "../../files/plain.ts";

/** What a word in a status column says. Slack's member list (CSV) writes the role, or `Bot`, into its status column. */
export interface StatusWord {
  readonly status: Status;
  readonly role?: string;
  readonly kind?: Kind;
}

const WORDS: readonly (readonly [StatusWord, readonly string[]])[] = [
  // A locked account or somebody on leave has not left.
  [
    { status: "active" },
    ["active", "enabled", "current", "employed", "onleave", "leaveofabsence", "locked", "lockedout"],
  ],
  [{ status: "invited" }, ["invited", "pending", "staged", "provisioned", "invitationpending"]],
  [
    { status: "deactivated" },
    [
      "deactivated",
      "inactive",
      "suspended",
      "disabled",
      "terminated",
      "deprovisioned",
      "archived",
      "deleted",
      "removed",
      "left",
    ],
  ],
  [{ status: "erased" }, ["erased", "forgotten"]],
  [{ status: "active", role: "member" }, ["member"]],
  [{ status: "active", role: "admin" }, ["admin"]],
  [{ status: "active", role: "owner" }, ["owner"]],
  [{ status: "active", role: "primary_owner" }, ["primaryowner"]],
  [{ status: "active", role: "guest", kind: "guest" }, ["guest", "multichannelguest"]],
  [{ status: "active", role: "single_channel_guest", kind: "guest" }, ["singlechannelguest"]],
  [{ status: "active", kind: "bot" }, ["bot"]],
];
const STATUS_WORDS = new Map(WORDS.flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)));

export function statusWord(word: string): StatusWord | undefined {
  return STATUS_WORDS.get(plain(word));
}

export function kindWord(word: string): Kind | undefined {
  return KINDS.find((kind) => kind === plain(word));
}

/** `""` says nothing (`"silent"`); undefined for a word that is neither yes nor no. */
export function yesOrNo(word: string): boolean | "silent" | undefined {
  const text = plain(word);
  if (text === "") return "silent";
  if (["true", "yes", "y", "t", "1"].includes(text)) return true;
  if (["false", "no", "n", "f", "0"].includes(text)) return false;
  return undefined;
}

/** Columns and keys whose yes or no says that the account has ended: the value that says so. */
export const ENDED_WHEN: ReadonlyMap<string, boolean> = new Map([
  ...["deleted", "isdeleted", "deactivated", "disabled", "suspended"].map((name) => [name, true] as const),
  ...["active", "isactive", "enabled", "accountenabled"].map((name) => [name, false] as const),
]);

/**
 * One status from a status word and any number of flags. Each is positive evidence of an end by itself, so that the one
 * that says so wins; without any, the account is active.
 */
export function oneStatus(
  word: (StatusWord & { readonly stated: string }) | undefined,
  ended: string | undefined,
): Pick<Account, "status" | "stated"> {
  if (ended !== undefined && word?.status !== "erased") return { status: "deactivated", stated: ended };
  return word === undefined ? { status: "active" } : { status: word.status, stated: word.stated };
}

/** The ISO day at the beginning of a date or date-time; undefined for any other way of writing a date. */
export function isoDay(text: string): string | undefined {
  const day = text.trim().slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && parseInstant(day) !== undefined ? day : undefined;
}
