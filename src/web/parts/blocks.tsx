import type { Block, Page } from "../../reports/page.ts";
import { plain } from "../../messages/words.ts";
import { Table } from "./table.tsx";

/** A page of sections, as `reports/` makes them, within ours. */
export function Sections({ page: { title, lead, sections } }: { page: Page }) {
  return (
    <article class="prose">
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      {sections.map(({ heading, blocks }) => (
        <section>
          <h2>{heading}</h2>
          {blocks.map((block) => (
            <BlockView block={block} />
          ))}
        </section>
      ))}
    </article>
  );
}

function BlockView({ block }: { block: Block }) {
  if ("text" in block) return <p>{plain(block.text)}</p>;
  if ("heading" in block) return <h3>{plain(block.heading)}</h3>;
  if ("items" in block) {
    return (
      <ul>
        {block.items.map((item) => (
          <li>{plain(item)}</li>
        ))}
      </ul>
    );
  }
  if ("facts" in block) {
    return (
      <dl>
        {block.facts.map(([name, value]) => (
          <>
            <dt>{plain(name)}</dt>
            <dd>{plain(value)}</dd>
          </>
        ))}
      </dl>
    );
  }
  return <Table columns={block.columns} rows={block.rows.map((row) => row.map(plain))} />;
}
