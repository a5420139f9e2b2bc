import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { arch, cpus, loadavg, platform } from "node:os";
import { join } from "node:path";

/** The value below which a share of them lies; they need not be in order. */
export function quantile(values: readonly number[], share: number): number {
  const inOrder = values.toSorted((a, b) => a - b);
  return inOrder[Math.min(inOrder.length - 1, Math.floor(share * inOrder.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}

/** What each number depends on. @param folder on the disk that the stores are on */
export function machine(folder: string): string {
  const [cpu] = cpus();
  const processor = `${cpus().length} × ${cpu?.model.trim() ?? "unknown processor"}`;
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  return `${platform()} ${arch()}, ${processor}, Node ${process.versions.node}; load ${load}; fdatasync ${ms(syncTime(folder))}`;
}

/** The median time in which the disk takes 4 kB for good. */
function syncTime(folder: string): number {
  const file = openSync(join(folder, "sync"), "w");
  const times = Array.from({ length: 50 }, () => {
    const began = performance.now();
    writeSync(file, Buffer.alloc(4096, 1));
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return median(times);
}

/** A table as Markdown has it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}
