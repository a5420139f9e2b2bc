// One sweep of the fake workspace at URL into STORE, killed at the K-th boundary of a statement (never, where K is 0).
// Prints each boundary that it passes, so that the parent can list them.
import { sweep } from "../../src/app/sweep.ts";
import { slack } from "../../src/connectors/slack/index.ts";
import { Secret } from "../../src/core/secret.ts";
import { openSqlite } from "../../src/stores/sqlite.ts";
import { contextOf } from "../../src/wire.ts";

const [url = "", token = "", path = "", kill = "0"] = process.argv.slice(2);
let armed = false;
let passed = 0;

const store = await openSqlite({
  path,
  onStatement: ({ phase, sql }) => {
    if (!armed) return;
    passed++;
    process.stdout.write(`${passed}\t${phase}\t${sql.replaceAll(/\s+/g, " ").slice(0, 70)}\n`);
    // Not process.exit: nothing may run after this, as when the machine takes the process away.
    if (passed === Number(kill)) process.kill(process.pid, "SIGKILL");
  },
});
armed = true;
await sweep(
  contextOf({ store, progress: () => {} }),
  {
    id: "acme",
    connector: slack,
    settings: { token: new Secret(token, "the test"), api: url, fields: { location: "Office" } },
    rules: { demotion: false },
  },
  { details: 5 },
);
armed = false;
await store.close();
