// What changed between two lists of Slack users, as SQL over the files. fields: id (and deleted), or tracked.
import { DuckDBInstance } from "@duckdb/node-api";

const [before, after, fields, folder] = process.argv.slice(2);
const flags = ["is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted", "is_bot"];
const tracked = fields === "tracked";
const columns = [
  "id: 'VARCHAR'",
  "deleted: 'BOOLEAN'",
  ...(tracked
    ? [
        "name: 'VARCHAR'",
        "tz: 'VARCHAR'",
        ...flags.map((flag) => `${flag}: 'BOOLEAN'`),
        "profile: 'STRUCT(real_name VARCHAR, display_name VARCHAR, email VARCHAR, title VARCHAR)'",
      ]
    : []),
];
const read = (path) =>
  `read_json('${path.replaceAll("'", "''")}', format = 'array', columns = {${columns.join(", ")}})`;
const row = (side) => `row(${["name", "tz", ...flags, "profile"].map((name) => `${side}.${name}`).join(", ")})`;
const instance = await DuckDBInstance.create(":memory:", { temp_directory: folder });
const connection = await instance.connect();
const result = await connection.runAndReadAll(`
  SELECT
    count(*) FILTER (NOT a.deleted AND b.deleted) AS deactivated,
    count(*) FILTER (a.deleted AND NOT b.deleted) AS reactivated,
    count(*) FILTER (b.id IS NULL AND NOT a.deleted) AS gone,
    count(*) FILTER (a.id IS NULL) AS joined
    ${tracked ? `, count(*) FILTER (NOT a.deleted AND NOT b.deleted AND ${row("a")} IS DISTINCT FROM ${row("b")}) AS changed` : ""}
  FROM ${read(before)} a FULL OUTER JOIN ${read(after)} b USING (id)`);
const [counts] = result.getRowObjects();
process.stdout.write(
  JSON.stringify(Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value)]))),
);
