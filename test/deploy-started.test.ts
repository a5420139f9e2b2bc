// What deploy/ promises, done: the image's files as its Dockerfile lays them out, and the services of the compose files as processes
// with their commands, environments, users, files and health checks, on a real PostgreSQL. What needs Docker itself (networks, limits,
// what the kernel is to refuse) is read in deploy.test.ts.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { createWorld, type FakeSlack, startFakeSlack } from "../src/connectors/slack/fake/index.ts";
import { noPostgres, programs, somebody } from "../src/stores/fake/postgres.ts";
import { ask } from "./e2e/serving.ts";
import { jsonLines, staffOf } from "./e2e/stage.ts";
import { type Container, containerOf, type Running, Service } from "./support/container.ts";
import { type Image, imageOf } from "./support/image.ts";
import { freePort } from "./support/ports.ts";

const ROOT = join(import.meta.dirname, "..");
const DEPLOY = join(ROOT, "deploy");
const read = (name: string): string => readFileSync(join(DEPLOY, name), "utf8");
const why = noPostgres();
if (why !== undefined) process.stderr.write(`Not tested here: what compose.postgres.yaml starts: ${why}.\n`);

const PASSWORD = "of the database, of this test";
const TOLD = "rollcall.example.com";

let folder = "";
let image: Image;
let slack: FakeSlack & { readonly url: string };
const running: Running[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-deploy-"));
  chmodSync(folder, 0o755);
  image = imageOf(join(DEPLOY, "Dockerfile"), ROOT, join(folder, "image"));
  slack = await startFakeSlack({
    world: createWorld({ seed: 11, accounts: 80, now: Date.now() - 1000 }),
    rateLimits: false,
    scopes: ["users:read", "users:read.email", "team:read"],
  });
}, 120_000);
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});
afterAll(async () => {
  await slack.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

function servicesOf(name: string): Readonly<Record<string, Service>> {
  const { services } = z
    .object({ services: z.record(z.string(), z.unknown()) })
    .parse(parse(read(name), { merge: true }));
  return Object.fromEntries(
    Object.entries(services).flatMap(([service, one]) => (service === "proxy" ? [] : [[service, Service.parse(one)]])),
  );
}

/** The settings that the comments of a compose file say, with what they leave out. */
function settings(more: string): string {
  const said = /^# {3}(serve: .*)$/m.exec(read("compose.yaml"))?.[1] ?? "";
  const signIn = `{ issuer: "https://login.example.com", clientId: rollcall, clientSecret: { file: /run/secrets/client-secret }, audiences: { identity: [staff] } }`;
  expect(said).toContain("signIn: { … }");
  return `purpose: { text: Verify off-boarding, authorisedBy: "CISO, 2026-11-20", contact: it@acme.example }
directories:
  acme: { kind: slack, token: { file: /run/secrets/slack-token }, api: "${slack.url}", pace: { perMinute: 100, pageSize: 40 } }
audiences: { identity: { sees: named, who: Identity team, reason: verify off-boarding, until: ${inNinetyDays()} } }
watch: { every: 5s }
${said.replace("signIn: { … }", `signIn: ${signIn}`)}
${more}`;
}

function inNinetyDays(): string {
  return new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
}

/** What stands beside a compose file where somebody has followed its comments. */
function besideOf(name: string, more: string): string {
  const beside = join(folder, `beside-${name}`);
  mkdirSync(beside);
  writeFileSync(join(beside, "rollcall.yaml"), settings(more));
  // As editors and `echo` leave them.
  writeFileSync(join(beside, "slack-token"), `${slack.token}\n`);
  writeFileSync(join(beside, "client-secret"), "of the client, of this test\n");
  for (const one of ["database-password", "database-password-of-server"])
    writeFileSync(join(beside, one), `${PASSWORD}\n`);
  copyFileSync(join(DEPLOY, "Caddyfile"), join(beside, "Caddyfile"));
  return beside;
}

/** As Docker asks, though more often: so often, and between two times so long. */
async function healthy(container: Container, { said }: Running): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { code, err } = await container.healthcheck();
    if (code === 0) return;
    if (tries >= 30) throw new Error(`It did not come to answer: ${err}${said()}`);
    await pause(500);
  }
}

