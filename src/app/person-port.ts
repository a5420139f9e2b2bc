import type { Linkable } from "../core/person/keys.ts";
import type { Conflict } from "../core/person/work.ts";
import type { AccountRef, Act, Belonging } from "../core/person/person.ts";

/** Which accounts: all of them, these, or those of any of these strong keys. */
type LinkablesAsked =
  | "all"
  | { readonly accounts: readonly AccountRef[] }
  | { readonly employeeIds: readonly string[]; readonly emails: readonly string[] };

/** Whose: everybody's, of those whom the mapping links, of these accounts, or of these ids of persons and of bonds. */
type BelongingsAsked =
  | "all"
  | "mapped"
  | { readonly accounts: readonly AccountRef[] }
  | { readonly ids: readonly string[] };

export interface PersonReader {
  /** Accounts as linking sees them: no bots, no service accounts, nobody who was erased; of accounts that are named, with their handles. */
  linkables(asked: LinkablesAsked): Promise<readonly (Linkable & { readonly handle?: string })[]>;
  /** Ordered by directory and id. */
  belongings(asked: BelongingsAsked): Promise<readonly Belonging[]>;
  /** What somebody said, and it stands: of everybody, or of these accounts at either end; oldest first. */
  personActs(asked: "all" | { readonly accounts: readonly AccountRef[] }): Promise<readonly Act[]>;
  /** Account ids by handle, in lower case; without handles that several accounts have. */
  idsByHandle(directory: string, handles: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Accounts that a strong ground would put together and that are not, or that are together against one; as linking found them last. */
  conflicts(): Promise<readonly Conflict[]>;
  /** By which mapping everybody was linked; undefined where not everybody was. */
  personsLinked(): Promise<string | undefined>;
}

export interface PersonWriter {
  /** Inserts, or replaces what was kept of the same account. */
  putBelongings(belongings: readonly Belonging[]): Promise<void>;
  deleteBelongings(accounts: readonly AccountRef[]): Promise<void>;
  putPersonAct(act: Act): Promise<void>;
  deletePersonActs(ids: readonly string[]): Promise<void>;
  /** Replaces all conflicts in which one of these accounts is, or all there are. */
  putConflicts(about: "all" | readonly AccountRef[], conflicts: readonly Conflict[]): Promise<void>;
  putPersonsLinked(mapping: string | undefined): Promise<void>;
}
