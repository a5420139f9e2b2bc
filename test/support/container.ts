// What Docker would make of a service of a compose file, without Docker: a process with that environment, that user and those files,
// whose paths lead into a folder of ours.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Image } from "./image.ts";

/** What is looked at of a service. */
export const Service = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  healthcheck: z
    .object({ test: z.tuple([z.literal("CMD")], z.string()), retries: z.number(), interval: z.string() })
    .optional(),
  stop_signal: z.string().optional(),
  stop_grace_period: z.string().optional(),
  tmpfs: z.array(z.string()),
  user: z.string().optional(),
  volumes: z.array(z.string()),
});
export type Service = z.infer<typeof Service>;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  readonly said: () => string;
}

/** How this machine differs from the one that the files are written for. */
interface Here {
  /** What is in the place of the container's `/`. */
  readonly folder: string;
  /** The folder of the compose file, and that of the volumes. */
  readonly beside: string;
  readonly volumes: string;
  /** What stands otherwise in a file that is mounted. */
  readonly rewritten?: (text: string) => string;
}

export interface Container {
  /** Its own command. */
  readonly start: () => Running;
  /** Another one in it, as `docker exec` does. */
  readonly run: (command: readonly string[]) => Promise<Ran>;
  readonly healthcheck: () => Promise<Ran>;
  readonly stop: (running: Running) => Promise<Ran & { readonly seconds: number }>;
  /** The files of its own that may not be written. */
  readonly fixed: () => readonly string[];
}

export function containerOf(image: Image, service: Service, { folder, beside, volumes, rewritten }: Here): Container {
  const tops = new Set([...readdirSync(image.folder), "tmp", "run", "etc", "var"]);
  const within = (text: string): string =>
    text.replaceAll(/(?<![\w./-])\/(\w+)(?=\/|$|[\s"',}])/gm, (path, top: string) =>
      tops.has(top) ? join(folder, path) : path,
    );
  const [uid, gid] = userOf(service.user ?? image.user);
  mkdirSync(folder, { recursive: true });
  for (const top of readdirSync(image.folder).filter((one) => one !== "var"))
    symlinkSync(join(image.folder, top), join(folder, top));
  for (const mount of service.volumes) {
    const [from = "", to = ""] = mount.split(":");
    const place = join(folder, to);
    mkdirSync(dirname(place), { recursive: true });
    if (!from.startsWith("./")) {
      mkdirSync(join(volumes, from), { recursive: true });
      chmodSync(join(volumes, from), 0o700);
      if (uid !== undefined && gid !== undefined) chownSync(join(volumes, from), uid, gid);
      symlinkSync(join(volumes, from), place);
    } else if (from.endsWith(".yaml")) {
      writeFileSync(place, (rewritten ?? String)(within(readFileSync(join(beside, from), "utf8"))));
    } else {
      copyFileSync(join(beside, from), place);
      chmodSync(place, 0o400);
      if (uid !== undefined && gid !== undefined) chownSync(place, uid, gid);
    }
  }
  // Without it there is none.
  for (const one of service.tmpfs) {
    const place = join(folder, one.split(":")[0] ?? "");
    mkdirSync(place, { recursive: true });
    chmodSync(place, 0o1777);
  }
  const env = {
    PATH: [join(folder, "usr/local/bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
    // Of a user whom nobody has heard of: the file system's root, which cannot be written.
    HOME: folder,
    TMPDIR: join(folder, "tmp"),
    ...Object.fromEntries(
      Object.entries({ ...image.env, ...service.environment }).map(([name, value]) => [name, within(value)]),
    ),
  };
  const begin = (command: readonly string[]): Running => {
    const [program = "", ...args] = command.map(within);
    const who = uid === undefined || gid === undefined ? {} : { uid, gid };
    const child = spawn(program, args, {
      env,
      cwd: join(folder, image.workdir),
      stdio: ["ignore", "pipe", "pipe"],
      ...who,
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (err += chunk));
    const ended = new Promise<Ran>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, out, err }));
    });
    return { child, ended, said: () => out + err };
  };
  return {
    start: () => begin([...image.entrypoint, ...(service.command ?? image.command)]),
    run: (command) => begin(command).ended,
    healthcheck: () => begin(service.healthcheck?.test.slice(1) ?? image.healthcheck).ended,
    stop: async ({ child, ended }) => {
      const began = performance.now();
      child.kill((service.stop_signal ?? image.stopSignal) as NodeJS.Signals);
      return { ...(await ended), seconds: (performance.now() - began) / 1000 };
    },
    fixed: () => {
      const open = [
        ...service.volumes.map((one) => one.split(":")[1]),
        ...service.tmpfs.map((one) => one.split(":")[0]),
      ];
      return [folder, image.folder].flatMap((one) =>
        readdirSync(one, { recursive: true, encoding: "utf8" }).filter(
          (name) => !open.some((place) => `/${name}`.startsWith(`${place}/`)),
        ),
      );
    },
  };
}

/** Root alone can be somebody else, where Node and the packages are not in a home of root's own. */
function userOf(user: string): readonly [uid?: number, gid?: number] {
  const [uid = 0, gid = 0] = user.split(":").map(Number);
  if (process.getuid?.() !== 0) return [];
  const reaches = [
    "-e",
    "require('node:fs').accessSync(process.argv[1])",
    join(import.meta.dirname, "../../package.json"),
  ];
  return spawnSync(process.execPath, reaches, { uid, gid, cwd: "/" }).status === 0 ? [uid, gid] : [];
}