function started(container: Container): Running {
  const one = container.start();
  running.push(one);
  return one;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error("It did not come to that in time.");
    await pause(250);
  }
}

/** How often somebody is among those who left, by what a command in the container says. */
const told = async (container: Container, id: string): Promise<number> => {
  const { code, out, err } = await container.run([
    "rollcall",
    "departures",
    "--json",
    "--config",
    "/etc/rollcall/rollcall.yaml",
  ]);
  expect(code, err).toBe(0);
  return jsonLines(out).filter((line) => JSON.stringify(line).includes(id)).length;
};

const statusAt = async (port: number, path: string, host: string): Promise<number> =>
  (
    await ask(`http://127.0.0.1:${port}${path}`, {
      headers: { host, "x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.7" },
    })
  ).status;

describe("compose.yaml", () => {
  it("starts one that answers its health check and its proxy, tells who left, writes to its volume alone, and ends when it is told to", async () => {
    const { rollcall } = servicesOf("compose.yaml");
    if (rollcall === undefined) throw new Error("there is no such service");
    const port = await freePort();
    const container = containerOf(image, rollcall, {
      folder: join(folder, "alone"),
      beside: besideOf("alone", "store: { path: /var/lib/rollcall/rollcall.db }\n"),
      volumes: join(folder, "volumes-alone"),
      rewritten: (text) => text.replace("serve: {", `serve: { port: ${port},`),
    });
    const before = container.fixed();
    expect((await container.healthcheck()).code).not.toBe(0);
    const one = started(container);
    await healthy(container, one);
    await until(async () => (await statusAt(port, "/readyz", TOLD)) === 200);
    const [gone = ""] = staffOf(slack, 1);
    slack.acts.deactivate(gone);
    await until(async () => (await told(container, gone)) === 1);
    expect(await statusAt(port, "/departures", TOLD)).toBe(401);
    const { code, seconds } = await container.stop(one);
    expect(code, one.said()).toBe(0);
    expect(seconds).toBeLessThan(Number.parseInt(rollcall.stop_grace_period ?? "10", 10));
    expect(container.fixed()).toEqual(before);
    expect(readdirSync(join(folder, "volumes-alone/state"))).toEqual(expect.arrayContaining(["rollcall.db"]));
  }, 120_000);
});

