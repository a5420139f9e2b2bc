import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { insideRange } from "./guard.ts";
import { createOutside, type Outside, type OutsideOptions } from "./outside.ts";
import { virtualClock } from "./testing.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of pages by their path; robots.txt is not there unless it is one of them. */
async function serve(
  pages: Readonly<Record<string, Answer>>,
): Promise<{ at: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const page = pages[path];
    if (page === undefined) response.writeHead(404).end();
    else page(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))) });
  return { at: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

function outside(options: Partial<OutsideOptions> = {}): Outside & { clock: ReturnType<typeof virtualClock> } {
  const clock = virtualClock();
  const made = createOutside({ clock, version: "0.1.0", ...options });
  open.push(made);
  return { ...made, clock };
}

const text =
  (body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
const to =
  (location: string): Answer =>
  (_, response) =>
    void response.writeHead(302, { location }).end();

describe("addresses inside a network", () => {
  it.each([
    "127.0.0.1",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
  ])("%s is one", (address) => {
    expect(insideRange(address)).toBeTypeOf("string");
  });

  it("those of the internet are none", () => {
    expect(["93.184.216.34", "2606:2800:220:1::1"].map(insideRange)).toEqual([undefined, undefined]);
  });

  it.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost/",
  ])("%s that came as data is refused, and nobody is asked", async (address) => {
    await expect(outside().get(address)).rejects.toThrow(/this leads to an address inside a network \(\w+\)/);
  });

  it("are refused where a name leads there, even beside an open one", async () => {
    const { at, asked } = await serve({ "/": text("secret") });
    const port = new URL(at).port;
    const { get } = outside({
      resolve: async () => [
        { address: "93.184.216.34", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ],
    });
    await expect(get(`http://rebound.example:${port}/`)).rejects.toThrow("inside a network (loopback)");
    expect(asked).toEqual([]);
  });

  it("are refused in redirects of an address that was typed, be they its own port, a name or the metadata of a cloud", async () => {
    const other = await serve({ "/": text("secret") });
    const { at, asked } = await serve({
      "/port": to(`${other.at}/`),
      "/name": to(`http://localhost:${new URL(other.at).port}/`),
      "/metadata": to("http://169.254.169.254/latest/meta-data/"),
      "/file": to("file:///etc/passwd"),
      "/own": to("/page"),
      "/page": text("fine"),
    });
    const { get } = outside();
    for (const path of ["/port", "/name", "/metadata"]) {
      await expect(get(`${at}${path}`, { trusted: true })).rejects.toThrow("inside a network");
    }
    await expect(get(`${at}/file`, { trusted: true })).rejects.toThrow("it leads on to file:, which is not followed");
    expect((await get(`${at}/own`, { trusted: true }))?.address).toBe(`${at}/page`);
    expect(other.asked).toEqual([]);
    expect(asked).toContain("/page");
  });
});

describe("manners", () => {
  it("a server is told who asks, with a contact, and is asked for robots.txt once", async () => {
    const agents = new Set<string | undefined>();
    const { at, asked } = await serve({
      "/a": (request, response) => (agents.add(request.headers["user-agent"]), void response.end("a")),
      "/b": text("b"),
    });
    const { get } = outside({ contact: "https://rollcall.example/bot" });
    await get(`${at}/a`, { trusted: true });
    await get(`${at}/b`, { trusted: true });
    expect([...agents]).toEqual(["Rollcall/0.1.0 (+https://rollcall.example/bot)"]);
    expect(asked).toEqual(["/robots.txt", "/a", "/b"]);
  });

  it("what robots.txt does not allow is not asked for, before and after a redirect", async () => {
    const { at, asked } = await serve({
      "/robots.txt": text("User-agent: *\nDisallow: /members\n"),
      "/in": to("/members/1"),
      "/members/1": text("no"),
    });
    const { get } = outside();
    for (const path of ["/members/1", "/in"]) {
      await expect(get(`${at}${path}`, { trusted: true })).rejects.toThrow("its robots.txt does not allow this page");
    }
    expect(asked).toEqual(["/robots.txt", "/in"]);
  });

  it("a robots.txt that cannot be read forbids everything", async () => {
    const { at, asked } = await serve({
      "/robots.txt": (_, response) => void response.writeHead(503).end(),
      "/a": text("a"),
    });
    await expect(outside().get(`${at}/a`, { trusted: true })).rejects.toThrow(
      "/robots.txt: the server failed (HTTP 503)",
    );
    expect(asked).toEqual(["/robots.txt"]);
  });

  it("a host is asked once in so long, longer where its robots.txt says so", async () => {
    const { at } = await serve({ "/a": text("a"), "/b": text("b") });
    const own = outside();
    await own.get(`${at}/a`, { trusted: true });
    await own.get(`${at}/b`, { trusted: true });
    expect(own.clock.slept).toEqual([2000]);
    const slow = await serve({
      "/robots.txt": text("User-agent: rollcall\nCrawl-delay: 9\n"),
      "/a": text("a"),
      "/b": text("b"),
    });
    const other = outside();
    await other.get(`${slow.at}/a`, { trusted: true });
    await other.get(`${slow.at}/b`, { trusted: true });
    expect(other.clock.slept).toEqual([9000]);
  });

  it("what has not changed is not sent again", async () => {
    const { at } = await serve({
      "/feed": (request, response) => {
        const same =
          request.headers["if-none-match"] === '"v1"' && request.headers["if-modified-since"] === "yesterday";
        if (same) response.writeHead(304).end();
        else response.writeHead(200, { etag: '"v1"', "last-modified": "yesterday" }).end("feed");
      },
    });
    const { get } = outside();
    const first = await get(`${at}/feed`, { trusted: true });
    expect(first?.validators).toEqual({ etag: '"v1"', lastModified: "yesterday" });
    expect(
      await get(`${at}/feed`, { trusted: true, ...(first === undefined ? {} : { seen: first.validators }) }),
    ).toBeUndefined();
  });
});

describe("what is too much or broken", () => {
  it("a body without end is cut off at the limit, and the server is let go", async () => {
    let sent = 0;
    const ended = { closed: false };
    const { at } = await serve({
      "/big": (_, response) => {
        response.on("close", () => (ended.closed = true));
        const more = (): void => {
          while (!ended.closed && sent < 1024 ** 3 && response.write(Buffer.alloc(256 * 1024))) sent += 256 * 1024;
        };
        response.on("drain", more);
        more();
      },
    });
    await expect(outside({ maxBytes: 1024 * 1024 }).get(`${at}/big`, { trusted: true })).rejects.toThrow(
      "the page is larger than 1048576 bytes unpacked and was not read",
    );
    await expect.poll(() => ended.closed).toBe(true);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it("a small body that unpacks to a large one is cut off at the same limit", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100 * 1024);
    const { at } = await serve({ "/bomb": text(bomb, { "content-encoding": "gzip" }) });
    await expect(outside({ maxBytes: 1024 * 1024 }).get(`${at}/bomb`, { trusted: true })).rejects.toThrow(
      "larger than 1048576 bytes unpacked",
    );
  });

  it.each([
    ["/loop", "it leads on more than 5 times"],
    ["/nowhere", "it leads on to an address that is none"],
    ["/missing", "there is no such page (HTTP 404)"],
    ["/closed", "the page is not open to us (HTTP 403)"],
    ["/failed", "the server failed (HTTP 500)"],
    ["/slow", "no whole answer within 0.3 s"],
    ["/reset", "the connection failed"],
  ])("%s is one sentence", async (path, sentence) => {
    const { at } = await serve({
      "/loop": to("/loop"),
      "/nowhere": to("http://["),
      "/closed": (_, response) => void response.writeHead(403).end(),
      "/failed": (_, response) => void response.writeHead(500).end(),
      "/slow": (_, response) => void response.write("a"),
      "/reset": (_, response) => void response.destroy(),
    });
    const patience = path === "/slow" ? { timeoutMs: 300 } : {};
    await expect(outside(patience).get(`${at}${path}`, { trusted: true })).rejects.toThrow(sentence);
  });

  it.each(["ftp://example.com/a", "javascript:alert(1)", "not an address"])("%s is no address", async (address) => {
    await expect(outside().get(address)).rejects.toThrow("has to begin with https:// or http://");
  });

  it("a login in an address is not sent, and stands in no error", async () => {
    await expect(outside().get("https://somebody:hunter2@example.com/")).rejects.toThrow(
      "example.com: the address holds a login",
    );
  });
});

describe("a server whose keeper asks something of programs", () => {
  const demand = { domain: "localhost", perMs: 125, mail: true };

  it("is asked nothing, not even its robots.txt, without a mail address of whoever asks", async () => {
    const { at, asked } = await serve({ "/list": text("x") });
    const place = at.replace("127.0.0.1", "localhost");
    for (const contact of [undefined, "https://ops.example/contact", "ops"]) {
      const reader = outside({ demands: [demand], ...(contact === undefined ? {} : { contact }) });
      await expect(reader.get(`${place}/list`, { trusted: true })).rejects.toThrow(
        "wants a mail address of whoever asks, and is not asked without one: set record.contact in the settings, or --contact",
      );
    }
    expect(asked).toEqual([]);
    // Of a name that only ends like it nothing is asked.
    await expect(
      outside({ demands: [{ ...demand, domain: "host" }] }).get(`${place}/list`, { trusted: true }),
    ).resolves.toBeDefined();
  });

  it("is told it, and asked as often as it lets everybody", async () => {
    const agents = new Set<string | undefined>();
    const { at } = await serve({
      "/list": (request, response) => {
        agents.add(request.headers["user-agent"]);
        response.end("x");
      },
    });
    const reader = outside({ demands: [demand], contact: "ops@example.com" });
    const from = reader.clock.now();
    for (let i = 0; i < 9; i++) await reader.get(`${at.replace("127.0.0.1", "localhost")}/list`, { trusted: true });
    expect([...agents]).toEqual(["Rollcall/0.1.0 (+ops@example.com)"]);
    expect(reader.clock.now() - from).toBe(8 * 125);
  });
});
