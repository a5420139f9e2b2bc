// npm run bench -- serve [STORE]: each page and list of the API of the built process, at the size that Rollcall is made for, beside a
// bare route that sends the same bytes. The directory cannot be reached meanwhile, so that nothing but pages is measured. The store
// is kept where one is named, and taken from there the next time.
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { crawl } from "../test/browser/crawl.ts";
import { environmentOf } from "../test/support/environment.ts";
import { freePort } from "../test/support/ports.ts";
import { ask, cpuOf, type Measured, measure, memoryOf, timed } from "./asking.ts";
import { count, machine, ms, table } from "./numbers.ts";
import { buildStore, RELEASES, WAVE } from "./serve-store.ts";

export const title = `serve: pages and API with 100,000 accounts, 50,000 departures (${count(WAVE)} of them in one wave), ${RELEASES} releases and 30,000 layoffs in the store`;

const TIMES = 60;
const DIST = new URL("../dist/", import.meta.url);
const LISTS = ["departures", "waves", "layoffs", "directories", "health", "report"].map((name) => `/api/v1/${name}`);
/** What nobody links to as it is, and people ask for all the same. */
const MORE = [
  "/departures?q=person",
  "/record?company=e",
  "/record?country=US&kind=layoff",
  "/record/charts?country=DE",
  "/record/charts?industry=Retail&by=month",
  "/record/charts?company=e",
];
const FILES = ["/record/export.csv", "/record/export.json", "/departures.csv"];

export async function run(folder: string, print: (text: string) => void): Promise<void> {
  const path = join(folder, "store.db");
  const [, kept] = process.argv.slice(2);
  if (kept !== undefined && existsSync(kept)) copyFileSync(kept, path);
  else {
    const { took } = await timed(() => buildStore(path));
    print(`The store was built in ${(took / 1000).toFixed(0)} s.`);
    if (kept !== undefined) copyFileSync(path, kept);
  }
  const { pages } = (await import(new URL("web/index.js", DIST).href)) as { pages: readonly { path: string }[] };
  const found = await withServer(folder, async (server) => (await crawl(server, pages)).examples);
  const paths = [...new Set([...found.map((one) => one.path), ...MORE, ...LISTS])];
  await withServer(folder, async (server) => {
    print(
      `Ready to be asked ${ms(server.ready)} after its start (processor: ${ms(cpuOf(server.pid))}), at ${count(memoryOf(server.pid).now)} MB.`,
    );
    const files = join(folder, "pages");
    mkdirSync(files);
    const measured = await measureAll(server, paths, files);
    const bare = await measureBare(files, measured.length);
    print(table(HEAD, rowsOf(measured, bare)));
    const assets = await assetsOf(server);
    print(
      `First: the first answer at that address of this process. Processor: of the server, a request. Each was asked ${TIMES} times over one connection. ` +
        `The first page with its style, script and icon: ${(((measured[0]?.wire ?? 0) + assets) / 1000).toFixed(0)} kB on the wire. ` +
        `The process took ${count(memoryOf(server.pid).now)} MB afterwards. ${machine(folder)}`,
    );
    const slow = measured.filter(({ p95, first }) => p95 > 50 || first > 50);
    print(slow.length === 0 ? "Each is within 50 ms." : `Over 50 ms: ${slow.map((one) => one.path).join(", ")}.`);
    print(await wholeFiles(server));
  });
}

interface Server {
  readonly pid: number;
  readonly address: string;
  readonly cookie: string;
  /** Milliseconds from its start until it said where it is. */
  readonly ready: number;
}