/** How the proxy asks whether one of its two is well: by the name under which it reaches it, unless it is told another. */
const health = {
  uri: /^\s*health_uri (\S+)$/m.exec(read("Caddyfile"))?.[1] ?? "",
  host: /^\s*health_headers \{\s*Host (\S+)\s*\}/m.exec(read("Caddyfile"))?.[1],
};
const upstreams = (): readonly string[] => /^\s*reverse_proxy (.*) \{$/m.exec(read("Caddyfile"))?.[1]?.split(" ") ?? [];

/** What the image of PostgreSQL does before its command, where its folder is empty: it makes the database with a server that nobody reaches. */
const INITIALISED = `set -e
export PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
printf '%s\\n' "$PGPASSWORD" > "$TMPDIR/password"
eval 'initdb --username="$POSTGRES_USER" --pwfile="$TMPDIR/password" '"$POSTGRES_INITDB_ARGS" > "$TMPDIR/log"
printf '\\nhost all all all scram-sha-256\\n' >> "$PGDATA/pg_hba.conf"
printf "port = $PGPORT\\nunix_socket_directories = '$PGHOST'\\nlisten_addresses = '127.0.0.1'\\n" >> "$PGDATA/postgresql.conf"
pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -l "$TMPDIR/log" -w start > /dev/null
psql -v ON_ERROR_STOP=1 --no-psqlrc -q -U "$POSTGRES_USER" -d postgres -c "create database \\"$POSTGRES_DB\\""`;

describe.skipIf(why !== undefined)("compose.postgres.yaml", () => {
  /** PostgreSQL's image as this machine has it: its programs, where its data are, and a port that is free. */
  const postgresImage = (port: number): Image => {
    const own = join(folder, "image", "postgres");
    mkdirSync(join(own, "usr/local"), { recursive: true });
    symlinkSync(programs() ?? "", join(own, "usr/local/bin"));
    const env = { PGDATA: "/var/lib/postgresql/data", PGHOST: "/var/run/postgresql", PGPORT: String(port) };
    return { ...image, folder: own, workdir: "/", env, entrypoint: [], command: ["postgres"] };
  };

  it("starts a database that is not said to be ready before it is, and two on it of which one goes on alone", async () => {
    const { one, two, database } = servicesOf("compose.postgres.yaml");
    if (one === undefined || two === undefined || database === undefined) throw new Error("a service is missing");
    const [port, ...ports] = [await freePort(), await freePort(), await freePort()];
    const said = /^#   store:\n(?:#.*\n){2}/m.exec(read("compose.postgres.yaml"))?.[0].replaceAll(/^#   /gm, "") ?? "";
    const beside = besideOf("both", said);
    const volumes = join(folder, "volumes-both");
    const { uid, gid } = somebody();
    const server = containerOf(
      postgresImage(port),
      uid === undefined ? database : { ...database, user: `${uid}:${gid}` },
      { folder: join(folder, "database"), beside, volumes },
    );
    const made = await server.run(["sh", "-c", INITIALISED]);
    expect(made.code, made.err).toBe(0);
    expect((await server.healthcheck()).code).not.toBe(0);
    await server.run(["sh", "-c", 'pg_ctl -D "$PGDATA" -m fast -w stop']);
    const serving = started(server);
    await healthy(server, serving);

    const containers = [one, two].map((service, i) =>
      containerOf(image, service, {
        folder: join(folder, ["one", "two"][i] ?? ""),
        beside,
        volumes,
        rewritten: (text) =>
          text
            .replace("serve: {", `serve: { port: ${ports[i]},`)
            .replace("host: database", `host: 127.0.0.1, port: ${port}`),
      }),
    );
    const [first, second] = containers;
    if (first === undefined || second === undefined) throw new Error("there are two");
    const before = containers.map((container) => container.fixed());
    // At once, on a database in which nothing is, and with keys that nobody has made.
    const [killed, other] = [started(first), started(second)];
    await Promise.all([healthy(first, killed), healthy(second, other)]);
    const [reached = "", ...others] = upstreams();
    expect([reached, ...others]).toEqual(["one:8080", "two:8080"]);
    for (const at of ports)
      for (const upstream of upstreams()) expect(await statusAt(at, health.uri, health.host ?? upstream)).toBe(200);
    for (const at of ports) await until(async () => (await statusAt(at, "/readyz", TOLD)) === 200);

    const [gone = "", later = ""] = staffOf(slack, 3).slice(1);
    slack.acts.deactivate(gone);
    await until(async () => (await told(first, gone)) === 1);
    killed.child.kill("SIGKILL");
    await killed.ended;
    slack.acts.deactivate(later);
    await until(async () => (await told(second, later)) === 1);
    const again = started(first);
    await healthy(first, again);
    expect(await told(first, gone)).toBe(1);

    // Brought up to date: what is open ends, and those on it go on when it is there again.
    const stopped = await server.stop(serving);
    expect([stopped.code, stopped.seconds < 60]).toEqual([0, true]);
    const serves = started(server);
    await healthy(server, serves);
    for (const at of ports) await until(async () => (await statusAt(at, "/readyz", TOLD)) === 200);
    const ends = await Promise.all([first.stop(again), second.stop(other)]);
    for (const { code, err, seconds } of ends) {
      expect(code, err).toBe(0);
      expect(seconds).toBeLessThan(60);
    }
    const verified = await second.run(["rollcall", "doctor", "--config", "/etc/rollcall/rollcall.yaml"]);
    expect(verified.out).toContain("database rollcall, schema rollcall, sound");
    expect((await server.stop(serves)).code).toBe(0);
    for (const log of [serving, serves]) {
      expect(log.said()).not.toMatch(/STATEMENT|insert|select|U[A-Z0-9]{8}/);
      expect(log.said()).toContain("database system is ready");
    }
    expect(containers.map((container) => container.fixed())).toEqual(before);
  }, 180_000);
});
