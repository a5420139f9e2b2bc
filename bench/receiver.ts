// Rollcall's receiver in a process of its own: Slack's judgement of requests, the inbox, and a store in the file that is named;
// with `each`, a commit for each event.
import { createInbox } from "../src/app/inbox.ts";
import { systemClock } from "../src/clock.ts";
import { slack } from "../src/connectors/slack/index.ts";
import { Secret } from "../src/core/secret.ts";
import { startReceivers } from "../src/server/receivers.ts";
import { openSqlite } from "../src/stores/sqlite.ts";
import { contextOf } from "../src/wire/context.ts";
import { PATH, SIGNING_SECRET } from "./signing.ts";

const [path = "", commits] = process.argv.slice(2);
const store = await openSqlite({ path });
const receive = slack.events?.({
  token: new Secret("xoxb-bench", "the bench"),
  events: { http: { signingSecret: new Secret(SIGNING_SECRET, "the bench"), path: PATH } },
}).receive;
if (receive === undefined) throw new Error("Slack has nothing to receive with.");
const inbox = createInbox(contextOf({ store, progress: () => {} }), "bench", "http", () => {});
let last = Promise.resolve();
/** The same inbox, which gets the next event when the one before is on the disk. */
const oneByOne: typeof inbox = (events) => (last = last.then(() => inbox(events)));
const server = await startReceivers({
  receivers: [
    {
      directory: "bench",
      path: receive.path,
      read: (posted, now) => receive.read(posted, now),
      keep: commits === "each" ? oneByOne : inbox,
    },
  ],
  host: "127.0.0.1",
  port: 0,
  clock: systemClock,
  tell: ({ requests, error }) => void process.stderr.write(`refused ${requests}: ${error}\n`),
});
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.on("disconnect", () => {
  void server.close().then(() => store.close());
});
process.send?.({ port: server.port });
