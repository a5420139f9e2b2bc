import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { RollcallError } from "../core/errors.ts";
import { createHttp } from "./client.ts";
import { withServer } from "./testing.ts";

const http = createHttp({ timeoutMs: 5000, maxBytes: 10_000, userAgent: "rollcall-test" });
let closed = 0;
const SECRET = "xoxb-1-secret";

async function failureOf(sent: Promise<unknown>): Promise<RollcallError> {
  const error = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RollcallError)) throw new Error("It did not fail with a RollcallError.");
  return error;
}

describe("the HTTP client", () => {
  it("gives status, headers and body of an answer, and sends method, headers and body", async () => {
    await withServer(
      (request, response) => {
        const { method, headers } = request;
        request.setEncoding("utf8").on("data", (body: string) => {
          response
            .writeHead(404, { "x-seen": "yes" })
            .end(`${method} ${headers["user-agent"]} ${String(headers["x-own"])} ${body}`);
        });
      },
      async (url) => {
        const answer = await http.send({ url, method: "POST", headers: { "x-own": "1" }, body: "a=b" });
        expect(answer.status).toBe(404);
        expect(answer.headers.get("x-seen")).toBe("yes");
        expect(Buffer.from(answer.body).toString()).toBe("POST rollcall-test 1 a=b");
      },
    );
  });

  it("asks what may be repeated by connections that are there, and sends each message by one of its own", async () => {
    const ports = { "/asked": [] as unknown[], "/told": [] as unknown[] };
    await withServer(
      (request, response) => {
        ports[request.url === "/told" ? "/told" : "/asked"].push(request.socket.remotePort);
        response.end();
      },
      async (url) => {
        for (let i = 0; i < 10; i++) {
          await http.send({ url: `${url}asked`, method: "GET", repeatable: true });
          await http.send({ url: `${url}told`, method: "POST", body: "a=b" });
        }
      },
    );
    expect(new Set(ports["/asked"]).size).toBe(1);
    expect(new Set(ports["/told"]).size).toBe(10);
    expect(ports["/told"]).not.toContain(ports["/asked"][0]);
  });

  it("unpacks a compressed answer and holds the limit against what comes out", async () => {
    await withServer(
      (request, response) => {
        const size = request.url === "/big" ? 1_000_000 : 9000;
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("a".repeat(size)));
      },
      async (url) => {
        expect((await http.send({ url, method: "GET" })).body).toHaveLength(9000);
        const error = await failureOf(http.send({ url: `${url}big`, method: "GET" }));
        expect(error.code).toBe("malformed");
        expect(error.message).toContain("larger than 10000 bytes");
      },
    );
  });

  it.each([
    ["as it came", { "content-encoding": "gzip" }, gzipSync],
    ["packed, where it came unpacked", {}, (text: Buffer) => text],
  ] as const)("keeps the body of an answer %s, and makes it once more when it is gone", async (_, headers, packed) => {
    const text = Buffer.from("ab".repeat(100_000));
    const large = createHttp({ timeoutMs: 5000, maxBytes: text.length, userAgent: "rollcall-test" });
    await withServer(
      (_request, response) => void response.writeHead(200, headers).end(packed(text)),
      async (url) => {
        const { body, keep, free } = await large.send({ url, method: "GET" });
        const again = keep?.();
        free?.();
        expect(body).toHaveLength(0);
        for (let i = 0; i < 2; i++) expect(Buffer.from(again?.().body ?? []).equals(text)).toBe(true);
      },
    );
  });

  it("unpacks whatever it says it can, in the order in which it was packed, and leaves alone what it does not know", async () => {
    const text = Buffer.from("a".repeat(5000));
    const answers: Readonly<Record<string, readonly [string, Buffer]>> = {
      zlib: ["deflate", deflateSync(text)],
      raw: ["deflate", deflateRawSync(text)],
      brotli: ["br", brotliCompressSync(text)],
      twice: ["br, gzip", gzipSync(brotliCompressSync(text))],
      old: ["x-gzip", gzipSync(text)],
      none: ["identity", text],
      strange: ["rot13", text],
    };
    await withServer(
      (request, response) => {
        const [coding, bytes] = answers[request.url?.slice(1) ?? ""] ?? ["", text];
        response.writeHead(200, { "content-encoding": coding }).end(bytes);
      },
      async (url) => {
        for (const path of Object.keys(answers)) {
          const { body } = await http.send({ url: url + path, method: "GET" });
          expect(text.equals(body), path).toBe(true);
        }
      },
    );
  });

  it("unpacks all of what was packed in several goes, however long the last of them says it is", async () => {
    const several = Buffer.concat([gzipSync("a".repeat(9000)), gzipSync("b")]);
    await withServer(
      (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(several),
      async (url) => {
        expect(Buffer.from((await http.send({ url, method: "GET" })).body).toString()).toBe(`${"a".repeat(9000)}b`);
      },
    );
  });

  it("gives back the memory of an answer that is done with, and of no other", async () => {
    const large = createHttp({ timeoutMs: 5000, maxBytes: 1_000_000, userAgent: "rollcall-test" });
    await withServer(
      (request, response) => {
        response.writeHead(200, { "content-encoding": request.url === "/packed" ? "gzip" : "identity" });
        const text = "a".repeat(request.url === "/small" ? 100 : 500_000);
        response.end(request.url === "/packed" ? gzipSync(text) : text);
      },
      async (url) => {
        const send = (path: string) => large.send({ url: url + path, method: "GET" });
        for (const path of ["packed", "plain"]) {
          const [one, other, small, beside] = [
            await send(path),
            await send(path),
            await send("small"),
            await send("small"),
          ];
          one.free?.();
          small.free?.();
          expect(one.body).toHaveLength(0);
          expect(other.body.every((byte) => byte === 97)).toBe(true);
          expect(Buffer.from(beside.body).toString()).toBe("a".repeat(100));
        }
      },
    );
  });

  it("believes no answer that is shorter than it says, or whose packing is cut or broken", async () => {
    const packed = gzipSync("a".repeat(5000));
    const broken = Buffer.from(packed);
    broken.fill(0xff, 12, 18);
    await withServer(
      (request, response) => {
        if (request.url === "/lies") {
          response.writeHead(200, { "content-length": 100 }).write("less");
          setTimeout(() => response.destroy(), 20);
        } else {
          const bytes = request.url === "/cut" ? packed.subarray(0, packed.length - 10) : broken;
          response.writeHead(200, { "content-encoding": "gzip" }).end(bytes);
        }
      },
      async (url) => {
        for (const path of ["lies", "cut", "broken"]) {
          const error = await failureOf(http.send({ url: url + path, method: "GET" }));
          expect(error.code).toBe("unreachable");
          expect(error.message).toMatch(/the connection failed \((UND_ERR_|Z_|E)/);
        }
      },
    );
  });

  it("reads nothing more of a redirect, and of an answer that is too large", async () => {
    await withServer(
      (request, response) => {
        response.writeHead(request.url === "/away" ? 302 : 200, { location: "/" });
        const more = setInterval(() => response.write("a".repeat(1000)), 1);
        response.on("close", () => {
          clearInterval(more);
          closed++;
        });
      },
      async (url) => {
        for (const path of ["away", "endless"]) {
          expect((await failureOf(http.send({ url: url + path, method: "GET" }))).code).toBe("malformed");
        }
        await expect.poll(() => closed).toBe(2);
      },
    );
  });

  it("does not follow a redirect, and names its status but not its target", async () => {
    let calls = 0;
    await withServer(
      (_, response) => {
        calls++;
        response.writeHead(302, { location: "http://169.254.169.254/secret-target" }).end();
      },
      async (url) => {
        const error = await failureOf(http.send({ url, method: "GET" }));
        expect(error.code).toBe("malformed");
        expect(error.message).toContain("HTTP 302");
        expect(error.message).not.toContain("secret-target");
        expect(calls).toBe(1);
      },
    );
  });

  it("gives up on an answer that does not come, and on one that stops in the middle", async () => {
    const hasty = createHttp({ timeoutMs: 40, maxBytes: 10_000, userAgent: "rollcall-test" });
    await withServer(
      (request, response) => {
        if (request.url === "/stops") response.writeHead(200).write("beginning");
      },
      async (url) => {
        for (const path of ["", "stops"]) {
          const error = await failureOf(hasty.send({ url: url + path, method: "GET" }));
          expect(error.code).toBe("unreachable");
          expect(error.message).toContain("within 0.04 s");
        }
      },
    );
  });

  it("says interrupted when the caller stops, and unreachable when the other side does", async () => {
    await withServer(
      (request) => {
        if (request.url === "/reset") request.socket.destroy();
      },
      async (url) => {
        const stop = new AbortController();
        const sent = http.send({ url, method: "GET" }, stop.signal);
        stop.abort();
        expect((await failureOf(sent)).code).toBe("interrupted");
        expect((await failureOf(http.send({ url: `${url}reset`, method: "GET" }))).code).toBe("unreachable");
      },
    );
  });

  it("keeps path, headers and body of the request out of every failure, the attached ones included", async () => {
    const headers = { authorization: `Bearer ${SECRET}\n` };
    for (const request of [
      { url: `http://127.0.0.1:1/${SECRET}`, method: "POST" as const, headers: {}, body: SECRET },
      { url: "http://127.0.0.1:1/", method: "GET" as const, headers },
      { url: `no address ${SECRET}`, method: "GET" as const },
    ]) {
      const error = await failureOf(http.send(request));
      expect(`${error.message} ${String(error.cause)} ${error.stack}`).not.toContain(SECRET);
    }
  });
});
