import type { Child } from "hono/jsx";

/**
 * A table that is one on a desk, and a list of cards on a phone. With its roles said outright: of rows that are laid out as blocks
 * some browsers make no table.
 */
export function Table({
  columns,
  rows,
  caption,
}: {
  columns: readonly string[];
  rows: readonly (readonly Child[])[];
  caption?: string;
}) {
  return (
    <table class="wide" role="table">
      {caption === undefined ? null : <caption>{caption}</caption>}
      <thead>
        <tr role="row">
          {columns.map((name) => (
            <th scope="col" role="columnheader">
              {name}
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
                <td role="cell" data-label={cell === "" ? undefined : columns[i]}>
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
