// Slack as far as a list is read, in a process of its own: pages that were made and packed beforehand, so that what it uses of the
// processor is on its own bill.
import { gzipSync } from "node:zlib";
import { pageOf } from "./page-accounts.ts";
import { answerSlack, cursorOf } from "./slack-answers.ts";

const [count = "", size = ""] = process.argv.slice(2);
const pages = Number(count);
const plain = Array.from({ length: pages }, (_, i) =>
  pageOf(i * Number(size), Number(size), i + 1 < pages ? cursorOf(i + 1) : ""),
);
const packed = plain.map((page) => gzipSync(page));
const who = { ok: true, team: "Bench", team_id: "T0BENCH01", user_id: "U0BENCHBOT" };

answerSlack(
  ({ method, page }) => {
    const list = method === "users.list" ? packed[page] : undefined;
    return list === undefined ? { value: who } : { packed: list };
  },
  { bytes: plain[0]?.length, packed: packed[0]?.length },
);
