import { createServer, type Socket } from "node:net";
import { type Element, elementsOf, integerOf, sizeOf } from "../ber.ts";
import { DIRSYNC, PAGED, SHOW_DELETED } from "../controls.ts";
import { sameDn } from "../dn.ts";
import type { Server } from "../settings.ts";
import { type Attributes, dirSyncValue, entry, oddEntry, OPERATION, pagedValue, reference, result } from "./answers.ts";
import { fits } from "./filter.ts";
import { createTree, type Node, OPERATIONAL, SUFFIX, type Tree } from "./tree.ts";
import type { Page } from "../../../http/fake-api.ts";

/** How a page of the list fails: a result that is no success, or something that is no answer. */
export type FakeFault =
  | number
  | "reset"
  | "web page"
  | "garbage"
  | "cut"
  | "wrong shape"
  | "empty"
  | "no end"
  | "silent";

export interface FakeOptions {
  readonly server: Server;
  readonly now?: () => number;
  /** Above so many entries of one search, over all its pages, it ends with sizeLimitExceeded; OpenLDAP counts so. */
  readonly sizeLimit?: number;
  /** Whether the bind DN may see tombstones, and has the right to replicate. */
  readonly sees?: { readonly deleted?: boolean; readonly replication?: boolean };
  /** Without it the server has no paging and says so. */
  readonly paging?: false;
  /** How many pages without anybody come before each of the others: what access rules hide is taken out of pages. */
  readonly emptyPages?: number;
  /** The most entries that DirSync gives at once. */
  readonly dirSyncPage?: number;
  /** Put into the list: that a part of the tree is on another server. */
  readonly references?: readonly string[];
}

export const BIND_DN = `cn=rollcall,${SUFFIX}`;
export const BIND_PASSWORD = "bind-password-7d1c";

