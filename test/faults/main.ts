// npm run faults            kills a sweep, or the telling of what it found, with SIGKILL at every boundary of its statements and
//                           of the message, and says what the store holds then and what the receiver got in the end
// npm run faults -- --list  prints the boundaries
import { isDeepStrictEqual } from "node:util";
import { openStage } from "./kill.ts";
import { repeats } from "./receiver.ts";

const stage = await openStage();
try {
  if (process.argv.includes("--list")) {
    for (const { number, phase, sql } of stage.boundaries)
      print(`${String(number).padStart(3)}  ${phase.padEnd(6)}  ${sql}`);
  } else {
    print(`before ${JSON.stringify(stage.before)}\nafter  ${JSON.stringify(stage.after)}`);
    for (const { number, phase, sql } of stage.boundaries) {
      const { killed, recovered, open, received } = await stage.killAt(number);
      const found = isDeepStrictEqual(killed, stage.before)
        ? "earlier"
        : isDeepStrictEqual(killed, stage.after)
          ? "later"
          : "BETWEEN";
      const people = new Set(received.flatMap((one) => one.people));
      const whole =
        recovered.departures === stage.after.departures && people.size === stage.leavers.length && open === 0;
      const told = whole && repeats(received) <= 1 ? `all told, ${repeats(received)} repeated` : "NOT ALL TOLD ONCE";
      print(`${String(number).padStart(3)}  ${phase.padEnd(6)}  ${found.padEnd(7)}  ${told}  ${sql}`);
      if (found === "BETWEEN" || told === "NOT ALL TOLD ONCE") process.exitCode = 1;
    }
  }
} finally {
  await stage.close();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