async function withServer<T>(folder: string, work: (server: Server) => Promise<T>): Promise<T> {
  const settings = join(folder, "rollcall.yaml");
  writeFileSync(
    settings,
    `purpose: { text: Bench, authorisedBy: nobody, contact: nobody@example.com }
directories: { acme: { kind: slack, token: { env: SLACK_TOKEN }, api: "http://127.0.0.1:9/" } }
watch: { every: 24h }
store: { path: ${join(folder, "store.db")} }
retention: { left: 365d, here: 1095d, readings: 1095d }
counts: { headcount: acme }
offboarding: { leads: [acme] }
serve: { port: ${await freePort()} }
`,
  );
  const began = performance.now();
  const ours = spawn(process.execPath, [new URL("cli/main.js", DIST).pathname, "serve", "--config", settings], {
    env: { ...environmentOf(folder), SLACK_TOKEN: "xoxb-1-1-bench" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const [, address = "", secret = ""] = await heard(ours, ours.stderr, /(http:\S+)\/link\/(\S+)/);
    const ready = performance.now() - began;
    const signed = await ask(new Agent(), `${address}/link/${secret}`, { method: "POST" });
    const cookie = String(signed.headers["set-cookie"]?.[0]).split(";")[0] ?? "";
    return await work({ pid: ours.pid ?? 0, address, cookie, ready });
  } finally {
    await ended(ours);
  }
}

interface Page extends Measured {
  readonly path: string;
  readonly size: number;
  /** Milliseconds of the first answer, and of the processor for it. */
  readonly first: number;
  readonly firstCpu: number;
}

async function measureAll(server: Server, paths: readonly string[], files: string): Promise<Page[]> {
  const { address, cookie, pid } = server;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const measured: Page[] = [];
  for (const path of paths) {
    const before = cpuOf(pid);
    const { took: first } = await timed(() => ask(agent, `${address}${path}`, { cookie }));
    const firstCpu = cpuOf(pid) - before;
    const { status, body } = await ask(agent, `${address}${path}`, { cookie, plain: true });
    if (status >= 400 && status !== 503) continue;
    writeFileSync(join(files, String(measured.length)), body);
    const warm = await measure(agent, { pid, address: `${address}${path}`, cookie, times: TIMES });
    measured.push({ path, size: body.length, first, firstCpu, ...warm });
  }
  agent.destroy();
  return measured;
}

/** The same bytes, made of nothing. */
async function measureBare(files: string, many: number): Promise<Measured[]> {
  const bare = spawn(process.execPath, [join(import.meta.dirname, "static.ts"), files], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port = ""] = await heard(bare, bare.stdout, /\d+/);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const all: Measured[] = [];
    for (let i = 0; i < many; i++) {
      const address = `http://127.0.0.1:${port}/${i}`;
      all.push(await measure(agent, { pid: bare.pid ?? 0, address, cookie: "", times: TIMES }));
    }
    agent.destroy();
    return all;
  } finally {
    await ended(bare);
  }
}

const HEAD = [
  "asked",
  "first",
  "p50",
  "p95",
  "longest",
  "processor",
  "page",
  "on the wire",
  "bare p50",
  "bare cpu",
  "×",
];

function rowsOf(measured: readonly Page[], bare: readonly Measured[]): string[][] {
  return measured.map((one, i) => {
    const plain = bare[i] ?? one;
    return [
      one.path.length > 44 ? `${one.path.slice(0, 43)}…` : one.path,
      `${ms(one.first)} (${ms(one.firstCpu)})`,
      ms(one.p50),
      ms(one.p95),
      ms(one.most),
      ms(one.cpu),
      `${(one.size / 1000).toFixed(0)} kB`,
      `${(one.wire / 1000).toFixed(1)} kB`,
      ms(plain.p50),
      ms(plain.cpu),
      (one.cpu / plain.cpu).toFixed(1),
    ];
  });
}

/** Everything of the store as one file: how long, how much, and what the process takes meanwhile. */
async function wholeFiles({ address, cookie, pid }: Server): Promise<string> {
  const rows: string[][] = [];
  for (const path of FILES) {
    const before = cpuOf(pid);
    const { took, value } = await timed(() => ask(new Agent(), `${address}${path}`, { cookie, plain: true }));
    if (value.status !== 200) continue;
    const { now, most } = memoryOf(pid);
    const size = `${(value.body.length / 1e6).toFixed(1)} MB`;
    rows.push([path, ms(took), ms(cpuOf(pid) - before), size, `${count(now)} MB`, `${count(most)} MB`]);
  }
  return table(["file", "took", "processor", "size", "memory", "most so far"], rows);
}

async function assetsOf({ address }: Server): Promise<number> {
  const agent = new Agent();
  const { body } = await ask(agent, `${address}/transparency`, { plain: true });
  const paths = [...body.toString("utf8").matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
  const sizes = await Promise.all(paths.map(async (path) => (await ask(agent, `${address}${path}`)).wire));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function heard(child: ChildProcess, stream: NodeJS.ReadableStream | null, wanted: RegExp): Promise<RegExpExecArray> {
  // Where this one ends by a fault, it does too.
  process.once("exit", () => child.kill());
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

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
