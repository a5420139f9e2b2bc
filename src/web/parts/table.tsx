import type { Child } from "hono/jsx";

/** A column that can be sorted by, or that holds numbers. */
export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly number?: true;
  /** Where the list is in the order of this column; and which way, where it is so already. */
  readonly href?: string;
  readonly sorted?: "ascending" | "descending";
}

/**
 * A table that is one on a desk, and a list of cards on a phone. With its roles said outright: of rows that are laid out as blocks
 * some browsers make no table.
 */
export function Table({
  columns,
  rows,
  caption,
}: {
  columns: readonly (string | Column)[];
  rows: readonly (readonly Child[])[];
  caption?: string;
}) {
  const heads = columns.map((column): Column => (typeof column === "string" ? { title: column } : column));
  const looks = (i: number): string | undefined => (heads[i]?.number === true ? "number" : undefined);
  return (
    <table class="wide" role="table">
      {caption === undefined ? null : <caption>{caption}</caption>}
      <thead>
        <tr role="row">
          {heads.map(({ title, href, sorted }, i) => (
            <th scope="col" role="columnheader" class={looks(i)} aria-sort={sorted}>
              {href === undefined ? title : <a href={href}>{title}</a>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr role="row">
            {cells.map((cell, i) =>
              i === 0 ? (
                <th scope="row" role="rowheader">
                  {cell}
                </th>
              ) : (
                <td role="cell" class={looks(i)} data-label={cell === "" ? undefined : heads[i]?.title}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
