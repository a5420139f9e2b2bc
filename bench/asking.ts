// Asking a server of another process: how long it took, what it used of the processor for it, and what came over the wire.
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { quantile } from "./numbers.ts";

export interface Got {
  readonly status: number;
  readonly body: Buffer;
  /** Bytes that came over the connection, with the headers. */
  readonly wire: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Asked {
  readonly cookie?: string;
  readonly method?: string;
  /** Not compressed. */
  readonly plain?: true;
}

export function ask(agent: Agent, address: string, { cookie = "", method = "GET", plain }: Asked = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const packed = plain === undefined ? { "accept-encoding": "gzip" } : {};
    let before = 0;
    const asked = request(address, {
      method,
      agent,
      headers: { cookie, "sec-fetch-site": "same-origin", ...packed },
    });
    asked.on("socket", (socket) => (before = socket.bytesRead));
    asked.on("error", reject).on("response", (answer) => {
      const { socket } = answer;
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject).on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(chunks),
          wire: socket.bytesRead - before,
          headers: answer.headers,
        }),
      );
    });
    asked.end();
  });
}

export interface Measured {
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  /** Milliseconds of the processor a request, with whatever else the process did meanwhile. */
  readonly cpu: number;
  readonly wire: number;
}

/** Milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly took: number; readonly value: T }> {
  const began = performance.now();
  const value = await work();
  return { took: performance.now() - began, value };
}

export async function measure(
  agent: Agent,
  { pid, address, cookie, times }: { pid: number; address: string; cookie: string; times: number },
): Promise<Measured> {
  // The first ones compile.
  for (let i = 0; i < 3; i++) await ask(agent, address, { cookie });
  const all: number[] = [];
  let wire = 0;
  const before = cpuOf(pid);
  for (let i = 0; i < times; i++) {
    const { took, value } = await timed(() => ask(agent, address, { cookie }));
    all.push(took);
    ({ wire } = value);
  }
  const cpu = (cpuOf(pid) - before) / times;
  return { p50: quantile(all, 0.5), p95: quantile(all, 0.95), most: Math.max(...all), cpu, wire };
}

/** Milliseconds of the processor that all threads of a process have had; NaN where the system does not say. */
export function cpuOf(pid: number): number {
  try {
    const tasks = `/proc/${pid}/task`;
    const all = readdirSync(tasks).map((id) => Number(readFileSync(`${tasks}/${id}/schedstat`, "utf8").split(" ")[0]));
    return all.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** Megabytes: what it takes now, and the most that it has taken. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  const of = (name: string): number => {
    try {
      const text = readFileSync(`/proc/${pid}/status`, "utf8");
      return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1]) / 1000;
    } catch {
      return Number.NaN;
    }
  };
  return { now: of("VmRSS"), most: of("VmHWM") };
}
