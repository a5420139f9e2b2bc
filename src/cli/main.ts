// Where the program begins. It loads as little as can be before what follows is compiled.
import { keepCompiled } from "../wire/compiled.ts";
import { showSource } from "./source-place.ts";

keepCompiled();
showSource();
const { main } = await import("./program.ts");
const { processOutput } = await import("./output.ts");
// A reader that closes early (head) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await main(process.argv.slice(2), processOutput());
