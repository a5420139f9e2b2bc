import { z } from "zod";
import { type Check, defineConnector, type ReadBackAnswer } from "../../app/ports.ts";
import { readSnapshot } from "../../app/read-snapshot.ts";
import { RollcallError } from "../../core/errors.ts";
import { pacedSeconds } from "../../http/pace.ts";
import { malformed } from "../../http/json-answer.ts";
import { oddRecords } from "../../http/odd-records.ts";
import { askOneByOne } from "../../http/one-by-one.ts";
import { askZulip, NotKnown, placeOf, type ZulipReading } from "./api.ts";
import { perMinute, zulipSettings, type ZulipSettings } from "./settings.ts";
import { mapZulipUser } from "./user.ts";

/** Whose bot it is, which organisation, and the one answer that is the list. */
const CALLS = 3;

/** In words for people: the role that the bot has to have. */
const MEMBER = "member";

export const zulip = defineConnector<ZulipSettings>({
  kind: "zulip",
  title: "Zulip",
  docs: "docs/connectors/zulip.md",
  settings: zulipSettings,
  // A bot has no rights of its own; what it may see follows from its role.
  scopes: () => [
    {
      name: MEMBER,
      why: "the list of accounts; a guest sees a part of it, and no administrator is needed",
      required: true,
    },
  ],
  reads: () => [
    "of each account: name, e-mail address as far as the bot may see it, time zone and role",
    "of each account: whether it is a bot or a guest, and whether it is active",
  ],
  sees: {
    departure: () => "flag",
    blindTo: [
      "Zulip does not say when an account was deactivated: it was between two readings.",
      "A person suspended at the identity provider stays active here until Zulip is told.",
      "E-mail addresses are seen only where the organisation shows them to the bot.",
    ],
  },
  pace: (settings) => ({ perMinute: perMinute(settings) }),
  sweepSeconds: (settings) => pacedSeconds(CALLS, perMinute(settings)),
  check: async (reading) => ({ ...(await identify(reading)), scopes: [MEMBER] }),
  snapshot: (reading) =>
    readSnapshot(reading, async (tally) => {
      const { identity } = await identify(reading);
      const { members } = await askZulip(reading, "users", "users", Members);
      const accounts = members.map(mapZulipUser).filter((account) => account !== undefined);
      tally.count(accounts.length);
      tally.notes.push(...oddRecords(placeOf("users"), members.length - accounts.length, members.length));
      return { identity, accounts, endMarker: "the whole answer, with result: success" };
    }),
  readBack,
});

const Me = z.object({ role: z.int().nullish(), is_guest: z.boolean().nullish() });
const Realm = z.object({
  realm_url: z.url().nullish(),
  realm_uri: z.url().nullish(),
  realm_name: z.string().nullish(),
});

/** Throws `scope_missing` for a bot that is a guest: guests may see some of the people alone (since Zulip 8.0). */
async function identify(reading: ZulipReading): Promise<Check & { readonly identity: string }> {
  const me = await askZulip(reading, "users/me", "users/me", Me);
  if (me.is_guest === true || me.role === 600) {
    throw new RollcallError(
      "scope_missing",
      `${placeOf("users/me").place}: the bot is a guest and may see some of the people alone; make it a member.`,
    );
  }
  const realm = await askZulip(reading, "server_settings", "server_settings", Realm);
  // Called realm_uri before Zulip 9.0.
  const address = realm.realm_url ?? realm.realm_uri;
  if (address == null) throw malformed(placeOf("server_settings"), "the answer names no organisation");
  return { identity: new URL(address).host, ...(realm.realm_name ? { title: realm.realm_name } : {}) };
}

const Members = z.object({ members: z.array(z.unknown()) });

const One = z.object({ user: z.unknown() });

/** Asks for these accounts one by one; those that Zulip does not know are in neither list. */
async function readBack(reading: ZulipReading, ids: readonly string[]): Promise<ReadBackAnswer> {
  const { identity } = await identify(reading);
  const answer = await askOneByOne(reading, ids, async (id) => {
    try {
      const account = mapZulipUser((await askZulip(reading, "user", `users/${encodeURIComponent(id)}`, One)).user);
      if (account?.id === id) return account;
    } catch (error) {
      if (error instanceof NotKnown) return undefined;
      throw error;
    }
    throw malformed(placeOf("user"), "the answer holds another user than the one asked for");
  });
  return { identity, ...answer };
}
