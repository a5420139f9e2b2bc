// What changed between two lists of Slack users, with JSON.parse. whole: of each file at once; pages: of 4 MB at a time.
import { createReadStream, readFileSync } from "node:fs";

const [before, after, how] = process.argv.slice(2);

function tracked({
  name,
  tz,
  is_admin,
  is_owner,
  is_primary_owner,
  is_restricted,
  is_ultra_restricted,
  is_bot,
  profile,
}) {
  const { real_name, display_name, email, title } = profile;
  const all = [name, tz, is_admin, is_owner, is_primary_owner, is_restricted, is_ultra_restricted, is_bot];
  return JSON.stringify([...all, real_name, display_name, email, title]);
}

/** Gives each user of a file to `take`, without more ado than that. */
async function read(path, take) {
  if (how === "whole") {
    for (const user of JSON.parse(readFileSync(path, "utf8"))) take(user);
    return;
  }
  let held = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 4 << 20 })) {
    held += chunk;
    const end = held.lastIndexOf(",\n");
    if (end < 0) continue;
    for (const user of JSON.parse(`[${held.slice(0, end).replace(/^\[/, "")}]`)) take(user);
    held = held.slice(end + 2);
  }
  for (const user of JSON.parse(`[${held.replace(/^\[/, "").replace(/\]\s*$/, "")}]`)) take(user);
}

const known = new Map();
const counts = { deactivated: 0, reactivated: 0, gone: 0, joined: 0, changed: 0 };
await read(before, (user) => known.set(user.id, { deleted: user.deleted, said: tracked(user) }));
await read(after, (user) => {
  const was = known.get(user.id);
  known.delete(user.id);
  if (was === undefined) counts.joined++;
  else if (!was.deleted && user.deleted) counts.deactivated++;
  else if (was.deleted && !user.deleted) counts.reactivated++;
  else if (!was.deleted && was.said !== tracked(user)) counts.changed++;
});
for (const { deleted } of known.values()) if (!deleted) counts.gone++;
process.stdout.write(JSON.stringify(counts));
