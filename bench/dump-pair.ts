import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { phpJson } from "./php-json.ts";

/** What is different in the second of two dumps. */
export interface Differences {
  readonly deactivated: number;
  readonly reactivated: number;
  /** Not listed any more, and in use until then. */
  readonly gone: number;
  readonly joined: number;
  /** Of people who are there in both: another name, title or time zone. */
  readonly changed: number;
  /** Another status text or picture: nothing that is read. */
  readonly volatile: number;
}

const GIVEN = ["Ana", "Jürgen", "Mei", "Zoë", "John", "Olga", "Amit", "Chloé", "Sören", "Ines"];
const FAMILY = ["Müller", "Smith", "Ivanov", "Nakamura", "Østby", "Garcia", "Nowak", "Okafor", "Rossi", "Svensson"];
const TITLES = ["Engineer", "Sales lead", "People partner", "Designer", "Support", "Analyst", "", "Account manager"];
const ZONES = [
  "Europe/Berlin",
  "Europe/Warsaw",
  "America/New_York",
  "America/Los_Angeles",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Europe/London",
];
const SIZES = [24, 32, 48, 72, 192, 512, 1024];

/** A number that follows from the account and what is asked of it, and looks like chance. */
function drawn(n: number, salt: number): number {
  let x = Math.imul(n ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function pick(of: readonly string[], n: number, salt: number): string {
  return of[drawn(n, salt) % of.length] ?? "";
}

interface Fate {
  readonly listed: readonly [boolean, boolean];
  readonly deleted: readonly [boolean, boolean];
  readonly changed: boolean;
  readonly volatile: boolean;
}

/** Rates of a day in a large workspace: of 100,000 some 72 deactivated, 7 reactivated, 25 gone, 50 new, 180 changed, 640 of no matter. */
function fateOf(n: number): Fate {
  const chance = drawn(n, 1) % 100_000;
  const wasDeleted = drawn(n, 2) % 4 === 0;
  const up = (from: number, length: number): boolean => chance >= from && chance < from + length;
  const gone = up(0, 25);
  const fresh = up(25, 50);
  const left = !wasDeleted && up(100, 96);
  const back = wasDeleted && up(200, 28);
  return {
    listed: [!fresh, !gone],
    deleted: [wasDeleted && !fresh, back || fresh ? false : wasDeleted || left],
    changed: !wasDeleted && up(300, 240),
    volatile: !wasDeleted && up(1000, 850),
  };
}

function user(n: number, deleted: boolean, changed: boolean, volatile: boolean): string {
  const id = `U${(n * 7919 + 1_000_000_007).toString(36).toUpperCase().padStart(10, "0")}`;
  const family = changed && n % 3 === 0 ? `${pick(FAMILY, n, 4)}-${pick(FAMILY, n, 5)}` : pick(FAMILY, n, 4);
  const name = `${pick(GIVEN, n, 3)} ${family}`;
  const title = `${pick(TITLES, n, 6)}${changed && n % 3 === 1 ? " II" : ""}`;
  const zone = changed && n % 3 === 2 ? "Australia/Sydney" : pick(ZONES, n, 7);
  const hash = `${drawn(n, 8).toString(16).padStart(8, "0")}${volatile && n % 8 === 0 ? "f" : "0"}abc`;
  const profile: Record<string, unknown> = {
    title,
    phone: "",
    skype: "",
    real_name: name,
    real_name_normalized: name,
    display_name: name.split(" ")[0],
    display_name_normalized: name.split(" ")[0],
    fields: { Xf01: { value: "", alt: "" }, Xf02: { value: `Team ${n % 200}`, alt: "" } },
    status_text: volatile && n % 8 !== 0 ? "lunch" : "",
    status_emoji: "",
    status_emoji_display_info: [],
    status_expiration: 0,
    avatar_hash: hash,
    email: `user${n}@example.com`,
    huddle_state: "default_unset",
    huddle_state_expiration_ts: 0,
    first_name: name.split(" ")[0],
    last_name: family,
    team: "T0123456789",
  };
  for (const size of SIZES)
    profile[`image_${size}`] =
      `https://avatars.slack-edge.com/2025-01-01/${1_000_000_000 + n}_${hash}abcdef0123456789_${size}.jpg`;
  const here = !deleted;
  return phpJson({
    id,
    team_id: "T0123456789",
    name: `user${n}`,
    deleted,
    ...(here ? { color: "9f69e7", real_name: name, tz: zone, tz_label: "Some Standard Time", tz_offset: 3600 } : {}),
    profile,
    ...(here
      ? {
          is_admin: n % 100 === 0,
          is_owner: n % 1000 === 0,
          is_primary_owner: false,
          is_restricted: n % 50 === 1,
          is_ultra_restricted: false,
        }
      : {}),
    is_bot: false,
    is_app_user: false,
    updated: 1_700_000_000 + (drawn(n, 9) % 10_000_000) + (changed || volatile ? 1 : 0),
    ...(here ? { is_email_confirmed: true, who_can_share_contact_card: "EVERYONE" } : {}),
  });
}

/**
 * Writes two dumps as an export's users.json, an account a line and some 1.6 kB each, as Slack writes it. The same for the same count.
 * @returns how many are different, and in what
 */
export async function writeDumpPair(accounts: number, before: string, after: string): Promise<Differences> {
  for (const [side, path] of [before, after].entries()) {
    const file = createWriteStream(path);
    let page: string[] = [];
    let between = "[\n";
    const flush = async (): Promise<void> => {
      const text = between + page.join(",\n");
      between = ",\n";
      page = [];
      if (!file.write(text)) await once(file, "drain");
    };
    for (let n = 0; n < accounts; n++) {
      const fate = fateOf(n);
      if (fate.listed[side] !== true) continue;
      if (page.length === 1000) await flush();
      page.push(user(n, fate.deleted[side] === true, side === 1 && fate.changed, side === 1 && fate.volatile));
    }
    await flush();
    file.end("\n]\n");
    await once(file, "close");
  }
  const found = { deactivated: 0, reactivated: 0, gone: 0, joined: 0, changed: 0, volatile: 0 };
  for (let n = 0; n < accounts; n++) {
    const { listed, deleted, changed, volatile } = fateOf(n);
    if (!listed[1]) found.gone += deleted[0] ? 0 : 1;
    else if (!listed[0]) found.joined++;
    else if (!deleted[0] && deleted[1]) found.deactivated++;
    else if (deleted[0] && !deleted[1]) found.reactivated++;
    else if (changed) found.changed++;
    else if (volatile) found.volatile++;
  }
  return found;
}
