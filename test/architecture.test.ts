import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..", "src");
const LONGEST = 400;

interface Import {
  /** A path within src, or the name of a package. */
  readonly target: string;
  /** `import type` and `export type` leave nothing behind that runs. */
  readonly typeOnly: boolean;
}

/** The import and export declarations of a module, and its dynamic imports, as they are written. */
function importsOf(code: string): Import[] {
  const declared =
    /^[ \t]*(?:import|export)[ \t]+(?<type>type[ \t]+)?(?:[\w$\s{},*]+?\sfrom\s*)?"(?<target>[^"\n]+)"/gm;
  const dynamic = /\bimport\s*\(\s*["'`](?<target>[^"'`\n]+)["'`]/g;
  return [...code.matchAll(declared), ...code.matchAll(dynamic)].map(({ groups }) => ({
    target: groups?.["target"] ?? "",
    typeOnly: groups?.["type"] !== undefined,
  }));
}

interface Module {
  readonly path: string;
  readonly code: string;
  readonly imports: readonly Import[];
}

function inSrc(from: string, target: string): string {
  return target.startsWith(".") ? posix.normalize(posix.join(posix.dirname(from), target)) : target;
}

const everything = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((path) => path.split(sep).join("/"))
  .filter((path) => /\.tsx?$/.test(path))
  .map((path): Module => {
    const code = readFileSync(join(SRC, path), "utf8");
    return { path, code, imports: importsOf(code).map((one) => ({ ...one, target: inSrc(path, one.target) })) };
  });
/** Tests may see what they test, and what they need for it. */
const modules = everything.filter(({ path }) => !/\.test\.tsx?$/.test(path));
const known = new Set(everything.map(({ path }) => path));

/** What a room may import of src: folders end with a slash. `wire/` knows every side and has no rule. */
const SEES: Readonly<Record<string, readonly string[]>> = {
  "core/": ["core/"],
  "app/": ["app/", "core/"],
  // Bytes and tables of files, for whoever reads foreign ones.
  "files/": ["files/", "core/"],
  // Lists in answers are cut as those in files are.
  "http/": ["http/", "app/ports.ts", "core/", "files/cut-list.ts"],
  "stores/": ["stores/", "app/ports.ts", "core/"],
  "config/": ["config/", "app/", "core/"],
  // What an audience of counts is shown is made of its ledger, and of nothing else that anybody knows; what the people
  // concerned are shown of the watching, of the purpose record.
  "reports/": [
    "reports/",
    "core/disclosure/grant.ts",
    "core/disclosure/purpose.ts",
    "core/ledger/ledger.ts",
    "core/ledger/report.ts",
    "core/ledger/rules.ts",
    "core/json-text.ts",
    "core/time.ts",
    "messages/csv.ts",
    "messages/report.ts",
    "messages/time.ts",
    "messages/words.ts",
    "messages/wrap.ts",
  ],
  "messages/": ["messages/", "app/explain.ts", "app/ports.ts", "core/"],
  "connectors/index.ts": ["connectors/", "app/kinds.ts", "app/ports.ts"],
  "connectors/all.ts": ["connectors/index.ts", "app/kinds.ts"],
  // What the contract suite reads and breaks: a stand of each connector.
  "connectors/fake/": ["connectors/"],
  // A connector's own folder is added below; none sees another's.
  "connectors/": [
    "app/ports.ts",
    "app/read-snapshot.ts",
    "app/secret-ref.ts",
    "app/setting-parts.ts",
    "core/",
    "files/",
    "http/",
    // What the contract suite wants of a stand.
    "connectors/testing.ts",
  ],
  "sources/index.ts": ["sources/", "app/source-port.ts"],
  // Public registers, feeds and files of job cuts; one folder or file a kind, which none sees another's of.
  "sources/": ["sources/", "app/ports.ts", "app/record-port.ts", "app/source-port.ts", "core/", "files/", "http/"],
  // Language models that propose claims.
  "models/": ["models/", "app/model-port.ts", "app/ports.ts", "core/", "http/"],
  "notifiers/index.ts": ["notifiers/", "app/kinds.ts", "app/ports.ts"],
  "notifiers/all.ts": ["notifiers/index.ts", "app/kinds.ts"],
  // None sees another; a file that begins with a notifier's name is a part of it.
  "notifiers/": ["notifiers/", "app/ports.ts", "app/secret-ref.ts", "core/", "http/", "messages/"],
  // Messages to Slack go to the fake workspace that the demo and the connector's tests run on.
  "notifiers/fake/": ["notifiers/", "connectors/slack/fake/", "app/ports.ts", "core/", "http/"],
  "clock.ts": ["app/ports.ts", "core/"],
  // The simulated company is fake tools and what happens in them.
  "demo/": ["demo/", "connectors/slack/", "connectors/okta/", "connectors/github/", "app/", "core/", "messages/"],
  "server/": ["server/", "web/", "app/", "core/", "messages/", "reports/"],
  // Pages: what they load and what they show. They know no server.
  "web/": ["web/", "app/", "charts/", "core/", "messages/", "reports/"],
  // The record as files: the same pages, feeds and tables as are served.
  "site/": ["site/", "server/record-files.ts", "server/route.ts", "web/", "app/", "core/", "messages/"],
  // The solver that goes over what was published; loaded by the command that asks for it alone.
  "solvers/": ["solvers/", "core/"],
  "charts/": ["charts/", "core/", "messages/"],
  "cli/": ["cli/", "app/", "charts/", "core/", "messages/", "reports/", "wire/"],
};

/** The packages of these rooms; the others need what their tool needs, as package.json lists it. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "core/": ["node:crypto", "node:util"],
  "app/": ["croner", "node:crypto", "zod"],
};

function roomOf(path: string): string | undefined {
  return Object.keys(SEES)
    .filter((room) => path.startsWith(room))
    .toSorted((a, b) => b.length - a.length)[0];
}

function allowed(path: string, room: string): readonly string[] {
  const own = room === "connectors/" ? [path.split("/").slice(0, 2).join("/") + "/"] : [];
  // A fake that is a process of its own has to be told a port.
  const ports = path.includes("/fake/") ? ["../test/support/ports.ts"] : [];
  return [...(SEES[room] ?? []), ...own, ...ports];
}

/** `a -> b` for each import that a module must not have. */
function offences(of: readonly Module[], forbidden: (module: Module, one: Import) => boolean): string[] {
  return of.flatMap((module) =>
    module.imports.filter((one) => forbidden(module, one)).map(({ target }) => `${module.path} -> ${target}`),
  );
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/.*$/gm, "");
}

describe("how imports are read", () => {
  it("all forms are found, and those that leave nothing behind are told apart", () => {
    const code = [
      'import { a } from "./a.ts";',
      "import {",
      "  type B,",
      '} from "./b.ts";',
      'import type { C } from "./c.ts";',
      'export { d } from "./d.ts";',
      'export type { E } from "./e.ts";',
      'export * from "./f.ts";',
      'import "./g.ts";',
      'const h = await import("./h.ts");',
      'import json from "./i.json" with { type: "json" };',
      'export const j = "./no.ts";',
      'export interface K extends Omit<A, "./no.ts"> {}',
      'export type L = "./no.ts";',
      'const sentence = "taken from";',
    ].join("\n");
    const found = importsOf(code);
    expect(found.map(({ target }) => target).toSorted()).toEqual(
      ["a.ts", "b.ts", "c.ts", "d.ts", "e.ts", "f.ts", "g.ts", "h.ts", "i.json"].map((name) => `./${name}`),
    );
    expect(found.filter(({ typeOnly }) => typeOnly).map(({ target }) => target)).toEqual(["./c.ts", "./e.ts"]);
  });

  it("every one within src is a file that is there", () => {
    expect(modules.length).toBeGreaterThan(50);
    expect(offences(modules, ({ path }, { target }) => isOurs(path, target) && !known.has(target))).toEqual([]);
  });
});

/** The modules that run where this one does. */
function reached(path: string): string[] {
  const found = new Set([path]);
  for (const one of found) {
    const imports = modules.find((module) => module.path === one)?.imports ?? [];
    for (const { target, typeOnly } of imports) if (!typeOnly && known.has(target)) found.add(target);
  }
  return [...found].toSorted();
}

function isOurs(path: string, target: string): boolean {
  const written = relative(SRC, join(SRC, dirname(path), target));
  return target.endsWith(".ts") && !target.startsWith("..") && !written.startsWith("..");
}

describe("everything points inward", () => {
  it("each module stands in a room that has a rule", () => {
    expect(
      modules.map(({ path }) => path).filter((path) => !path.startsWith("wire/") && roomOf(path) === undefined),
    ).toEqual([]);
  });

  it.each(Object.keys(SEES))("%s sees no more than it may", (room) => {
    const mine = modules.filter(({ path }) => roomOf(path) === room);
    expect(
      offences(mine, ({ path }, { target }) => {
        if (!target.endsWith(".ts") && !target.endsWith(".tsx")) return false;
        return !allowed(path, room).some((place) => target.startsWith(place));
      }),
    ).toEqual([]);
  });

  it.each(Object.entries(PACKAGES))("%s needs no package but %j", (room, packages) => {
    const mine = modules.filter(({ path }) => path.startsWith(room));
    expect(offences(mine, (_, { target }) => !target.endsWith(".ts") && !packages.includes(target))).toEqual([]);
  });

  it("the ports name zod's types and run none of it", () => {
    const ports = modules.filter(({ path }) => path === "app/ports.ts");
    expect(offences(ports, (_, { typeOnly }) => !typeOnly).filter((one) => one.endsWith(" zod"))).toEqual([]);
  });

  it("what shows counts reads the ledger from the store, and knows nobody who left", () => {
    const shows = new Map<string, readonly string[]>([
      ["app/published.ts", ["core/errors.ts", "core/ledger/ledger.ts", "core/ledger/rules.ts", "app/ports.ts"]],
      // What a message says of a release.
      [
        "app/released-report.ts",
        ["core/errors.ts", "core/ledger/ledger.ts", "core/ledger/report.ts", "core/ledger/rules.ts", "app/ports.ts"],
      ],
      ["messages/report.ts", ["core/ledger/report.ts", "messages/words.ts"]],
      [
        "web/pages/report.tsx",
        [
          "app/published.ts",
          "charts/steps.ts",
          "core/disclosure/viewer.ts",
          "core/errors.ts",
          "core/ledger/report.ts",
          "messages/report.ts",
          "messages/time.ts",
          "messages/words.ts",
          "web/page.ts",
          "zod",
          "web/parts/chart.tsx",
          "web/parts/table.tsx",
        ],
      ],
      [
        "server/report-downloads.ts",
        ["app/published.ts", "core/disclosure/viewer.ts", "reports/report.ts", "server/route.ts"],
      ],
      [
        "cli/commands/report.ts",
        ["app/published.ts", "cli/command.ts", "core/errors.ts", "reports/report.ts", "wire/settings.ts"],
      ],
    ]);
    const mine = modules.filter(({ path }) => shows.has(path));
    expect(mine.map(({ path }) => path).toSorted()).toEqual([...shows.keys()].toSorted());
    expect(reached("app/released-report.ts")).toEqual([
      "app/released-report.ts",
      "core/digest.ts",
      "core/errors.ts",
      "core/ledger/ledger.ts",
      "core/ledger/report.ts",
      "core/time.ts",
    ]);
    expect(offences(mine, ({ path }, { target }) => shows.get(path)?.includes(target) !== true)).toEqual([]);
    expect(reached("reports/report.ts")).toEqual([
      "core/errors.ts",
      "core/json-text.ts",
      "core/ledger/report.ts",
      "core/time.ts",
      "messages/csv.ts",
      "messages/report.ts",
      "messages/words.ts",
      "reports/markup.ts",
      "reports/report.ts",
    ]);
    const published = mine.find(({ path }) => path === "app/published.ts");
    expect(published?.imports.find(({ target }) => target === "app/ports.ts")?.typeOnly).toBe(true);
    // Of the store, the ledger and whose it is; the compiler holds the rest.
    expect(published?.code).toContain('Pick<StoreReader, "counted" | "ledger">');
    expect(published?.code).toContain('Pick<StoreReader, "counted" | "releases">');
    const told = mine.find(({ path }) => path === "app/released-report.ts");
    expect(told?.imports.find(({ target }) => target === "app/ports.ts")?.typeOnly).toBe(true);
    expect(told?.code).toContain('Pick<StoreReader, "release">');
    for (const path of ["web/pages/report.tsx", "server/report-downloads.ts"]) {
      // The store goes to what reads the ledger out of it, and nothing is asked of it here.
      expect(mine.find((module) => module.path === path)?.code).not.toMatch(/\bstore\.(?!,)/);
    }
    const command = mine.find(({ path }) => path === "cli/commands/report.ts");
    expect([...(command?.code ?? "").matchAll(/\bstore\.(\w+)/g)].map(([, method]) => method)).toEqual(["close"]);
  });

  it("what shows the watching to the people concerned reads the versions of the purpose record, and knows nobody who left", () => {
    const shows = new Map<string, readonly string[]>([
      [
        "app/transparency.ts",
        [
          "app/audit.ts",
          "app/ports.ts",
          "core/audit/verify.ts",
          "core/disclosure/purpose.ts",
          "core/errors.ts",
          "core/time.ts",
        ],
      ],
      [
        "cli/commands/transparency.ts",
        ["cli/command.ts", "messages/words.ts", "reports/page.ts", "reports/transparency.ts", "wire/transparency.ts"],
      ],
    ]);
    const mine = modules.filter(({ path }) => shows.has(path));
    expect(mine.map(({ path }) => path).toSorted()).toEqual([...shows.keys()].toSorted());
    expect(offences(mine, ({ path }, { target }) => shows.get(path)?.includes(target) !== true)).toEqual([]);
    const [reads] = mine;
    const ports = reads?.imports.filter(({ target }) => target === "app/ports.ts" || target === "app/audit.ts");
    expect(ports?.every(({ typeOnly }) => typeOnly)).toBe(true);
    // Of the store its versions, of the files the last checkpoint; the compiler holds the rest.
    expect(reads?.code).toContain('Pick<StoreReader, "purposes">');
    expect(reads?.code).toContain('Pick<AuditFiles, "lastCheckpoint">');
  });

  it("nothing that reads a real tool knows its fake", () => {
    const real = modules.filter(({ path }) => path.startsWith("connectors/") && !path.includes("/fake/"));
    expect(offences(real, (_, { target }) => target.includes("/fake/"))).toEqual([]);
  });
});

describe("the outside", () => {
  it("is talked to over HTTP by http/ alone, over LDAP in one place and to PostgreSQL in one; fakes are servers, and server/ is one", () => {
    const talks = new Set(["connectors/ldap/connection.ts", "stores/postgres.ts"]);
    const others = modules.filter(
      ({ path }) => !path.startsWith("http/") && !path.includes("/fake/") && !talks.has(path),
    );
    const transports = /^(?:node:)?(?:https?|http2|net|tls|dgram)$|^undici(?:\/|$)/;
    const serves = ({ path, code }: Module, target: string): boolean =>
      path.startsWith("server/") &&
      /^node:https?$/.test(target) &&
      !/\b(?:request|get|Agent)\b[^;]*"node:https?"/.test(withoutComments(code));
    expect(
      offences(
        others,
        (module, { target, typeOnly }) => transports.test(target) && !typeOnly && !serves(module, target),
      ),
    ).toEqual([]);
    const fetches = others.filter(({ code }) => /(?<![.\w])fetch\s*\(|globalThis\.fetch/.test(withoutComments(code)));
    expect(fetches.map(({ path }) => path)).toEqual([]);
  });

  it("does not reach the core: no clock, no chance, no process, no console", () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bconsole\.|\bsetTimeout\b|\brandomUUID\b/;
    const core = modules.filter(({ path, code }) => path.startsWith("core/") && impure.test(withoutComments(code)));
    expect(core.map(({ path }) => path)).toEqual([]);
  });
});

describe("each file", () => {
  it(`has at most ${LONGEST} lines`, () => {
    const long = everything.filter(({ code }) => code.trimEnd().split("\n").length > LONGEST);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("is in no circle of imports; types, which leave nothing behind, may refer to each other", () => {
    const next = new Map(
      modules.map(({ path, imports }) => [
        path,
        imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target),
      ]),
    );
    expect(circles(next)).toEqual([]);
    expect(
      circles(
        new Map([
          ["a", ["b"]],
          ["b", ["c", "d"]],
          ["c", ["a"]],
          ["d", []],
        ]),
      ),
    ).toEqual(["a -> b -> c -> a"]);
  });
});

/** The first circle that each walk meets, as `a -> b -> a`. */
function circles(next: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of next.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return found;
}