export interface FakeLdap {
  readonly url: string;
  readonly tree: Tree;
  /** Entries that the access rules hide from the bind DN, itself and below. */
  readonly hidden: Set<string>;
  /** Attributes likewise, in lower case. */
  readonly hiddenAttributes: Set<string>;
  readonly fault: (fault: FakeFault, page: Page, times?: number) => void;
  readonly heal: () => void;
  /** DirSync cookies from before are refused, as by another domain controller. */
  readonly forgetCookies: () => void;
  /** What has been asked for: the attributes of every search. */
  readonly asked: string[][];
  /** Connections that are open. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
}

interface Search {
  readonly id: number;
  readonly base: string;
  readonly scope: number;
  readonly filter: Element;
  readonly attributes: readonly string[];
  readonly controls: ReadonlyMap<string, Buffer>;
}

/** What of a search a connection still has to give: the entries, and how many it has given. */
interface Cursor {
  readonly nodes: readonly Node[];
  given: number;
  page: number;
  empty: number;
}

/** A directory on 127.0.0.1 that speaks as much LDAP as a reader needs, in the way of the server that it stands for. */
export async function startFakeLdap(options: FakeOptions): Promise<FakeLdap> {
  const tree = createTree(options.server, options.now ?? (() => Date.now()));
  const hidden = new Set<string>();
  const hiddenAttributes = new Set<string>();
  const asked: string[][] = [];
  const faults: { fault: FakeFault; page: Page; times: number }[] = [];
  const sockets = new Set<Socket>();
  let invocation = 1;
  tree.add(SUFFIX, { objectClass: ["top", "domain"], dc: "acme" });

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    serveConnection(socket);
  });

  function serveConnection(socket: Socket): void {
    let buffered: Buffer = Buffer.alloc(0);
    let bound = false;
    const cursors = new Map<string, Cursor>();
    let dirSyncs = 0;
    socket.on("data", (data) => {
      buffered = Buffer.concat([buffered, data]);
      for (let size = sizeOf(buffered); size !== undefined && buffered.length >= size; size = sizeOf(buffered)) {
        const [whole] = elementsOf(buffered.subarray(0, size));
        buffered = buffered.subarray(size);
        const [number, operation, controls] = elementsOf(whole?.value ?? Buffer.alloc(0));
        handle(integerOf(number?.value ?? Buffer.alloc(1)), operation, controls);
        if (buffered.length < 2) break;
      }
    });
    function handle(id: number, operation: Element | undefined, controls: Element | undefined): void {
      if (operation?.tag === 0x60) {
        const [, dn, password] = elementsOf(operation.value);
        const given = password?.value.toString() ?? "";
        bound = dn !== undefined && sameDn(dn.value.toString()) === sameDn(BIND_DN) && given === BIND_PASSWORD;
        // Without a password anybody is let in, as nobody (RFC 4513, section 5.1.2).
        socket.write(
          result(id, OPERATION.bind, bound || given === "" ? 0 : 49, bound ? "" : `${String(dn?.value)} ${given}`),
        );
      } else if (operation?.tag === 0x63) {
        search(searchOf(id, operation, controls));
      } else if (operation?.tag === 0x77) {
        socket.write(result(id, OPERATION.extended, 2, "unsupported extended operation"));
      } else socket.end();
    }
    function search(question: Search): void {
      asked.push([...question.attributes]);
      if (question.base === "" && question.scope === 0) return rootDse(socket, question, options);
      const { fault, page, cursor } = nextPage(question);
      if (fault !== undefined) return fail(socket, question, fault, answerOf(question, cursor, false), cursor, page);
      socket.write(Buffer.concat(answerOf(question, cursor)));
    }
    function nextPage(question: Search): { fault: FakeFault | undefined; page: number; cursor: Cursor } {
      const asks = question.controls.get(PAGED);
      const [, before] = asks === undefined ? [] : elementsOf(elementsOf(asks)[0]?.value ?? Buffer.alloc(0));
      const cursor = cursors.get(before?.value.toString() ?? "") ?? {
        nodes: found(question),
        given: 0,
        page: 0,
        empty: 0,
      };
      cursor.page++;
      const isList = asks !== undefined && question.scope === 2 && !question.controls.has(SHOW_DELETED);
      const at: Page | undefined = question.controls.has(DIRSYNC)
        ? `log ${++dirSyncs}`
        : isList
          ? cursor.page
          : asks !== undefined && question.controls.has(SHOW_DELETED)
            ? `deleted ${cursor.page}`
            : undefined;
      const due = faults.find((one) => one.page === at && one.times > 0);
      if (due !== undefined) due.times--;
      return { fault: due?.fault, page: cursor.page, cursor };
    }
    function found(question: Search): Node[] {
      if (!bound) return [];
      const since = question.controls.get(DIRSYNC);
      const deleted =
        since !== undefined ? options.sees?.replication : question.controls.has(SHOW_DELETED) && options.sees?.deleted;
      const usn =
        since === undefined
          ? 0
          : Number(
              elementsOf(elementsOf(since)[0]?.value ?? Buffer.alloc(0))[2]
                ?.value.toString()
                .split(" ")[0] || "0",
            );
      const nodes =
        question.scope === 0
          ? tree.nodes.filter(({ dn }) => sameDn(dn) === sameDn(question.base))
          : tree.below(question.base);
      return nodes.filter(
        (node) =>
          (!node.deleted || (options.server === "ad" && deleted === true)) &&
          node.usn > usn &&
          !isHidden(node) &&
          fits(question.filter, (name) => [...valuesOf(node, name), ...impliedClasses(node, name)]),
      );
    }
    function isHidden(node: Node): boolean {
      return [...hidden].some((dn) => sameDn(node.dn) === sameDn(dn) || sameDn(node.dn).endsWith(`,${sameDn(dn)}`));
    }
    function valuesOf(node: Node, name: string): readonly Buffer[] {
      const key = [...node.attributes.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
      if (key === undefined || hiddenAttributes.has(name.toLowerCase())) return [];
      return (node.attributes.get(key) ?? []).map((value) => Buffer.from(value as string));
    }
    function shown(node: Node, wanted: readonly string[]): Attributes {
      const names = wanted.map((name) => name.toLowerCase());
      return [...node.attributes.keys()]
        .filter(
          (name) => names.includes(name.toLowerCase()) || (names.length === 0 && !OPERATIONAL.has(name.toLowerCase())),
        )
        .map((name) => [name, valuesOf(node, name)] as const)
        .filter(([, values]) => values.length > 0);
    }
    function answerOf(question: Search, cursor: Cursor, goOn = true): Buffer[] {
      const { id, controls } = question;
      const asks = controls.get(PAGED);
      if (controls.has(DIRSYNC)) return dirSyncAnswer(question, cursor);
      if (asks === undefined || options.paging === false) {
        return [
          ...cursor.nodes.map((node) => entry(id, node.dn, shown(node, question.attributes))),
          result(id, OPERATION.done, 0),
        ];
      }
      const size = integerOf(elementsOf(elementsOf(asks)[0]?.value ?? Buffer.alloc(0))[0]?.value ?? Buffer.alloc(1));
      const isEmpty = cursor.empty < (options.emptyPages ?? 0);
      const page = isEmpty ? [] : cursor.nodes.slice(cursor.given, cursor.given + size);
      if (!goOn) return page.map((node) => entry(id, node.dn, shown(node, question.attributes)));
      cursor.empty = isEmpty ? cursor.empty + 1 : 0;
      cursor.given += page.length;
      const limit = options.sizeLimit ?? Infinity;
      const entries = page.slice(0, Math.max(0, limit - (cursor.given - page.length)));
      const written = entries.map((node) => entry(id, node.dn, shown(node, question.attributes)));
      if (cursor.given > limit) return [...written, result(id, OPERATION.done, 4)];
      const last = cursor.given >= cursor.nodes.length && !isEmpty;
      // 389 numbers the searches of a connection, and has no other cookie.
      const cookie = last ? "" : options.server === "389" ? "0" : `${cursor.given} ${cursor.page}`;
      cursors.clear();
      if (!last) cursors.set(cookie, cursor);
      const references = cursor.page === 1 ? (options.references ?? []).map((url) => reference(id, url)) : [];
      return [...written, ...references, result(id, OPERATION.done, 0, "", [[PAGED, pagedValue(Buffer.from(cookie))]])];
    }
    function dirSyncAnswer({ id, base, attributes, controls }: Search, { nodes }: Cursor): Buffer[] {
      const [flags] = elementsOf(elementsOf(controls.get(DIRSYNC) ?? Buffer.alloc(0))[0]?.value ?? Buffer.alloc(0));
      if (options.sees?.replication !== true && integerOf(flags?.value ?? Buffer.alloc(1)) === 0) {
        return [result(id, OPERATION.done, 50, "00002105: LdapErr: replication access was denied")];
      }
      // "The base must be the root of a partition": MS-ADTS, 3.1.1.3.4.1.3.
      if (sameDn(base) !== sameDn(SUFFIX)) return [result(id, OPERATION.done, 53)];
      const [, , before] = elementsOf(
        elementsOf(controls.get(DIRSYNC) ?? Buffer.alloc(0))[0]?.value ?? Buffer.alloc(0),
      );
      const known = before?.value.toString() ?? "";
      if (known !== "" && !known.endsWith(` ${invocation}`)) return [result(id, OPERATION.done, 2)];
      const inOrder = nodes.toSorted((a, b) => a.usn - b.usn);
      const given = inOrder.slice(0, options.dirSyncPage);
      const more = given.length < inOrder.length;
      const written = given.map((node) => entry(id, node.dn, shown(node, attributes)));
      const cookie = Buffer.from(`${more ? given.at(-1)?.usn : tree.usn()} ${invocation}`);
      return [...written, result(id, OPERATION.done, 0, "", [[DIRSYNC, dirSyncValue(more, cookie)]])];
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake directory got no port.");
  return {
    url: `ldap://127.0.0.1:${address.port}`,
    tree,
    hidden,
    hiddenAttributes,
    asked,
    fault: (fault, page, times = Infinity) => void faults.push({ fault, page, times }),
    heal: () => void faults.splice(0),
    forgetCookies: () => void invocation++,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function searchOf(id: number, operation: Element, controls: Element | undefined): Search {
  const [base, scope, , , , , filter, attributes] = elementsOf(operation.value);
  if (filter === undefined) throw new Error("A search without a filter came to the fake directory.");
  return {
    id,
    base: base?.value.toString() ?? "",
    scope: integerOf(scope?.value ?? Buffer.alloc(1)),
    filter,
    attributes: elementsOf(attributes?.value ?? Buffer.alloc(0)).map(({ value }) => value.toString()),
    controls: new Map(
      elementsOf(controls?.value ?? Buffer.alloc(0)).map(({ value }) => {
        const [type, ...rest] = elementsOf(value);
        return [String(type?.value), rest.find(({ tag }) => tag === 0x04)?.value ?? Buffer.alloc(0)];
      }),
    ),
  };
}

/** A filter finds an entry by the classes above its own too, which OpenLDAP does not name in it. */
function impliedClasses(node: Node, attribute: string): Buffer[] {
  const isPerson = node.attributes.get("objectClass")?.includes("inetOrgPerson") === true;
  return attribute.toLowerCase() === "objectclass" && isPerson ? [Buffer.from("person")] : [];
}

/** What each kind of server says of itself. */
const SAYS: Readonly<Record<Server, Readonly<Record<string, readonly string[]>>>> = {
  ad: {
    supportedCapabilities: ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670"],
    defaultNamingContext: [SUFFIX],
    dnsHostName: ["dc1.acme.test"],
  },
  "389": { vendorName: ["389 Project"], vendorVersion: ["389-Directory/2.3.1"] },
  openldap: { objectClass: ["top", "OpenLDAProotDSE"] },
  other: { vendorName: ["Acme"] },
};

function rootDse(socket: Socket, { id }: Search, { server, paging }: FakeOptions): void {
  const controls = [
    ...(paging === false ? [] : [PAGED]),
    ...(server === "ad" ? [SHOW_DELETED, DIRSYNC] : ["1.3.6.1.1.12"]),
  ];
  const says = { ...SAYS[server], supportedControl: controls, namingContexts: ["cn=log", SUFFIX] };
  const attributes = Object.entries(says).map(
    ([name, values]) => [name, values.map((value) => Buffer.from(value))] as const,
  );
  socket.write(Buffer.concat([entry(id, "", attributes), result(id, OPERATION.done, 0)]));
}

/** @param entries of the page, as it would be */
function fail(
  socket: Socket,
  { id }: Search,
  fault: FakeFault,
  entries: readonly Buffer[],
  { nodes }: Cursor,
  page: number,
): void {
  const [somebody] = nodes;
  const done = (cookie: string): Buffer =>
    result(id, OPERATION.done, 0, "", [[PAGED, pagedValue(Buffer.from(cookie))]]);
  // Servers put names of entries into what they say; nothing of it may be repeated.
  if (typeof fault === "number")
    socket.write(result(id, OPERATION.done, fault, `${somebody?.dn} ${BIND_PASSWORD} page ${page}`));
  else if (fault === "reset") socket.resetAndDestroy();
  else if (fault === "web page") socket.write(`HTTP/1.1 400 Bad Request\r\n\r\n<p>${somebody?.dn}</p>`);
  else if (fault === "garbage") socket.write(Buffer.from([0x30, 0x08, 0x02, 0x01, id, 0x64, 0x84, 0xff, 0xff, 0xff]));
  else if (fault === "cut") {
    const bytes = Buffer.concat(entries);
    socket.end(bytes.subarray(0, bytes.length - 7));
  } else if (fault === "wrong shape") socket.write(Buffer.concat([oddEntry(id, somebody?.dn ?? ""), done("")]));
  else if (fault === "empty") socket.write(done(""));
  else if (fault === "no end") socket.write(Buffer.concat([...entries, result(id, OPERATION.done, 0)]));
}
