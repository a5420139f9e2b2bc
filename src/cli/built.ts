// Where the built program begins. Its files are scripts, and this loads them: so V8 takes up what it compiled at an earlier start, with
// the functions that ran in it. Node's own cache keeps of a file what is compiled before anything in it has run.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { type Compiled, folderOfOurs, keep, kept } from "../wire/compiled.ts";
import { HOUR } from "../core/time.ts";
import type { run } from "./run.ts";

type Exports = Record<string, unknown>;

const HEAD = "(function (exports, require, module, __filename, __dirname) {";
const PROGRAM = join(import.meta.dirname, "run.js");
/** Whose names say what is in them, by a hash: V8 does not see whether what it is given was made of the same text. */
const HASHED = "chunks";
/** What is kept of starts that run no command. */
const NO_COMMAND = "rollcall";
/** Of Node's own modules those that take long to load and that most commands never ask anything of. */
const SLOW = new Set([
  "node:child_process",
  "node:crypto",
  "node:fs/promises",
  "node:https",
  "node:net",
  "node:stream",
  "node:stream/promises",
  "node:timers/promises",
  "node:tls",
  "node:zlib",
]);

const folder = folderOfOurs(process.env);
const modules = new Map<string, { exports: Exports }>();
const scripts = new Map<string, Script>();
let command = NO_COMMAND;
let found: Compiled | undefined;
let isNew = false;
/** An earlier start may have run little: of a store with nothing in it, nothing is shown. */
const isOld = (one: Compiled | undefined): boolean => one !== undefined && Date.now() - one.at > HOUR;

/** What a command keeps is read before its name is understood: the base of the program is in it too. */
function guessed(inFolder: string): Compiled | undefined {
  const [first = "", second = ""] = process.argv.slice(2);
  const names = [`${first} ${second}`, first].filter((name) => /^[a-z]+(?: [a-z]+)?$/.test(name));
  for (const name of [...names, NO_COMMAND]) {
    const one = kept(inFolder, name);
    if (one !== undefined) return one;
  }
  return undefined;
}

function load(path: string): Exports {
  const known = modules.get(path);
  if (known !== undefined) return known.exports;
  const text = `${HEAD}${readFileSync(path, "utf8")}\n})`;
  const module = { exports: {} };
  modules.set(path, module);
  try {
    const at = dirname(path);
    const from = (id: string): unknown => (id.startsWith(".") ? load(join(at, id)) : elsewhere(id));
    scriptOf(path, text).runInThisContext().call(module.exports, module.exports, from, module, path, at);
  } catch (error) {
    modules.delete(path);
    throw error;
  }
  return module.exports;
}

function scriptOf(path: string, text: string): Script {
  const name = basename(path);
  const cachedData = found?.parts.get(name);
  const script = new Script(text, {
    filename: pathToFileURL(path).href,
    columnOffset: -HEAD.length,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (folder !== undefined && basename(dirname(path)) === HASHED) {
    scripts.set(name, script);
    if (cachedData === undefined || script.cachedDataRejected === true) isNew = true;
  }
  return script;
}

/** A module of Node's, or a package that is not in the built files. */
function elsewhere(id: string): unknown {
  if (SLOW.has(id)) return later(id);
  return process.getBuiltinModule(id) ?? createRequire(import.meta.url)(id);
}

/** Loads it when it is first asked for something, which it then has itself. */
function later(id: string): object {
  const whole = new Proxy(
    {},
    {
      get(_, name, asked) {
        const value: unknown = Reflect.get(process.getBuiltinModule(id) ?? {}, name);
        if (value !== undefined) Object.defineProperty(asked, name, { value });
        return value;
      },
    },
  );
  return Object.create(whole) as object;
}

/** With what a start with other settings has loaded, of this build. */
function keepAll(inFolder: string): void {
  const parts = new Map<string, Buffer>();
  const files = join(import.meta.dirname, "..", HASHED);
  for (const [name, part] of found?.parts ?? []) if (existsSync(join(files, name))) parts.set(name, part);
  for (const [name, script] of scripts) parts.set(name, script.createCachedData());
  keep(inFolder, { name: command, parts });
}

if (folder !== undefined) {
  found = guessed(folder);
  process.on("exit", () => {
    if (isNew || isOld(found)) keepAll(folder);
  });
}
const program = load(PROGRAM) as { readonly run: typeof run };
void program.run((name) => {
  command = name;
  if (folder !== undefined && found?.name !== name) found = kept(folder, name);
});
