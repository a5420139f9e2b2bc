// What only a connection shows: methods that no request of a browser has, and what a request says of its connection.
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { ANYONE } from "../../src/core/disclosure/viewer.ts";
import { createApp } from "../../src/server/app.tsx";
import { servedAssets } from "../../src/server/assets.ts";
import { type Listening, listenAt } from "../../src/server/listen.ts";
import { pages } from "../../src/web/index.ts";
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
  listening = await listenAt(heard, place, { clock: systemClock, fault: () => {} });
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
