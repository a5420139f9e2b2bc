import { describe, expect, it } from "vitest";
import { MINUTE } from "../core/time.ts";
import { accessToken, forgetToken, type TokenRequest } from "./access-token.ts";
import { createHttp } from "./client.ts";
import { virtualClock, withServer } from "./testing.ts";

interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function asking<T>(
  say: (asked: number) => Said,
  use: (asks: {
    readonly ask: () => ReturnType<typeof accessToken>;
    readonly clock: ReturnType<typeof virtualClock>;
    readonly count: () => number;
    readonly request: TokenRequest;
  }) => Promise<T>,
): Promise<T> {
  let asked = 0;
  return withServer(
    (_, response) => {
      const { status = 200, headers = {}, body } = say(++asked);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    },
    (url) => {
      const clock = virtualClock();
      const http = createHttp({ timeoutMs: 2000, maxBytes: 100_000, userAgent: "rollcall-test" });
      const request: TokenRequest = {
        tool: "Tool",
        url,
        key: "tool app",
        form: () => ({ client_secret: "the secret" }),
        refusals: new Map([
          ["invalid_client", { code: "unauthorised", says: "make a new key" }],
          ["T0042", { code: "wrong_workspace", says: "check the tenant" }],
        ]),
        code: /T\d{4}/,
      };
      return use({ ask: () => accessToken({ clock, http }, request), clock, count: () => asked, request });
    },
  );
}

describe("a client's token", () => {
  it("is kept until two minutes before its end, and asked for anew once it was forgotten", async () => {
    const said = (n: number) => ({ body: { access_token: `token-${n}`, expires_in: "600", scope: "b a" } });
    await asking(said, async ({ ask, clock, request }) => {
      expect(await ask()).toEqual({ value: "token-1", scopes: ["a", "b"] });
      await clock.sleep(7 * MINUTE);
      expect((await ask()).value).toBe("token-1");
      await clock.sleep(MINUTE);
      expect((await ask()).value).toBe("token-2");
      forgetToken(clock, request);
      expect((await ask()).value).toBe("token-3");
    });
  });

  it.each([
    [
      "by its word",
      { error: "invalid_client" },
      "unauthorised",
      "Tool, token: refused (invalid_client): make a new key.",
    ],
    [
      "by the tool's own code first",
      { error: "invalid_client", error_description: "T0042: no" },
      "wrong_workspace",
      "Tool, token: refused (T0042): check the tenant.",
    ],
    [
      "by a code that is not known",
      { error: "x", error_description: "T0043: the secret" },
      "unauthorised",
      "Tool, token: refused (T0043); check the client, its key and what it may do.",
    ],
    [
      "by nothing that is known",
      { error: "the secret" },
      "unauthorised",
      "Tool, token: refused (HTTP 400); check the client, its key and what it may do.",
    ],
    [
      "by a page",
      "<html>the secret</html>",
      "unauthorised",
      "Tool, token: refused (HTTP 400); check the client, its key and what it may do.",
    ],
  ])("is refused %s, and never with what was sent", async (_, body, code, message) => {
    await asking(
      () => ({ status: 400, body }),
      async ({ ask, count }) => {
        await expect(ask()).rejects.toMatchObject({ code, message });
        expect(count()).toBe(1);
      },
    );
  });

  it.each([
    ["a page", "<html></html>"],
    ["another shape", { token: "x" }],
    ["a token that no header can hold", { access_token: "a\nb" }],
  ])("is none where the answer is %s", async (_, body) => {
    await asking(
      () => ({ body }),
      async ({ ask }) => {
        await expect(ask()).rejects.toMatchObject({ code: "malformed" });
      },
    );
  });

  it("is asked for again where the endpoint fails for a while", async () => {
    const said = (n: number) => (n < 3 ? { status: 503, body: {} } : { body: { access_token: "token" } });
    await asking(said, async ({ ask, count }) => {
      expect(await ask()).toEqual({ value: "token" });
      expect(count()).toBe(3);
    });
  });
});
