// npm run faults            kills a sweep with SIGKILL at every boundary of its statements and says what the store holds then
// npm run faults -- --list  prints the boundaries
import { isDeepStrictEqual } from "node:util";
import { openStage } from "./kill.ts";

const stage = await openStage();
try {
  if (process.argv.includes("--list")) {
    for (const { number, phase, sql } of stage.boundaries)
      print(`${String(number).padStart(3)}  ${phase.padEnd(6)}  ${sql}`);
  } else {
    print(`before ${JSON.stringify(stage.before)}\nafter  ${JSON.stringify(stage.after)}`);
    for (const { number, phase, sql } of stage.boundaries) {
      const { killed, recovered } = await stage.killAt(number);
      const found = isDeepStrictEqual(killed, stage.before)
        ? "earlier"
        : isDeepStrictEqual(killed, stage.after)
          ? "later"
          : "BETWEEN";
      const told = recovered.departures === stage.after.departures ? "all told once" : "NOT ALL TOLD ONCE";
      print(`${String(number).padStart(3)}  ${phase.padEnd(6)}  ${found.padEnd(7)}  ${told}  ${sql}`);
      if (found === "BETWEEN" || told !== "all told once") process.exitCode = 1;
    }
  }
} finally {
  await stage.close();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
