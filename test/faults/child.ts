// A sweep and its telling, killed at the K-th boundary (never, where K is 0). Prints each boundary that it passes, so that the
// parent can list them.
import { sweepAndTell } from "./act.ts";

const [url = "", token = "", path = "", receiver = "", kill = "0"] = process.argv.slice(2);
let passed = 0;

await sweepAndTell({ url, token, path, receiver }, (phase, what) => {
  passed++;
  process.stdout.write(`${passed}\t${phase}\t${what}\n`);
  // Not process.exit: nothing may run after this, as when the machine takes the process away.
  if (passed === Number(kill)) process.kill(process.pid, "SIGKILL");
});
