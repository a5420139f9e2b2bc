import { Secret } from "../../../core/secret.ts";
import { MINUTE } from "../../../core/time.ts";
import { virtualClock } from "../../../http/testing.ts";
import type { Fault, Stand, StandLog } from "../../testing.ts";
import { idOf } from "../entry.ts";
import { ldap } from "../index.ts";
import { idAttribute } from "../map.ts";
import type { LdapSettings, Server } from "../settings.ts";
import { BIND_DN, BIND_PASSWORD, type FakeFault, type FakeOptions, startFakeLdap } from "./index.ts";
import { type Node, PEOPLE } from "./tree.ts";

/** The results that say in LDAP what the numbers say in HTTP. */
const HOW: Readonly<Record<Fault, FakeFault>> = {
  "401": 49,
  "403": 50,
  "404": 32,
  "429": 51,
  "500": 52,
  reset: "reset",
  "web page": "web page",
  "bad JSON": "garbage",
  "cut page": "cut",
  "wrong shape": "wrong shape",
  "empty list": "empty",
  "no end": "no end",
};

const PEOPLE_THERE = 110;
const PAGE = 30;

/** The settings for a fake, or a real server, with the account that it lets in. */
export function settingsFor(url: string, more: Partial<LdapSettings> = {}): LdapSettings {
  return {
    url,
    bind: { dn: BIND_DN, password: new Secret(BIND_PASSWORD, "env LDAP_PASSWORD") },
    expired: "left",
    pageSize: PAGE,
    ...more,
  };
}

/** Somebody of whom every attribute is stated that Rollcall reads, as this kind of server has it. */
export function personOf(server: Server, number: number): Record<string, string | readonly string[]> {
  const name = `Given${number} Family${number}`;
  const common = {
    cn: name,
    sn: `Family${number}`,
    displayName: name,
    mail: `Person${number}@Acme.test`,
    title: "Engineer",
    telephoneNumber: "+48 12 000 00 00",
    l: number % 2 === 0 ? "Kraków" : "Berlin",
    employeeNumber: String(1000 + number),
  };
  if (server === "ad") {
    return {
      ...common,
      objectClass: ["top", "person", "organizationalPerson", "user"],
      objectCategory: "person",
      sAMAccountName: `p${number}`,
      department: "Sales",
      userAccountControl: "512",
      lastLogonTimestamp: "133000000000000000",
    };
  }
  return { ...common, objectClass: "inetOrgPerson", uid: `p${number}`, departmentNumber: "Sales" };
}

export async function startCompany(options: FakeOptions, people: number) {
  const fake = await startFakeLdap(options);
  const { server } = options;
  fake.tree.add(PEOPLE, { objectClass: "organizationalUnit", ou: "people" });
  const rdn = server === "ad" ? "CN" : "uid";
  const nodes = Array.from({ length: people }, (_, i) =>
    fake.tree.add(`${rdn}=p${i + 1},${PEOPLE}`, personOf(server, i + 1)),
  );
  const id = (node: Node): string => {
    const name = idAttribute({}, server);
    const values = (node.attributes.get(name) ?? []).map((value) => Buffer.from(value as string));
    return idOf({ dn: node.dn, attributes: new Map([[name.toLowerCase(), values]]) }, name) ?? "";
  };
  return { fake, nodes, id };
}

/** A directory of this kind for the contract suite: whoever leaves is deleted, and the bind DN may see no tombstone. */
function openStand(server: Server): () => Promise<Stand<LdapSettings>> {
  return async () => {
    const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
    const { fake, nodes, id } = await startCompany({ server, now: clock.now, dirSyncPage: PAGE }, PEOPLE_THERE);
    const gone = new Map<string, () => void>();
    const nodeOf = (wanted: string): Node => {
      const node = nodes.find((one) => id(one) === wanted);
      if (node === undefined) throw new Error("nobody in the fake directory has this id");
      return node;
    };
    let round = 0;
    const log: StandLog<LdapSettings> = {
      settings: settingsFor(fake.url, { changes: { every: MINUTE } }),
      pages: 2,
      happen: () => {
        round++;
        const changed = nodes.slice(5, 5 + PAGE + 10);
        for (const { dn } of changed) fake.tree.set(dn, { title: `Engineer ${round}` });
        return changed.map(id);
      },
      fault: (fault, page) => fake.fault(HOW[fault], `log ${page}`),
    };
    return {
      connector: ldap,
      settings: settingsFor(fake.url),
      // Elsewhere changes are asked for as a list is.
      ...(server === "ad" ? { log } : {}),
      clock,
      secrets: [BIND_PASSWORD],
      personal: nodes.slice(0, 20).flatMap(({ dn }, i) => [dn, `Family${i + 1}`, `person${i + 1}@acme.test`]),
      pages: Math.ceil(PEOPLE_THERE / PAGE),
      people: nodes.slice(0, 3).map(id),
      fault: (fault, page, times) => fake.fault(HOW[fault], page, times),
      heal: () => fake.heal(),
      leave: (who) => void gone.set(who, fake.tree.remove(nodeOf(who).dn)),
      comeBack: (who) => gone.get(who)?.(),
      close: () => fake.close(),
    };
  };
}

export const ldapStands = (["openldap", "ad"] as const).map(openStand);
