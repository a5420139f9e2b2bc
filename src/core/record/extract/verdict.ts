// What is asked of every figure of people, counts and shares alike.
import { isDenied, isDropped, isForCause, isTale, isThreat } from "./denials.ts";
import { isCumulative, isOverYears, isSuperseded } from "./frames.ts";
import { distance, type Governor } from "./governors.ts";
import type { Mention } from "./mention.ts";
import type { Quantity } from "./numbers.ts";
import type { Reason } from "./reading.ts";
import type { Token } from "./tokens.ts";

export interface Scene {
  readonly tokens: readonly Token[];
  readonly quantities: readonly Quantity[];
  readonly governors: readonly Governor[];
  readonly mentions: readonly Mention[];
  /** Whether the document has spoken of cuts before, or does in this sentence. */
  readonly ofCuts: boolean;
  /** Whether its author reports of itself, as to an authority. */
  readonly filing: boolean;
  /** Whether the title speaks of hiring: what a list counts then are no cuts. */
  readonly hires: boolean;
  /** Whether the sentence counts over many employers; it is no such figure where one employer is named beside it. */
  readonly many: () => boolean;
  /** Whether one of the two sentences before said that a place of work closes. */
  readonly closing: boolean;
  /** Whether it is an entry of a list of places that close. */
  readonly listing: boolean;
  /** Those of the sentence that have been judged. */
  readonly judged: readonly Verdict[];
}

export interface Verdict {
  readonly quantity: Quantity;
  /** Null where it is a cut. */
  readonly reason: Reason | null;
  readonly governor: Governor | undefined;
  /** The token after the figure's noun. */
  readonly to: number;
  /** A part of a whole, which stands for itself where no whole is told: "including some 20 layoffs". */
  readonly listed?: true;
}

/** A figure that is no cut. `to` is the token after what it counts. */
export type Refuse = (reason: Reason, to?: number, governor?: Governor) => Verdict;

export const FAR = 26;

export function framed(scene: Scene, quantity: Quantity, governor: Governor, to: number): Verdict | undefined {
  const { tokens } = scene;
  const reason: Reason | undefined = isForCause(tokens, quantity, governor)
    ? "dismissal"
    : isCumulative(tokens, { ...quantity, to }) || (isOverYears(tokens, { ...quantity, to }) && !scene.many())
      ? "cumulative"
      : isDenied(tokens, { from: quantity.from, to })
        ? "denial"
        : isThreat(tokens, { ...quantity, to }, governor)
          ? "threat"
          : isSuperseded(tokens, { ...quantity, to }) || isDropped(tokens, { from: quantity.from, to })
            ? "superseded"
            : isTale(tokens)
              ? "satire"
              : undefined;
  return reason && { quantity, reason, governor, to };
}

/** A governor that makes no cut of the figure. */
export function reasonOf({ power, words }: Governor, { ofCuts, governors }: Scene): Reason | undefined {
  if (power === "cut" || power === "weak") return undefined;
  if (power === "context" && !governors.some((one) => one.power === "cut" || one.power === "weak")) {
    for (const { power: home } of governors)
      if (home === "furlough" || home === "voluntary" || home === "transfer" || home === "strike") return home;
  }
  if (power === "context") return ofCuts || words.endsWith(" go") ? undefined : "no_cut";
  return power;
}

export function near(tokens: readonly Token[], governor: Governor, { from, to }: Quantity): number {
  if (governor.from < to && governor.to > from) return 0;
  return governor.to <= from ? distance(tokens, governor.to, from) : distance(tokens, to, governor.from);
}
