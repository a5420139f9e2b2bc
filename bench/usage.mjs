// Loaded before a program whose use of the machine is measured: tells it at the end, to whoever holds the fourth file.
import { readFileSync, writeSync } from "node:fs";

process.on("exit", () => writeSync(3, JSON.stringify({ ...process.resourceUsage(), maxRSS: peak() })));

/** In KiB. What Linux counts as the most of a process begins with what the process had that started it: its status has its own. */
function peak() {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
