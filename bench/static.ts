// A bare route of hono per file, which sends its bytes as they are, packed as ours are: what a page costs that is made of nothing.
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [folder = ""] = process.argv.slice(2);
const app = new Hono();
app.use(compress());
for (const name of readdirSync(folder)) {
  const text = readFileSync(join(folder, name), "utf8");
  app.get(`/${name}`, (context) => context.html(text));
}
const server = createAdaptorServer({ fetch: app.fetch });
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
