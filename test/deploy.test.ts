// What deploy/ promises, read out of its files; deploy-started.test.ts does what they say.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadSettings } from "../src/config/load.ts";
import { connectors } from "../src/connectors/all.ts";
import { notifiers } from "../src/notifiers/all.ts";
import { createDurations, metricsRoute } from "../src/server/metrics.ts";
import { openTestSite, WHO } from "./support/whole-site.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (name: string): string => readFileSync(join(ROOT, "deploy", name), "utf8");

describe("the image", () => {
  const file = read("Dockerfile");
  const last = file.slice(file.lastIndexOf("\nFROM "));

  it("runs as nobody in particular, without root", () => {
    expect(last).toMatch(/^USER 10001:10001$/m);
    expect(last.indexOf("USER ")).toBeGreaterThan(last.lastIndexOf("RUN "));
    expect(file).not.toMatch(/\bsudo\b|chmod (?:-R )?777|curl .*\| *sh/);
  });

  it("installs what the lock says, and runs nobody's scripts", () => {
    expect(file).toContain("npm ci --ignore-scripts");
    expect(file).not.toMatch(/npm (?:i|install) /);
  });

  it("holds everything that is shipped, and no secret", () => {
    const { files } = z
      .object({ files: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
    for (const one of files) expect(last).toMatch(new RegExp(String.raw`^COPY .*\b${one}\b`, "m"));
    expect(file).not.toMatch(/^(?:ARG|ENV).*(?:TOKEN|SECRET|PASSWORD)/m);
    expect(readFileSync(join(ROOT, ".dockerignore"), "utf8")).toMatch(/^rollcall\.yaml$/m);
  });

  it("serves, and asks itself whether it answers, by a program that runs", () => {
    expect(last).toMatch(/^CMD \["serve"/m);
    const [, command = "[]"] = /^HEALTHCHECK .* CMD (\[.*\])$/m.exec(last) ?? [];
    const [program, ...args] = z.array(z.string()).parse(JSON.parse(command));
    const served = z.array(z.string()).parse(JSON.parse(/^CMD (\[.*\])$/m.exec(last)?.[1] ?? ""));
    expect([program, ...args]).toEqual(["rollcall", "alive", ...served.slice(1)]);
    // The same program, on settings that are not there: a slip of the pen would be told otherwise.
    const bin = join(ROOT, "bin/rollcall.mjs");
    const ran = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8", timeout: 20_000 });
    expect([ran.status, ran.stdout]).toEqual([3, ""]);
    expect(ran.stderr).toContain("/etc/rollcall/rollcall.yaml");
  });
});

/** Services of which each is shut in as far as it can be. */
const Compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      read_only: z.literal(true),
      cap_drop: z.tuple([z.literal("ALL")]),
      security_opt: z.tuple([z.literal("no-new-privileges:true")]),
      ports: z.array(z.string()).optional(),
      user: z.string().optional(),
      volumes: z.array(z.string()),
      networks: z.array(z.string()),
    }),
  ),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })),
});

/** What of the machine's is mounted in a service, and can be written. */
const writable = (mounted: readonly string[], own: string): readonly string[] =>
  mounted.filter((one) => !one.startsWith(`${own}:`) && !one.endsWith(":ro"));

describe("compose.yaml", () => {
  const { services, networks } = Compose.parse(parse(read("compose.yaml")));

  it("has the proxy alone be reached, and nothing be root or written but volumes", () => {
    expect(Object.keys(services)).toEqual(["rollcall", "proxy"]);
    expect(services["rollcall"]?.ports).toBeUndefined();
    expect(services["rollcall"]?.user).toBe("10001:10001");
    expect(services["proxy"]?.ports).toContain("443:443");
    expect(networks["inside"]?.internal).toBe(true);
    expect(writable(services["rollcall"]?.volumes ?? [], "state")).toEqual([]);
    expect(JSON.stringify(services)).not.toContain("docker.sock");
  });
});

