// npm run bench -- serve: each page and list of the API of the built process, at the size that Rollcall is made for, beside a bare route
// that sends the same bytes. The directory cannot be reached meanwhile, so that nothing but pages is measured.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { join } from "node:path";
import { release } from "../src/app/release.ts";
import type { Departure } from "../src/core/directory/departure.ts";
import type { RosterEntry } from "../src/core/directory/roster.ts";
import { DAY } from "../src/core/time.ts";
import { openStore } from "../src/wire/context.ts";
import { crawl } from "../test/browser/crawl.ts";
import { environmentOf } from "../test/support/environment.ts";
import { count, ms, quantile, table } from "./numbers.ts";
import { fill } from "./record.ts";

export const title = "serve: pages and API with 100,000 accounts, 50,000 departures and 30,000 layoffs in the store";

const ACCOUNTS = 100_000;
const DEPARTURES = 50_000;
const LAYOFFS = 30_000;
const TIMES = 20;
const DIST = new URL("../dist/", import.meta.url);
const LISTS = ["departures", "waves", "layoffs", "directories", "health", "report"].map((name) => `/api/v1/${name}`);

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const path = join(folder, "store.db");
  const began = performance.now();
  await build(path);
  print(`The store was built in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
  const settings = join(folder, "rollcall.yaml");
  writeFileSync(
    settings,
    `purpose: { text: Bench, authorisedBy: nobody, contact: nobody@example.com }
directories: { acme: { kind: slack, token: { env: SLACK_TOKEN }, api: "http://127.0.0.1:9/" } }
watch: { every: 24h }
store: { path: ${path} }
counts: { headcount: acme }
serve: { port: ${await freePort()} }
`,
  );
  const ours = spawn(process.execPath, [new URL("cli/main.js", DIST).pathname, "serve", "--config", settings], {
    env: { ...environmentOf(folder), SLACK_TOKEN: "xoxb-1-1-bench" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Where this one ends by a fault, they do too.
  process.once("exit", () => ours.kill());
  let bare: ChildProcess | undefined;
  try {
    const link = await heard(ours.stderr, /(http:\S+)\/link\/(\S+)/);
    const address = link[1] ?? "";
    const signed = await askOver(new Agent(), `${address}/link/${link[2]}`, "POST", "");
    const cookie = String(signed.headers["set-cookie"]?.[0]).split(";")[0] ?? "";
    const { pages } = (await import(new URL("web/index.js", DIST).href)) as { pages: readonly { path: string }[] };
    const { examples } = await crawl({ address, cookie }, pages);
    const paths = [...examples.map((one) => one.path), ...LISTS];
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const files = join(folder, "pages");
    mkdirSync(files);
    const measured = [];
    for (const asked of paths) {
      const { status, body } = await askOver(agent, `${address}${asked}`, "GET", cookie, false);
      if (status !== 200) continue;
      writeFileSync(join(files, String(measured.length)), body);
      measured.push({ path: asked, size: body.length, ...(await measure(agent, `${address}${asked}`, cookie)) });
    }
    const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${ours.pid}/status`, "utf8"))?.[1] ?? "0";
    bare = spawn(process.execPath, [join(import.meta.dirname, "static.ts"), files], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const port = (await heard(bare.stdout, /(\d+)/))[1];
    const rows: string[][] = [];
    for (const [i, one] of measured.entries()) {
      const plain = await measure(agent, `http://127.0.0.1:${port}/${i}`, "");
      rows.push([
        one.path,
        ms(one.p50),
        ms(one.p95),
        ms(one.most),
        `${(one.size / 1000).toFixed(0)} kB`,
        `${(one.wire / 1000).toFixed(1)} kB`,
        `${(one.p50 / plain.p50).toFixed(1)} ×`,
      ]);
    }
    const head = ["asked", "p50", "p95", "longest", "page", "on the wire", "a bare route"];
    print(table(head, rows));
    const assets = await assetsOf(address);
    const first = measured[0];
    print(
      `First page with its style, script and icon: ${(((first?.wire ?? 0) + assets) / 1000).toFixed(0)} kB on the wire. ` +
        `The process took ${count(Number(memory) / 1000)} MB afterwards. Each was asked ${TIMES} times over one connection.`,
    );
    const slow = measured.filter(({ p95 }) => p95 > 50).map(({ path: asked }) => asked);
    print(slow.length === 0 ? "Each p95 is within 50 ms." : `Over 50 ms at p95: ${slow.join(", ")}.`);
  } finally {
    ours.kill("SIGTERM");
    bare?.kill("SIGTERM");
  }
}

