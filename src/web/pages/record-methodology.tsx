import type { Child } from "hono/jsx";
import { z } from "zod";
import { definePage } from "../page.ts";
import { RecordNav } from "../parts/record.tsx";
import { Table } from "../parts/table.tsx";

/** How a figure is read, decided and added up; what is not in the record; how good it is; whose it is. docs/record.md has it in full. */
export const recordMethodology = definePage({
  path: "/record/methodology",
  policy: "open",
  title: "Public record: methodology",
  query: z.object({}),
  load: async () => undefined,
  view: (_, { still }) => (
    <>
      <h1>How this record is made</h1>
      <p class="lead">
        A program reads what registers, news and tables say of job cuts, by fixed rules and without a model, and keeps
        every statement with its words. Everything on these pages can be derived again from them.
      </p>
      <RecordNav at="/record/methodology" />
      <article class="prose">
        <Part id="reading" title="How a figure is read">
          <p>
            Of each document the statements are taken out: of whom, how many, how sure, in which words. A figure keeps
            its words. What they leave open stays open:
          </p>
          <Table
            columns={["Words", "At least", "At most"]}
            rows={[
              ["700", "700", "700"],
              ["about 700", "665", "735"],
              ["at least 200", "200", "not known"],
              ["up to 200", "not known", "200"],
              ["several hundred", "200", "999"],
              ["nothing named", "not known", "not known"],
            ].map((row): Child[] => row)}
          />
          <p>
            Where no number is named there is none: a blank is never a zero. A percentage becomes a number of people
            only where the same statement names the headcount that it is of. Figures of money, time, hiring and
            headcount are refused, each with its reason.
          </p>
        </Part>
        <Part id="rounds" title="Which statements are one round">
          <p>
            Statements are laid together by company, day, figure, percentage, place and link. Each piece of evidence has
            a sign and a weight, the same for all. Where it is not enough on either side, the statement stands as a
            round of its own, marked <em>to be decided</em>, and a person has to say. Merging and taking apart are kept
            as acts with their day, and each can be taken back; a round’s page lists them.
          </p>
          <p>
            It does not matter in which order reports come. A sentence that adds to an earlier figure, or puts another
            in its place, goes to the round whose figure it names; one that speaks of a second round makes one. A
            register’s notice hangs under what was announced, from 14 days before to 75 days after, as long as the
            notices come to no more than was announced by a tenth; without such a round it stands by itself.
          </p>
          <p>
            A bare name is no company: two that share a name are told apart by domain, country and industry, and other
            names count where somebody has recorded them.
          </p>
        </Part>
        <Part id="figure" title="How a figure is decided">
          <p>Of all statements of one round the figure follows by one rule:</p>
          <ol>
            <li>
              Set aside is what cites an earlier event, denies, or is a rumour where there is more; what is of something
              else than most of it, of contractors, net of hires, or without a number.
            </li>
            <li>
              What is of a unit, a site or a union gives way to what is of the whole. Several parts without a whole are
              added up: at least so many. How much of a whole the notices for its sites account for stands beside it.
            </li>
            <li>What was announced goes before what was proposed or at risk.</li>
            <li>
              An increment adds to the figure, and an update takes its place; what was said before decides no more. Each
              round’s page has the figures that it was. A sum over all rounds so far is set aside.
            </li>
            <li>
              Of a register or table the newer row stands for the older; of the press each story stands for itself. A
              number goes before bounds and vague words.
            </li>
            <li>
              Of what is left the newest gives the number. The bounds are what all of them allow together or, where they
              contradict each other, from the least to the most.
            </li>
          </ol>
          <p>Each round’s page says of every statement whether it decides, or why not.</p>
        </Part>
        <Part id="sums" title="How sums are made">
          <p>
            Added up are layoffs and closures that are more than rumoured and not denied. A sum goes from the least to
            the most, and beside it stands how many rounds it does not know: those without a figure are in no sum, those
            without an upper end leave the sum without one, and those that are to be decided add nothing to the least.
          </p>
          <p>
            A round whose month alone is known is in the sum of its month and in no day’s. Industries are called as
            their sources call them; a code of NAICS is its sector.
          </p>
        </Part>
        <Part id="not" title="What is not in it">
          <ul>
            <li>
              What nobody has reported, and what is reported in other languages than English, German, French and
              Spanish: texts in those are not read.
            </li>
            <li>
              Sums over many employers, running totals, hiring, threats, satire:{" "}
              <a href="/record/shelf">kept on a shelf</a>, and counted nowhere.
            </li>
            <li>
              Names of people: contacts in registers are dropped before a cell is looked at, and authors are not read.
              Nobody here says who was let go.
            </li>
            <li>Texts of articles: they are read and not kept.</li>
          </ul>
          <p>So a sum of this record is what was reported and read, and less than what happened.</p>
        </Part>
        <Part id="accuracy" title="How well it reads">
          <p>
            On passages that a person has labelled and that nobody had tuned the rules for, the employer was found in 81
            %, the number in 74 % and the percentage in 80 % of cases; 78 % of what was claimed was borne out, and of 8
            passages without a layoff none gave one. Of 86 labelled pairs of reports none was decided wrongly, and 5
            were left to a person. Registers and tables state their figures, so that nothing is read into them.
          </p>
          <p>
            The measure, its passages and its misses are published with the program (<code>docs/accuracy.md</code>,{" "}
            <code>npm run accuracy</code>).
          </p>
        </Part>
        <Part id="licence" title="Sources and licence">
          <p>
            <a href="/record/sources">What was read, and when</a>. The program is under the MIT licence. The figures are
            facts, and free for any use; name the source that each of them stands beside. Of a text one sentence at most
            is quoted, with the link to where it stands: those words are their publishers’. Registers of WARN notices
            are published by the states.
          </p>
          <p>
            <a href="/record">Feeds and files</a> have the same record for programs.
          </p>
        </Part>
        <Part id="wrong" title="When something is wrong">
          <p>
            Whoever runs this Rollcall can take a statement out of a round, merge, take apart and suppress, and each is
            on the record. {still === undefined ? <a href="/transparency">Whom to ask.</a> : null}
          </p>
        </Part>
      </article>
    </>
  ),
});

function Part({ id, title, children }: { id: string; title: string; children?: Child }) {
  return (
    <section>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
