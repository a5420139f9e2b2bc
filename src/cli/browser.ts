import { spawn } from "node:child_process";
import type { Output } from "./output.ts";

/**
 * Whether a person sits at the desktop of this machine and watches: a terminal, none that reaches here from elsewhere, and something
 * to show windows on.
 */
export function isAtDesk({ width, watched }: Output, env = process.env, platform = process.platform): boolean {
  const isThere = width !== undefined && watched && process.stdin.isTTY;
  const isElsewhere = isSet(env["SSH_CONNECTION"]) || isSet(env["SSH_TTY"]) || isSet(env["CI"]);
  if (!isThere || isElsewhere) return false;
  return platform === "darwin" || platform === "win32" || isSet(env["DISPLAY"]) || isSet(env["WAYLAND_DISPLAY"]);
}

const OPENERS: Partial<Readonly<Record<NodeJS.Platform, readonly [program: string, ...before: string[]]>>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Asks the machine to show an address of ours. Where it cannot, the address was printed. */
export function openBrowser(address: string): void {
  const [program, ...before] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...before, address], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
