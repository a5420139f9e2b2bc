import type { Layoff, SourcedClaim } from "../../core/record/layoff.ts";
import { markedQuote } from "../../messages/layoff-figure.ts";
import { claimFigure, KIND_WORDS, roleText, STATUS_WORDS } from "../../messages/layoffs.ts";
import { dissentText } from "../../messages/model.ts";
import { brief, listed, plain } from "../../messages/words.ts";
import { Days } from "./days.tsx";
import { nameOf, Reported } from "./record.tsx";

/** What is reported of a layoff, one statement after another. */
export function Claims({
  layoff: one,
  claims,
  level: Heading = "h3",
}: {
  layoff: Layoff;
  claims: readonly SourcedClaim[];
  /** Below what it stands. */
  level?: "h3" | "h4";
}) {
  return (
    <ol class="claims">
      {claims.map((claim) => {
        const decides = claim.replacedAt === null && one.decided.includes(claim.id);
        return (
          <li class="claim" id={claim.id}>
            <Heading>
              {claimFigure(claim)} <span class={decides ? "badge good" : "badge"}>{roleText(one, claim)}</span>
            </Heading>
            <Quote claim={claim} />
            <Unsure claim={claim} />
            <p>
              <Reported source={claim.source} />
            </p>
            <p class="quiet small">
              <Days of={particulars(claim)} />
            </p>
          </li>
        );
      })}
    </ol>
  );
}

/** Where a model was asked as well, and reads it otherwise. */
function Unsure({ claim }: { claim: SourcedClaim }) {
  const text = dissentText(claim);
  return text === undefined ? null : (
    <p>
      <span class="badge warn">to check</span> {text}
    </p>
  );
}

/** The one sentence that is kept, with the figure set off that was read in it. */
function Quote({ claim }: { claim: SourcedClaim }) {
  if (claim.source.suppressed || claim.quote === "") return null;
  return (
    <blockquote>
      {markedQuote(claim).map(({ text, figure }) => (figure ? <mark>{plain(text)}</mark> : plain(text)))}
    </blockquote>
  );
}

const SCOPE_WORDS = {
  company: "of the whole company",
  unit: "of a unit",
  site: "of a site",
  union: "of a union's people",
  contractors: "of contractors",
} as const;

function particulars(claim: SourcedClaim): string {
  const { company, kind, status, scope, part, measure, net, date, location, effectiveFrom } = claim;
  return listed([
    `said of ${nameOf({ name: company })}`,
    `${KIND_WORDS[kind]}, ${STATUS_WORDS[status]}`,
    `${SCOPE_WORDS[scope]}${part === null ? "" : ` (${brief(plain(part))})`}`,
    ...(measure === "total" ? ["a sum over all rounds so far"] : []),
    ...(net ? ["net of hires"] : []),
    ...(date === null ? [] : [`dated ${plain(date)}`]),
    ...(location === null ? [] : [`in ${brief(plain(location))}`]),
    ...(effectiveFrom === null ? [] : [`in effect from ${plain(effectiveFrom)}`]),
  ]);
}
