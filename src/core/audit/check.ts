import { type Checkpoint, originOf } from "./checkpoint.ts";
import { type Entry, entryHash, isOpenedBy, NOTHING_BEFORE, type Opening } from "./entry.ts";
import { ERASURE, parseSpans } from "./erasure.ts";
import { type Seal, sealOf } from "./seal.ts";
import { Tree } from "./tree.ts";

/** What is wrong with a log, an export of it, or a checkpoint. Numbers only: no finding repeats what an entry says. */
export type Finding =
  /** The line is none that Rollcall writes there. */
  | { readonly wrong: "line"; readonly line: number }
  | { readonly wrong: "sequence"; readonly line: number; readonly entry: number; readonly expected: number }
  /** What the entry says of the one before it does not match. */
  | { readonly wrong: "link"; readonly line: number; readonly entry: number }
  | { readonly wrong: "payload"; readonly line: number; readonly entry: number }
  /** The payload is not there, and no entry says that it was erased. */
  | { readonly wrong: "payload gone"; readonly entry: number }
  /** It was erased, and is there all the same. */
  | { readonly wrong: "payload back"; readonly entry: number; readonly erasedBy: number }
  /** An entry about an erasure does not say of what. */
  | { readonly wrong: "erasure"; readonly line: number; readonly entry: number }
  | { readonly wrong: "no checkpoint" }
  | { readonly wrong: "more after checkpoint"; readonly line: number }
  | { readonly wrong: "note"; readonly of: Signed }
  /** Signed by nobody whose key is known here; `forged`: the signature is not of this text. */
  | { readonly wrong: "signature"; readonly of: Signed; readonly forged: boolean; readonly key: string }
  /** The export names another key than the one that was given. */
  | { readonly wrong: "key"; readonly key: string }
  /** The checkpoint is of another log. */
  | { readonly wrong: "origin"; readonly of: Signed; readonly origin: string; readonly expected: string }
  | { readonly wrong: "size"; readonly size: number; readonly entries: number }
  | { readonly wrong: "root"; readonly size: number }
  /** A saved checkpoint has seen more entries than there are. */
  | { readonly wrong: "rolled back"; readonly size: number; readonly entries: number }
  /** A saved checkpoint has seen others. */
  | { readonly wrong: "rewritten"; readonly size: number }
  /** A saved sealed checkpoint, which names no size, is of none of the states that the log went through. */
  | { readonly wrong: "sealed" };

/** The checkpoint at the end of an export, or one that was kept elsewhere. */
export type Signed = "export" | "saved";

/** More would be read by nobody. */
const FINDINGS_KEPT = 100;

/** Goes through a log once, entry by entry, and says what is wrong with it. */
export class LogCheck {
  readonly findings: Finding[] = [];
  /** Findings that are not kept. */
  more = 0;
  readonly #tree = new Tree();
  readonly #at: ReadonlySet<number>;
  readonly #roots = new Map<number, string>();
  /** Of the entry before; undefined after a line that could not be read, when nobody knows. */
  #previous: string | undefined = NOTHING_BEFORE;
  #expected = 1;
  #origin: string | undefined;
  #whole = true;
  readonly #seal: Seal | undefined;
  #sealMet = false;
  readonly #withoutPayload = new Set<number>();
  readonly #erased = new Set<number>();

  /**
   * @param sizes at which the root is wanted afterwards
   * @param seal of which it is to be found whether the log went through its state
   */
  constructor(sizes: readonly number[] = [], seal?: Seal) {
    this.#at = new Set(sizes);
    this.#seal = seal;
    this.#keepRoot();
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The name that the log has by its first entry; undefined where there is none. */
  get origin(): string | undefined {
    return this.#origin;
  }

  /** Whether every line could be read: where not, sizes and roots say nothing more. */
  get whole(): boolean {
    return this.#whole;
  }

  found(finding: Finding): void {
    if (this.findings.length < FINDINGS_KEPT) this.findings.push(finding);
    else this.more++;
  }

  unreadable(line: number): void {
    this.#whole = false;
    this.#previous = undefined;
    this.#expected++;
    this.found({ wrong: "line", line });
  }

  /** @param line where it stands @param opening undefined where it was erased */
  add(line: number, entry: Entry, opening: Opening | undefined): void {
    const { seq } = entry;
    if (seq !== this.#expected) this.found({ wrong: "sequence", line, entry: seq, expected: this.#expected });
    if (this.#previous !== undefined && entry.previous !== this.#previous) {
      this.found({ wrong: "link", line, entry: seq });
    }
    const hash = entryHash(entry);
    this.#previous = hash.toString("base64");
    this.#expected = seq + 1;
    if (this.#whole) this.#origin ??= originOf(hash);
    this.#tree.add(hash);
    this.#keepRoot();
    if (opening === undefined) this.#withoutPayload.add(seq);
    else if (!isOpenedBy(entry, opening)) this.found({ wrong: "payload", line, entry: seq });
    if (entry.action === ERASURE) this.#erase(line, seq, opening);
  }

  #erase(line: number, entry: number, opening: Opening | undefined): void {
    const spans = parseSpans(opening?.payload["entries"], Math.min(entry, this.size));
    if (spans === undefined) {
      this.found({ wrong: "erasure", line, entry });
      return;
    }
    for (const { from, to } of spans) {
      for (let seq = from; seq <= to; seq++) {
        if (this.#withoutPayload.has(seq)) this.#erased.add(seq);
        else if (this.#whole) this.found({ wrong: "payload back", entry: seq, erasedBy: entry });
      }
    }
  }

  #keepRoot(): void {
    if (this.#at.has(this.size)) this.#roots.set(this.size, this.root());
    if (this.#seal === undefined || this.#sealMet) return;
    const { origin, digest } = this.#seal;
    this.#sealMet = sealOf({ origin, size: this.size, root: this.root() }).digest === digest;
  }

  /** Of all entries so far, in base 64. */
  root(): string {
    return Buffer.from(this.#tree.root()).toString("base64");
  }

  /** To be called once, after the last entry. */
  end(): void {
    for (const entry of this.#withoutPayload) {
      if (!this.#erased.has(entry)) this.found({ wrong: "payload gone", entry });
    }
  }

  /** Whether the log has grown out of what that checkpoint saw, whose size was among those of the constructor. */
  compare({ size, root }: Checkpoint): void {
    if (size > this.size) this.found({ wrong: "rolled back", size, entries: this.size });
    else if (this.#roots.get(size) !== root) this.found({ wrong: "rewritten", size });
  }
  /** Whether the log has grown out of the state that the seal of the constructor is of. */
  compareSeal(): void {
    if (!this.#sealMet) this.found({ wrong: "sealed" });
  }
}
