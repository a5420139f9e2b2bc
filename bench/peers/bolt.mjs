// Slack's own framework with a handler that does nothing: it acknowledges before anything is kept.
import { App, HTTPReceiver, LogLevel } from "@slack/bolt";
import { PATH, SIGNING_SECRET } from "../signing.ts";

const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, endpoints: PATH, logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  tokenVerificationEnabled: false,
  authorize: async () => ({ botToken: "xoxb-bench", botId: "B0BENCH", botUserId: "U0BENCHBOT" }),
});
app.event("user_change", async () => {});
const server = await app.start({ port: 0, host: "127.0.0.1" });
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.on("disconnect", () => process.exit(0));
process.send?.({ port: server.address().port });
