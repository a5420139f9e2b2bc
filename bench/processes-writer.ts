// One of several processes that write to one store as fast as it lets them: what a small reading keeps, a transaction each.
import type { PostgresPlace } from "../src/stores/postgres.ts";
import { openPostgres } from "../src/stores/postgres.ts";
import { openSqlite } from "../src/stores/sqlite.ts";
import { Secret } from "../src/core/secret.ts";

interface Asked {
  readonly place?: Omit<PostgresPlace, "password">;
  readonly password?: string;
  readonly path?: string;
  readonly directory: string;
  /** Each transaction excludes all others, as if it were about everything. */
  readonly everything?: boolean;
  readonly ms: number;
}

const {
  place,
  password = "",
  path = "",
  directory,
  everything = false,
  ms,
} = JSON.parse(process.argv[2] ?? "{}") as Asked;
const store =
  place === undefined
    ? await openSqlite({ path, busyTimeout: 60_000 })
    : await openPostgres({ place: { ...place, password: new Secret(password, "the bench") }, busyTimeout: 60_000 });
process.send?.("ready");
await new Promise((resolve) => process.once("message", resolve));
const end = performance.now() + ms;
let done = 0;
while (performance.now() < end) {
  const at = Date.now();
  await store.transaction(
    async (writer) => {
      await writer.putSweep({
        id: `${directory}-${done}-${at}`,
        directory,
        startedAt: at,
        takenAt: at,
        complete: true,
        accounts: 20,
        health: "ok",
        reasons: [],
      });
      const account = (i: number) =>
        ({ id: `U${i}`, status: "active", attributes: { name: `somebody ${done}` } }) as const;
      await writer.putEntries(
        directory,
        Array.from({ length: 20 }, (_, i) => ({ account: account(i), presence: "present" as const })),
      );
      await writer.record({ at, action: "sweep", detail: { done } });
    },
    everything ? undefined : { directory },
  );
  done++;
}
await store.close();
process.send?.(done);
process.disconnect();
