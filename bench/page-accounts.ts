// Made-up accounts as Slack sends them: PHP's escapes, an address for each size of the picture, and a quarter of them deactivated,
// of which Slack drops flags and time zone (github.com/brekkylab/backlot issue 258). About 1.8 kB each.
import { phpJson } from "./php-json.ts";

const SIZES = [24, 32, 48, 72, 192, 512, 1024];
const GIVEN = ["Zofia", "José", "Anna", "Björn", "Chloé", "Ng", "Łukasz", "Mary"];
const FAMILY = ["Nowak", "Müller", "O'Brien", "Søndergård", "Smith", "Garção", "Kowalczyk", "Lee"];

/** One page of `users.list`, as the bytes of its JSON. @param cursor of the next page; empty at the end */
export function pageOf(first: number, accounts: number, cursor: string): Buffer {
  const members = Array.from({ length: accounts }, (_, i) => accountOf(first + i));
  const answer = { ok: true, members, cache_ts: 1_795_000_000, response_metadata: { next_cursor: cursor } };
  return Buffer.from(phpJson(answer), "latin1");
}

/** The user object of the n-th. */
export function accountOf(n: number) {
  const id = `U${n.toString(36).toUpperCase().padStart(8, "0")}`;
  const given = GIVEN[n % GIVEN.length] ?? "";
  const family = FAMILY[Math.floor(n / 8) % FAMILY.length] ?? "";
  const handle = `person.${n}`;
  const deleted = n % 4 === 3;
  const hash = Math.imul(n + 1, 2_654_435_761)
    .toString(16)
    .replace("-", "f")
    .padStart(12, "0");
  const image = `https://avatars.slack-edge.com/2026-01-05/${1_234_567_890_123 + n}_${hash}`;
  return {
    id,
    team_id: "T0BENCH01",
    name: handle,
    deleted,
    ...(deleted
      ? {}
      : {
          color: "9f69e7",
          real_name: `${given} ${family}`,
          tz: "Europe/Warsaw",
          tz_label: "Central European Time",
          tz_offset: 3600,
        }),
    profile: {
      title: "Senior Engineer, Platform",
      phone: "",
      skype: "",
      real_name: `${given} ${family}`,
      real_name_normalized: `${given} ${family}`,
      display_name: handle,
      display_name_normalized: handle,
      fields: null,
      status_text: n % 5 === 0 ? "In a meeting" : "",
      status_emoji: n % 5 === 0 ? ":calendar:" : "",
      status_emoji_display_info: [],
      status_expiration: 0,
      avatar_hash: hash,
      image_original: `${image}_original.png`,
      is_custom_image: true,
      email: `${handle}@example.com`,
      huddle_state: "default_unset",
      huddle_state_expiration_ts: 0,
      first_name: given,
      last_name: family,
      ...Object.fromEntries(SIZES.map((size) => [`image_${size}`, `${image}_${size}.png`])),
      status_text_canonical: "",
      team: "T0BENCH01",
    },
    ...(deleted
      ? {}
      : {
          is_admin: false,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: false,
          is_ultra_restricted: false,
        }),
    is_bot: false,
    is_app_user: false,
    updated: 1_790_000_000 + n,
    ...(deleted
      ? {}
      : { is_email_confirmed: true, has_2fa: true, who_can_share_contact_card: "EVERYONE", locale: "en-US" }),
  };
}
