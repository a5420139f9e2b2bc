import { createWriteStream, existsSync } from "node:fs";
import { link, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { RollcallError } from "../core/errors.ts";
import type { SiteFile } from "./build.tsx";

export interface Written {
  readonly files: number;
  /** How many are as they were before, and have kept their time. */
  readonly kept: number;
  readonly bytes: number;
}

/** By it we know a folder that we have made. */
const MARK = ".rollcall-site";
const MARKED =
  "This folder was made by rollcall layoffs site, which puts another in its place each time. Keep nothing of yours in it.\n";

/**
 * Writes the site beside the one that is there, and puts it in its place once it is whole: whoever reads meanwhile has the old one or the
 * new one, and what breaks off leaves the old one. Files that are as they were are the same files, with their old times.
 * @throws RollcallError `usage` where the folder holds something else
 */
export async function writeSite(folder: string, files: AsyncIterable<SiteFile>): Promise<Written> {
  const place = resolve(folder);
  await refuseWhatIsNotOurs(place);
  const made = await besides(place);
  try {
    const written = await writeAll(made, place, files);
    await writeFile(join(made, MARK), MARKED);
    await exchange(made, place);
    return written;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function besides(place: string): Promise<string> {
  try {
    await mkdir(dirname(place), { recursive: true });
    return await mkdtemp(join(dirname(place), `.${basename(place)}.new-`));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "no reason is given";
    throw new RollcallError("usage", `${place}: no folder can be made there (${code}).`);
  }
}

async function refuseWhatIsNotOurs(place: string): Promise<void> {
  const found = await stat(place).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw new RollcallError("usage", `${place}: there is a file of this name; name a folder.`);
  if ((await readdir(place)).length === 0 || existsSync(join(place, MARK))) return;
  throw new RollcallError(
    "usage",
    `${place}: there is something in this folder that rollcall layoffs site has not made; name another, or empty it.`,
  );
}

async function writeAll(made: string, before: string, files: AsyncIterable<SiteFile>): Promise<Written> {
  const folders = new Set<string>();
  let [count, kept, bytes] = [0, 0, 0];
  for await (const { path, content } of files) {
    const file = join(made, path);
    const old = join(before, path);
    if (!folders.has(dirname(file))) await mkdir(dirname(file), { recursive: true });
    folders.add(dirname(file));
    if (typeof content === "string") {
      const data = Buffer.from(content);
      const isSame = (await stat(old).catch(() => undefined))?.size === data.length && data.equals(await readFile(old));
      if (!(isSame && (await linked(old, file)))) await writeFile(file, data);
      else kept++;
      bytes += data.length;
    } else {
      await pipeline(Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(file));
      if (await areSame(old, file)) {
        await rm(file);
        if (await linked(old, file)) kept++;
        else throw new RollcallError("store_full", `${file}: a file that is as it was cannot be taken over.`);
      }
      bytes += (await stat(file)).size;
    }
    count++;
  }
  return { files: count, kept, bytes };
}

/** False where the disk knows no second name for a file. */
async function linked(old: string, file: string): Promise<boolean> {
  return link(old, file).then(
    () => true,
    () => false,
  );
}

const AT_ONCE = 1 << 16;

async function areSame(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a).catch(() => undefined), stat(b)]);
  if (one?.size !== other.size) return false;
  const [first, second] = [await open(a), await open(b)];
  try {
    const [left, right] = [Buffer.alloc(AT_ONCE), Buffer.alloc(AT_ONCE)];
    for (;;) {
      const { bytesRead } = await first.read(left, 0, AT_ONCE);
      const { bytesRead: also } = await second.read(right, 0, AT_ONCE);
      if (bytesRead !== also || !left.subarray(0, bytesRead).equals(right.subarray(0, also))) return false;
      if (bytesRead === 0) return true;
    }
  } finally {
    await first.close();
    await second.close();
  }
}

/** Two names change hands: between them there is no folder of this name for a moment. */
async function exchange(made: string, place: string): Promise<void> {
  const old = `${made}-old`;
  const wasThere = existsSync(place);
  if (wasThere) await rename(place, old);
  try {
    await rename(made, place);
  } catch (error) {
    if (wasThere) await rename(old, place);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
