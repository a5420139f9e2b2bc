// npm run screenshots: every page of the simulated company, of 700 accounts, into docs/screenshots. `-- FOLDER ACCOUNTS` writes those of another
// one elsewhere.
import { join } from "node:path";
import { createServer } from "vite";

const [folder = join(import.meta.dirname, "../docs/screenshots"), accounts] = process.argv.slice(2);
// Node runs types as they are, and no JSX. What has loaded the pages stays open: some of what they need is loaded when it is needed.
const vite = await createServer({
  configFile: false,
  appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null },
});
const { takeScreenshots } = (await vite.ssrLoadModule(
  join(import.meta.dirname, "../test/browser/screenshots.ts"),
)) as typeof import("../test/browser/screenshots.ts");
const bytes = await takeScreenshots(folder, Number(accounts ?? 700));
process.stdout.write(`${(bytes / 1e6).toFixed(1)} MB in ${folder}\n`);
process.exit();