async function measure(agent: Agent, address: string, cookie: string) {
  const times: number[] = [];
  let wire = 0;
  for (let i = 0; i < TIMES + 3; i++) {
    const start = performance.now();
    ({ wire } = await askOver(agent, address, "GET", cookie));
    // The first ones compile.
    if (i >= 3) times.push(performance.now() - start);
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), most: Math.max(...times), wire };
}

async function assetsOf(address: string): Promise<number> {
  const agent = new Agent();
  const { body } = await askOver(agent, `${address}/transparency`, "GET", "", false);
  const paths = [...body.toString("utf8").matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
  const sizes = await Promise.all(
    paths.map(async (path) => (await askOver(agent, `${address}${path}`, "GET", "")).wire),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

interface Got {
  readonly status: number;
  readonly body: Buffer;
  /** Bytes that came over the connection, with the headers. */
  readonly wire: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

function askOver(agent: Agent, address: string, method: string, cookie: string, packed = true): Promise<Got> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, "sec-fetch-site": "same-origin", ...(packed ? { "accept-encoding": "gzip" } : {}) };
    let before = 0;
    let received = (): number => 0;
    const asked = request(address, { method, agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject).on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(chunks),
          wire: received() - before,
          headers: answer.headers,
        }),
      );
    });
    asked
      .on("socket", (socket) => (before = socket.bytesRead))
      .on("error", reject)
      .end();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function heard(stream: NodeJS.ReadableStream | null, wanted: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = "";
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      const found = wanted.exec(text);
      if (found !== null) resolve(found);
    });
    stream?.on("end", () => reject(new Error(`it ended before it said so: ${text}`)));
  });
}

const OFFICES = ["Kraków", "Berlin", "Toronto", "Bengaluru", "São Paulo", "Lisbon", "Nairobi", "Osaka"];
const TEAMS = ["Platform", "Sales", "Support", "Product", "Mobile", "Data", "Finance", "People", "Design", "Legal"];

/** Half of the accounts have left, over two years; the counts of it have been released. */
async function build(path: string): Promise<void> {
  const store = await openStore(path);
  const now = Date.now();
  const attributes = (n: number) => ({
    name: `Person ${n.toString(36)} of ${TEAMS[n % 10]}`,
    email: `p${n}@acme.example`,
    location: OFFICES[(n * 7) % 8] ?? "",
    team: TEAMS[n % 10] ?? "",
    kind: "human" as const,
    role: "member",
  });
  const entries = Array.from({ length: ACCOUNTS }, (_, n): RosterEntry => ({
    account: { id: `U${n}`, status: n < DEPARTURES ? "deactivated" : "active", attributes: attributes(n) },
    presence: "present",
  }));
  const departures = Array.from({ length: DEPARTURES }, (_, n): Departure => {
    const at = now - DAY - Math.floor(((n * 7919) % DEPARTURES) * ((730 * DAY) / DEPARTURES));
    const { name, email, location, team, kind } = attributes(n);
    return {
      id: `d-${n.toString(16).padStart(16, "0")}`,
      at: { notBefore: at - 300_000, notAfter: at },
      accounts: [{ directory: "acme", id: `U${n}`, name, email, kind }],
      change: "deactivated",
      confirmed: true,
      observed: true,
      lastKnown: { location, locationFrom: "Office", team, kind },
    };
  });
  await store.transaction(async (writer) => {
    const last = { startedAt: now - 60_000, takenAt: now - 30_000, accounts: ACCOUNTS };
    await writer.putDirectory({ directory: "acme", kind: "slack", last });
    for (let day = 400; day >= 0; day--) {
      const takenAt = now - 30_000 - day * DAY;
      const reading = { directory: "acme", startedAt: takenAt - 30_000, takenAt, accounts: ACCOUNTS };
      await writer.putSweep({ id: `s-${day}`, ...reading, complete: true, health: "ok", reasons: [] });
    }
    await writer.putEntries("acme", entries);
    await writer.putDepartures(departures);
  });
  const counts = { headcount: "acme", cadence: DAY, settle: DAY, k: 5, anyone: 10 };
  const clock = { now: () => now, sleep: async () => {}, every: () => () => {} };
  await release({ store, clock, destinations: [] }, counts);
  await store.close();
  fill(path, LAYOFFS);
}
