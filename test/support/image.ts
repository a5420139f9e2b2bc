// What Docker would make of a Dockerfile, without Docker: its files in a folder of ours, and what it says of how they are run.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { z } from "zod";

/** An image: a file system, and how a program of it runs where nothing else is said. */
export interface Image {
  /** Holds what the last stage has. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly volumes: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly stopSignal: string;
  readonly exposed: readonly string[];
}

type Stage = { -readonly [K in keyof Image]: Image[K] };

const Words = z.array(z.string());
const words = (json: string): readonly string[] => Words.parse(JSON.parse(json));

/** @param folder where the stages are laid out @param context what may be copied @throws Error for an instruction that is not known here */
export function imageOf(dockerfile: string, context: string, folder: string): Image {
  const text = readFileSync(dockerfile, "utf8")
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n/g, " ");
  const stages = new Map<string, Stage>();
  let last: Stage | undefined;
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const [, instruction = "", rest = ""] = /^(\w+) +(.*)$/.exec(line) ?? [];
    if (instruction === "FROM") {
      const name = / AS (\w+)$/.exec(rest)?.[1] ?? `stage ${stages.size}`;
      last = blank(join(folder, name));
      stages.set(name, last);
    } else if (last === undefined) throw new Error("the Dockerfile begins with no image");
    else if (instruction === "COPY") copy(last, rest, stages, context);
    else if (instruction === "RUN") for (const one of rest.split("&&")) run(last, one.trim(), context);
    else note(last, instruction, rest);
  }
  if (last === undefined) throw new Error("the Dockerfile says nothing");
  return last;
}

function blank(folder: string): Stage {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    env: {},
    workdir: "/",
    user: "0:0",
    volumes: [],
    entrypoint: [],
    command: [],
    healthcheck: [],
    stopSignal: "SIGTERM",
    exposed: [],
  };
}

function note(stage: Stage, instruction: string, rest: string): void {
  if (instruction === "WORKDIR") {
    stage.workdir = rest;
    mkdirSync(join(stage.folder, rest), { recursive: true });
  } else if (instruction === "ENV") {
    const pairs = rest
      .split(/ +/)
      .map((pair): [string, string] => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""]);
    stage.env = { ...stage.env, ...Object.fromEntries(pairs) };
  } else if (instruction === "USER") stage.user = rest;
  else if (instruction === "VOLUME") stage.volumes = rest.split(/ +/);
  else if (instruction === "STOPSIGNAL") stage.stopSignal = rest;
  else if (instruction === "HEALTHCHECK") stage.healthcheck = words(rest.slice(rest.indexOf("CMD ") + 4));
  else if (instruction === "EXPOSE") stage.exposed = rest.split(/ +/);
  else if (instruction === "ENTRYPOINT") stage.entrypoint = words(rest);
  else if (instruction === "CMD") stage.command = words(rest);
  else throw new Error(`${instruction} is not known here`);
}

/** A folder's content goes to where is said, and a file into it. */
function copy(stage: Stage, rest: string, stages: ReadonlyMap<string, Stage>, context: string): void {
  const named = /^--from=(\w+) +/.exec(rest);
  const from = named === null ? context : stages.get(named[1] ?? "")?.folder;
  if (from === undefined) throw new Error(`there is no stage ${named?.[1]}`);
  const all = rest.slice(named?.[0].length ?? 0).split(/ +/);
  const to = join(stage.folder, posix.resolve(stage.workdir, all.at(-1) ?? ""));
  for (const one of all.slice(0, -1)) {
    const source = join(from, one);
    const intoFolder = !statSync(source).isDirectory() && ((all.at(-1) ?? "").endsWith("/") || all.length > 2);
    cpSync(source, intoFolder ? join(to, basename(one)) : to, { recursive: true, verbatimSymlinks: true });
  }
}

/** What the Dockerfile runs, with what has been installed here in the place of what npm would fetch. */
function run(stage: Stage, command: string, context: string): void {
  const [program, ...args] = command.split(/ +/);
  const here = join(stage.folder, stage.workdir);
  const within = (path: string): string => join(stage.folder, path);
  const modules = join(here, "node_modules");
  if (command.startsWith("npm ci ")) symlinkSync(join(context, "node_modules"), modules);
  else if (command.startsWith("npm prune --omit=dev ")) {
    rmSync(modules);
    for (const one of shipped(here)) {
      mkdirSync(dirname(join(here, one)), { recursive: true });
      symlinkSync(join(context, one), join(here, one));
    }
  } else if (program === "npm" && args[0] === "run") execFileSync("npm", args, { cwd: here, stdio: "pipe" });
  else if (program === "ln" && args[0] === "-s") {
    const [, target = "", at = ""] = args;
    mkdirSync(dirname(within(at)), { recursive: true });
    symlinkSync(within(target), within(at));
  } else if (program === "install" && args[0] === "-d") mkdirSync(within(args.at(-1) ?? ""), { recursive: true });
  else throw new Error(`RUN ${command} is not known here`);
}

/** Folders of packages that are there without those for development; another machine's Node, which npm brings as well, is not run in an image. */
function shipped(folder: string): readonly string[] {
  const Lock = z.object({
    packages: z.record(
      z.string(),
      z.object({ dev: z.boolean(), devOptional: z.boolean(), optional: z.boolean() }).partial(),
    ),
  });
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")));
  return Object.entries(packages).flatMap(([path, { dev, devOptional, optional }]) =>
    /^node_modules\/(?!.*\/node_modules\/)/.test(path) && ![dev, devOptional, optional].includes(true) ? [path] : [],
  );
}
