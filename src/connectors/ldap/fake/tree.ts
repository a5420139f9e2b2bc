import { isUnder, sameDn } from "../dn.ts";
import type { Server } from "../settings.ts";

type Value = string | Buffer;

/** An entry of the fake's tree: attributes as they are written, the first letter's case and all. */
export interface Node {
  dn: string;
  readonly attributes: Map<string, readonly Value[]>;
  /** When it was last changed, in the order of changes. */
  usn: number;
  deleted: boolean;
}

export const SUFFIX = "dc=acme,dc=test";
export const PEOPLE = `ou=people,${SUFFIX}`;

/** Attributes that a server gives only where they are asked for by name. */
export const OPERATIONAL = new Set(
  "entryuuid nsuniqueid modifytimestamp pwdaccountlockedtime pwdendtime nsaccountlock krbprincipalexpiration".split(
    " ",
  ),
);
/** What Active Directory leaves on a tombstone ([MS-ADTS] 3.1.1.5.5.1.1). */
const LEFT_ON_TOMBSTONES = new Set(
  "objectclass objectguid samaccountname usnchanged useraccountcontrol whenchanged".split(" "),
);

/** The entries of a directory and what is done to them. Their ids stay whatever they are called and wherever they stand. */
export function createTree(server: Server, now: () => number) {
  const nodes: Node[] = [];
  let usn = 0;

  const stamp = (node: Node): void => {
    usn++;
    node.usn = usn;
    const time = new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:T]/g, "");
    node.attributes.set(server === "ad" ? "whenChanged" : "modifyTimestamp", [
      server === "ad" ? `${time}.0Z` : `${time}Z`,
    ]);
  };
  const add = (dn: string, attributes: Readonly<Record<string, Value | readonly Value[]>>): Node => {
    const listed = Object.entries(attributes).map(([name, value]) => [name, [value].flat()] as const);
    const node: Node = {
      dn,
      attributes: new Map([...listed, ...idOf(server, nodes.length + 1)]),
      usn: 0,
      deleted: false,
    };
    nodes.push(node);
    stamp(node);
    return node;
  };
  const at = (dn: string): Node => {
    const node = nodes.find((one) => !one.deleted && sameDn(one.dn) === sameDn(dn));
    if (node === undefined) throw new Error(`The fake directory has no entry ${dn}.`);
    return node;
  };
  return {
    nodes,
    usn: () => usn,
    add,
    /** A null takes the attribute away. */
    set: (dn: string, attributes: Readonly<Record<string, Value | null>>): void => {
      const node = at(dn);
      for (const [name, value] of Object.entries(attributes)) {
        if (value === null) node.attributes.delete(name);
        else node.attributes.set(name, [value]);
      }
      stamp(node);
    },
    move: (dn: string, to: string): void => {
      const node = at(dn);
      node.dn = to;
      stamp(node);
    },
    /** Active Directory keeps a tombstone; the others keep nothing. @returns what puts it back as it was */
    remove: (dn: string): (() => void) => {
      const node = at(dn);
      const before = { dn: node.dn, attributes: new Map(node.attributes) };
      node.deleted = true;
      if (server === "ad") {
        for (const name of node.attributes.keys()) {
          if (!LEFT_ON_TOMBSTONES.has(name.toLowerCase())) node.attributes.delete(name);
        }
        node.attributes.set("isDeleted", ["TRUE"]);
        node.attributes.set("lastKnownParent", [dn.slice(dn.indexOf(",") + 1)]);
        node.dn = `${dn.slice(0, dn.indexOf(","))}\\0ADEL:${node.usn},CN=Deleted Objects,${SUFFIX}`;
        stamp(node);
      }
      return () => {
        node.deleted = false;
        node.dn = before.dn;
        node.attributes.clear();
        for (const [name, values] of before.attributes) node.attributes.set(name, values);
        stamp(node);
      };
    },
    below: (base: string): Node[] => nodes.filter((node) => isUnder(node.dn, base)),
  };
}

export type Tree = ReturnType<typeof createTree>;

function idOf(server: Server, number: number): [string, readonly Value[]][] {
  const hex = number.toString(16).padStart(12, "0");
  const uuid = `5e1f0000-0000-4000-8000-${hex}`;
  if (server === "ad") return [["objectGUID", [Buffer.from(uuid.replaceAll("-", ""), "hex")]]];
  if (server === "389") return [["nsUniqueId", [`5e1f0000-00004000-8000${hex.slice(0, 4)}-${hex.slice(4)}`]]];
  return [["entryUUID", [uuid]]];
}