describe("compose.postgres.yaml", () => {
  const text = read("compose.postgres.yaml");
  const { services, networks } = Compose.parse(parse(text, { merge: true }));

  it("has two of the same on one database that nobody else reaches, and nothing be root or written but volumes", () => {
    const { one, two, database, proxy, ...others } = services;
    expect(others).toEqual({});
    expect(two).toEqual(one);
    expect([one?.ports, database?.ports, proxy?.ports]).toEqual([undefined, undefined, ["443:443", "80:80"]]);
    expect([one?.user, database?.user]).toEqual(["10001:10001", "999:999"]);
    expect(database?.networks).toEqual(["stored"]);
    expect([networks["inside"]?.internal, networks["stored"]?.internal]).toEqual([true, true]);
    expect(writable(one?.volumes ?? [], "state")).toEqual([]);
    expect(writable(database?.volumes ?? [], "database")).toEqual([]);
    expect(JSON.stringify(services)).not.toContain("docker.sock");
  });

  it("has no password in it, and no statement in the database's log", () => {
    expect(text).not.toMatch(/POSTGRES_PASSWORD:|PGPASSWORD/);
    expect(JSON.stringify(services["database"])).toContain("POSTGRES_PASSWORD_FILE");
    expect(services["database"]?.["command"]).toEqual(
      expect.arrayContaining(["log_statement=none", "log_min_duration_statement=-1", "log_error_verbosity=terse"]),
    );
  });

  it("sends each browser to one of the two, by names that are there", () => {
    const caddy = read("Caddyfile");
    expect(caddy).toMatch(/reverse_proxy one:8080 two:8080/);
    expect(caddy).toContain("lb_policy cookie");
  });

  it("says settings that are understood", async () => {
    const said = /^#   store:\n(?:#.*\n){2}/m.exec(text)?.[0].replaceAll(/^#   /gm, "") ?? "";
    const folder = mkdtempSync(join(tmpdir(), "rollcall-compose-"));
    const config = join(folder, "rollcall.yaml");
    writeFileSync(config, `directories: { acme: { kind: slack, token: { env: T } } }\n${said}`);
    const loaded = await loadSettings({
      env: {},
      cwd: folder,
      home: folder,
      now: 0,
      config,
      kinds: async () => ({ connectors, notifiers }),
    });
    rmSync(folder, { recursive: true });
    expect(loaded.postgres).toMatchObject({ host: "database", encrypted: false });
    expect(loaded.storePath).toBe("/var/lib/rollcall/rollcall");
    expect(services["one"]?.["expose"]).toEqual([String(loaded.serve.port)]);
  });
});

describe("rollcall.service", () => {
  const unit = read("rollcall.service");

  it.each([
    "DynamicUser=yes",
    "StateDirectory=rollcall",
    "LoadCredential=slack-token:/etc/rollcall/slack-token",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateDevices=yes",
    "RestrictNamespaces=yes",
    "SystemCallFilter=@system-service",
    "Restart=always",
    "UMask=0077",
  ])("says %s", (line) => {
    expect(unit.split("\n")).toContain(line);
  });

  it("serves", () => {
    expect(unit).toMatch(/^ExecStart=.*rollcall\.mjs serve /m);
  });

  it.skipIf(!existsSync("/usr/bin/systemd-analyze"))("is understood by systemd", () => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-unit-"));
    const path = join(folder, "rollcall.service");
    writeFileSync(path, unit);
    const { status, stderr, stdout } = spawnSync("systemd-analyze", ["verify", "--man=no", path], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    const said = `${stdout}${stderr}`.split("\n").filter((line) => line.includes("rollcall.service"));
    expect([status, said]).toEqual([0, []]);
  });
});

describe("alerts.yml", () => {
  const rules = z
    .strictObject({
      groups: z.array(
        z.strictObject({
          name: z.string(),
          rules: z.array(
            z.strictObject({
              alert: z.string().regex(/^Rollcall[A-Z]\w+$/),
              expr: z.string(),
              for: z.string().regex(/^\d+[smh]$/),
              labels: z.strictObject({ severity: z.enum(["critical", "warning"]) }),
              annotations: z.strictObject({ summary: z.string(), description: z.string() }),
            }),
          ),
        }),
      ),
    })
    .parse(parse(read("alerts.yml")))
    .groups.flatMap((group) => group.rules);

  it("tells of a process that is down, a directory that is blind and messages that were given up", () => {
    expect(rules.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining(["RollcallDown", "RollcallDirectoryBlind", "RollcallDeliveriesFailed"]),
    );
  });

  it("asks for metrics that there are, by labels that they have", async () => {
    const stand = await openTestSite();
    const told = await (await stand.ask("/metrics", WHO.operator)).text();
    await stand.close();
    expect(metricsRoute(createDurations()).path).toBe("/metrics");
    for (const { expr } of rules) {
      for (const [name] of expr.matchAll(/rollcall_\w+(?:\{[^}]*\})?/g))
        expect(told).toContain(name.replace(/\}$/, ""));
    }
  });
});

it("each file of deploy/ is one that is looked at here", () => {
  expect(readdirSync(join(ROOT, "deploy")).toSorted()).toEqual([
    "Caddyfile",
    "Dockerfile",
    "alerts.yml",
    "compose.postgres.yaml",
    "compose.yaml",
    "rollcall.service",
  ]);
});
