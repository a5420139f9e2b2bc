// Where the program begins that runs from its source; what is built begins in built.ts.
import { run } from "./run.ts";

await run();
