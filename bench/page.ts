// npm run bench -- page: what a page of 1,000 accounts takes of the processor, from the request to what is made of it.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { answerOf, ended } from "./children.ts";
import { count, median, ms, table } from "./numbers.ts";

export const title = "page: a live page of 1,000 accounts, beside @slack/web-api and fetch";

const PAGES = 10;
const SIZE = 1000;
const ROUNDS = 12;
/** Of which nothing is kept: the first ones compile. */
const WARM_UP = 3;

const WAYS = {
  "rollcall, nothing new": "Rollcall, of a list in which nothing has changed",
  "rollcall, all new": "Rollcall, of a list that it has never seen",
  fetch: "`fetch().json()`",
  "web-api": "`@slack/web-api`, `paginate`",
} as const;
type Way = keyof typeof WAYS;

interface Read {
  readonly accounts: number;
  /** Milliseconds. */
  readonly cpu: number;
  readonly wall: number;
}

export async function run(_folder: string, print: (text: string) => void): Promise<void> {
  const server = start("page-server.ts", [String(PAGES), String(SIZE)]);
  const { port, bytes, packed } = (await answerOf(server)) as Readonly<Record<"port" | "bytes" | "packed", number>>;
  const ways = Object.keys(WAYS) as Way[];
  const clients = new Map<Way, ChildProcess>();
  for (const way of ways) {
    const client = start("page-client.ts", [way, `http://127.0.0.1:${port}/`]);
    await answerOf(client);
    clients.set(way, client);
  }
  const read = async (way: Way): Promise<Read> => {
    const client = clients.get(way);
    if (client === undefined) throw new Error(`Nobody reads in the way ${way}.`);
    client.send("read");
    const seen = (await answerOf(client)) as Read;
    if (seen.accounts !== PAGES * SIZE) throw new Error(`${way} read ${seen.accounts} of ${PAGES * SIZE} accounts.`);
    return { ...seen, cpu: seen.cpu / PAGES, wall: seen.wall / PAGES };
  };
  const rounds: Readonly<Record<Way, Read>>[] = [];
  for (let i = 0; i < WARM_UP + ROUNDS; i++) {
    const inTurns = ways.map((_, at) => ways[(at + i) % ways.length] as Way);
    const round: Partial<Record<Way, Read>> = {};
    for (const way of inTurns) round[way] = await read(way);
    if (i >= WARM_UP) rounds.push(round as Record<Way, Read>);
  }
  for (const child of [...clients.values(), server]) await ended(child);
  const rows = ways.map((way) => {
    const ratios = rounds.map((round) => round["web-api"].cpu / round[way].cpu);
    return [
      WAYS[way],
      ms(median(rounds.map((round) => round[way].cpu))),
      ms(median(rounds.map((round) => round[way].wall))),
      `1/${median(ratios).toFixed(1)} (1/${Math.min(...ratios).toFixed(1)} to 1/${Math.max(...ratios).toFixed(1)})`,
    ];
  });
  print(table(["", "CPU a page", "wall a page", "CPU beside web-api"], rows));
  print(
    `${ROUNDS} rounds of ${PAGES} pages with ${count(SIZE)} accounts, in turns; a page is ${count(bytes / 1000)} kB, ` +
      `packed ${count(packed / 1000)} kB. Rollcall asks auth.test before each round as well.`,
  );
}

function start(path: string, args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(path, import.meta.url)), [...args]);
}
