// What only a connection shows: methods that no request of a browser has, and what a request says of its connection.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectOverTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { ANYONE } from "../../src/core/disclosure/viewer.ts";
import { RollcallError } from "../../src/core/errors.ts";
import { createApp } from "../../src/server/app.tsx";
import { servedAssets } from "../../src/server/assets.ts";
import { type Listening, listenAt } from "../../src/server/listen.ts";
import { pages } from "../../src/web/index.ts";
import { selfSigned } from "../e2e/serving.ts";
import { openStand, type Stand } from "../support/site.ts";

let listening: Listening;
let stand: Stand;
const seen: (string | undefined)[] = [];
beforeAll(async () => {
  stand = await openStand();
  const app = createApp({
    site: stand.site,
    pages,
    routes: [],
    authentication: { canSignIn: false, identify: async () => ({ viewer: ANYONE }), routes: [] },
    assets: servedAssets(new URL("../../assets/", import.meta.url)),
    hosts: new Set(["x"]),
    fault: () => {},
  });
  const heard: typeof app = (request, from) => {
    seen.push(from);
    return app(request, from);
  };
  const place = { host: "127.0.0.1", port: 0, setting: "serve" };
  listening = await listenAt(async () => heard, place, { clock: systemClock, fault: () => {} });
});
afterAll(async () => {
  await listening.close();
  await stand.close();
});

function send(method: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(listening.port, "127.0.0.1");
    socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    socket.on("close", () => resolve(text)).on("error", () => resolve(text));
    socket.write(
      `${method} /transparency HTTP/1.1\r\nhost: x\r\nx-secret: not-to-be-echoed\r\nconnection: close\r\n\r\n`,
    );
  });
}

it("the other end of a connection is known", async () => {
  expect(await send("GET")).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen.at(-1)).toBe("127.0.0.1");
});

it.each(["TRACE", "CONNECT"])("%s is refused and echoes nothing", async (method) => {
  const answer = await send(method);
  expect(answer).not.toMatch(/^HTTP\/1\.1 (?:2|5)/);
  expect(answer).not.toContain("not-to-be-echoed");
});

describe("what answers is made with the first request", () => {
  const place = { host: "127.0.0.1", port: 0, setting: "serve" };
  const get = async (port: number): Promise<readonly [number, string]> => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return [answer.status, await answer.text()];
  };

  it("and once, for those too that come meanwhile; whoever has gone is not answered", async () => {
    let made = 0;
    const asked: string[] = [];
    const [begun, making] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const make = async () => {
      made += 1;
      begun.resolve();
      await making.promise;
      return async (request: Request) => {
        asked.push(new URL(request.url).pathname);
        return new Response("made");
      };
    };
    const late = await listenAt(make, place, { clock: systemClock, fault: () => {} });
    try {
      expect(made).toBe(0);
      const gone = connect(late.port, "127.0.0.1");
      gone.write("GET /gone HTTP/1.1\r\nhost: x\r\n\r\n");
      await begun.promise;
      const both = [get(late.port), get(late.port)];
      await new Promise<void>((resolve) => gone.on("close", () => resolve()).destroy());
      await new Promise((resolve) => setTimeout(resolve, 50));
      making.resolve();
      expect(await Promise.all(both)).toEqual([
        [200, "made"],
        [200, "made"],
      ]);
      expect([made, asked]).toEqual([1, ["/", "/"]]);
    } finally {
      await late.close();
    }
  });

  it("or before it, and where that fails each is told so and the journal why", async () => {
    const faults: string[] = [];
    const make = () => Promise.reject(new RollcallError("bad_file", "assets/icon.svg: there is no such file."));
    const broken = await listenAt(make, place, { clock: systemClock, fault: (error) => void faults.push(error) });
    try {
      await expect(broken.prepare()).rejects.toThrow("there is no such file");
      expect(await get(broken.port)).toEqual([500, ""]);
      expect(faults).toEqual(["assets/icon.svg: there is no such file."]);
    } finally {
      await broken.close();
    }
  });
});

/** The fingerprint of the certificate that a new connection is shown, and the protocol it speaks. */
function shown(port: number, maxVersion: "TLSv1.1" | "TLSv1.3" = "TLSv1.3"): Promise<string> {
  return new Promise((resolve) => {
    const minVersion = maxVersion === "TLSv1.1" ? maxVersion : "TLSv1.2";
    const socket = connectOverTls(
      { port, host: "127.0.0.1", rejectUnauthorized: false, minVersion, maxVersion },
      () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      },
    );
    socket.on("error", () => resolve("refused"));
  });
}

it("a certificate that was renewed is taken up without a restart, and one that cannot be read leaves the one before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-tls-"));
  const faults: string[] = [];
  const hourly: (() => void)[] = [];
  const tls = async () => ({
    cert: readFileSync(join(folder, "a.crt"), "utf8"),
    key: readFileSync(join(folder, "a.key"), "utf8"),
  });
  const every = (_: number, run: () => void) => {
    hourly.push(run);
    return () => {};
  };
  const anHour = async (): Promise<void> => {
    for (const run of hourly) run();
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  selfSigned(folder, "a.crt", "a.key");
  const place = { host: "127.0.0.1", port: 0, setting: "serve" };
  const fault = (error: string): void => void faults.push(error);
  const secure = await listenAt(async () => async () => new Response("ok"), place, { tls, clock: { every }, fault });
  try {
    const first = await shown(secure.port);
    expect(first).toMatch(/^[0-9A-F:]{95}$/);
    expect(await shown(secure.port, "TLSv1.1")).toBe("refused");
    selfSigned(folder, "a.crt", "a.key");
    expect(await shown(secure.port)).toBe(first);
    await anHour();
    const second = await shown(secure.port);
    expect(second).not.toBe(first);
    expect(await shown(secure.port, "TLSv1.1")).toBe("refused");
    rmSync(join(folder, "a.crt"));
    await anHour();
    expect([await shown(secure.port), faults.length]).toEqual([second, 1]);
  } finally {
    await secure.close();
    rmSync(folder, { recursive: true });
  }
});
