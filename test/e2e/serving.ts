import { execFileSync, spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { type IncomingHttpHeaders, type IncomingMessage, request as askPlainly } from "node:http";
import { request as askOverTls } from "node:https";
import { join } from "node:path";
import type { Stage } from "./stage.ts";

/** A certificate for this machine that nobody else has signed. @returns it, as PEM */
export function selfSigned(folder: string, cert: string, key: string): string {
  const files = ["-keyout", join(folder, key), "-out", join(folder, cert)];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, ...files, ...names], { stdio: "ignore" });
  chmodSync(join(folder, key), 0o600);
  return readFileSync(join(folder, cert), "utf8");
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose certificate is believed. */
  readonly ca?: string;
}

/** The beginning of an answer, which may never end. Unlike `fetch`, under whatever name of the server. */
export function begin(address: string, { method = "GET", headers = {}, ca }: Asking = {}): Promise<IncomingMessage> {
  const sending = address.startsWith("https:") ? askOverTls : askPlainly;
  return new Promise((resolve, reject) => {
    const own = { "sec-fetch-site": "same-origin", ...headers };
    const sent = sending(address, { method, headers: own, agent: false, ...(ca === undefined ? {} : { ca }) }, resolve);
    sent.on("error", reject).end();
  });
}

export async function ask(address: string, how?: Asking): Promise<Answer> {
  const answer = await begin(address, how);
  let body = "";
  for await (const chunk of answer.setEncoding("utf8")) body += String(chunk);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body };
}

/** `name=value` of the cookie of a session that an answer sets. */
export function sessionOf({ headers }: Answer): string {
  return headers["set-cookie"]?.find((one) => one.startsWith("__Host-rollcall="))?.split(";")[0] ?? "";
}

export interface Serving {
  /** As it says it. */
  readonly address: string;
  readonly link: string | undefined;
  /** Ends it as whoever runs it does. @returns its exit code, what it wrote, and in how many milliseconds */
  readonly stop: () => Promise<{ readonly code: number; readonly err: string; readonly took: number }>;
}

/** `rollcall serve`, once it answers. */
export async function serving(stage: Stage, env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const { child, ended } = stage.start(["serve"], { env });
  let told = "";
  const said = new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (chunk: string) => {
      told += chunk;
      // The link is the line after it, where there is one; both are written at once.
      if (/^pages at .*\n/m.test(told)) setTimeout(resolve, 100);
    });
    void ended.then(({ code, err }) => reject(new Error(`serve ended with ${code}: ${err}`)));
  });
  await said;
  return {
    address: /^pages at (.*)$/m.exec(told)?.[1] ?? "",
    link: /^sign in, once, within 15 minutes: (.*)$/m.exec(told)?.[1],
    stop: async () => {
      const began = performance.now();
      child.kill("SIGTERM");
      const { code, err } = await ended;
      return { code, err, took: performance.now() - began };
    },
  };
}

/** The provider of `test/server`, as a process. @returns its address, and what ends it */
export async function providerProcess(back: string): Promise<{ readonly issuer: string; readonly stop: () => void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "provider-process.ts"), back], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const issuer = await new Promise<string>((resolve, reject) => {
    let told = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      told += chunk;
      const [, found] = /^issuer (.*)$/m.exec(told) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.on("exit", (code) => reject(new Error(`the provider ended with ${code}`)));
  });
  return { issuer, stop: () => void child.kill() };
}
