import { execFileSync } from "node:child_process";
import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../core/secret.ts";
import { CLIENT, SECRET, TENANT } from "./fake/index.ts";
import { graph } from "./index.ts";
import { startTenant, type Tenant } from "./fake/testing.ts";

let folder = "";
let pem = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-graph-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=rollcall"];
  execFileSync("openssl", ["req", ...made, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  pem = readFileSync(key, "utf8") + readFileSync(certificate, "utf8");
});
afterAll(() => rmSync(folder, { recursive: true }));

let tenant: Tenant | undefined;
afterEach(async () => {
  await tenant?.fake.close();
  tenant = undefined;
});
const start = async (...options: Parameters<typeof startTenant>) => (tenant = await startTenant(...options));

const part = (jwt: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split(".")[index] ?? "", "base64url").toString()) as Record<string, unknown>;

describe("the app's token", () => {
  it("is given for an assertion that the certificate's key signs, for this endpoint and a few minutes", async () => {
    const certificate = new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE")));
    const seen: string[] = [];
    const { reading, snapshot, clock } = await start({
      takesAssertion: (jwt, audience) => {
        seen.push(jwt);
        const [head = "", body = "", signature = ""] = jwt.split(".");
        const { aud, iss, sub, exp, iat, jti } = part(jwt, 1);
        const now = clock.now() / 1000;
        return (
          verify("sha256", Buffer.from(`${head}.${body}`), createPublicKey(pem), Buffer.from(signature, "base64url")) &&
          part(jwt, 0)["x5t#S256"] === createHash("sha256").update(certificate.raw).digest("base64url") &&
          aud === audience &&
          iss === CLIENT &&
          sub === CLIENT &&
          typeof jti === "string" &&
          Number(iat) <= now &&
          Number(exp) - now === 300
        );
      },
    });
    const settings = { certificate: new Secret(pem, "file app.pem") };
    expect((await snapshot(settings)).accounts).toHaveLength(12);
    expect(seen).toHaveLength(1);
    expect(await graph.check(reading(settings))).toEqual({ identity: TENANT, scopes: ["User.Read.All"] });
  });

  it.each([
    ["nothing of the kind", () => "hello"],
    ["a key alone", () => pem.slice(0, pem.indexOf("-----BEGIN CERTIFICATE"))],
    ["a key that is broken", () => pem.replace(/(PRIVATE KEY-----\n).{40}/, "$1AAAA")],
  ])("is not asked for with %s, and the error holds none of it", async (_, value) => {
    const { reading, fake } = await start();
    const secret = new Secret(value(), "file app.pem");
    const error: unknown = await graph.snapshot(reading({ certificate: secret })).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: "bad_secret" });
    expect(String(error)).toContain("file app.pem");
    expect(String(error)).not.toMatch(/hello|BEGIN|AAAA/);
    expect(fake.asked).toEqual([]);
  });

  it("is refused with what to do, by Microsoft's own number, and never with what was sent", async () => {
    const { reading, fake } = await start();
    const wrong = new Secret("wrong~secret", "env GRAPH_SECRET");
    const other = "11111111-2222-4333-8444-555555555555";
    for (const [settings, number] of [
      [{ secret: wrong }, "AADSTS7000215"],
      [{ clientId: other }, "AADSTS700016"],
    ] as const) {
      const snapshot = await graph.snapshot(reading(settings));
      if (snapshot.complete) throw new Error("It was read.");
      expect(snapshot.health).toBe("unauthorised");
      expect(snapshot.reason).toContain(number);
      expect(snapshot.reason).not.toMatch(/wrong~secret|Trace/);
      expect(snapshot.reason).not.toContain(SECRET);
    }
    expect(fake.asked.every(({ method }) => method === "POST")).toBe(true);
  });

  it("with another tenant in it than the settings name is not used", async () => {
    const { fake, reading } = await start();
    const read = reading();
    const http = {
      send: (request: Parameters<typeof read.http.send>[0]) =>
        read.http.send({ ...request, url: request.url.replace("99999999-0d4e-4f5a-8b6c-7d8e9f0a1b2c", TENANT) }),
    };
    const settings = { ...read.settings, tenant: "99999999-0d4e-4f5a-8b6c-7d8e9f0a1b2c" };
    expect(await graph.snapshot({ ...read, http, settings })).toMatchObject({
      complete: false,
      health: "wrong_workspace",
    });
    expect(fake.asked).toHaveLength(1);
  });

  it("that may do more than is needed is refused before anybody is read, unless the settings allow it", async () => {
    const roles = ["User.Read.All", "Mail.Read"];
    const { reading, snapshot, fake } = await start({ roles });
    await expect(graph.snapshot(reading())).rejects.toMatchObject({ code: "refused_scope" });
    expect(fake.asked).toHaveLength(1);
    expect((await snapshot({ allowScopes: ["Mail.Read"] })).scopes).toEqual(["Mail.Read", "User.Read.All"]);
  });

  it("without the needed right is a lost right; one that holds it is enough", async () => {
    const none = await start({ roles: [] });
    expect(await graph.snapshot(none.reading())).toMatchObject({ complete: false, health: "scope_lost" });
    await none.fake.close();
    const more = await start({ roles: ["Directory.Read.All"] });
    const allowed = { allowScopes: ["Directory.Read.All"] };
    expect((await more.snapshot(allowed)).accounts).toHaveLength(12);
  });
});
