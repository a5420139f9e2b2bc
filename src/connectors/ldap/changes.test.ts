import { describe, expect, it } from "vitest";
import { DAY, HOUR, SECOND } from "../../core/time.ts";
import { company } from "./fake/company.ts";
import { PEOPLE } from "./fake/tree.ts";
import { ldap } from "./index.ts";
import type { LdapReading } from "./session.ts";

describe("changes between sweeps", () => {
  const readLog = (reading: LdapReading) => {
    const log = ldap.events?.(reading.settings).log;
    if (log === undefined) throw new Error("no log is set up");
    return (since: number) => log.read(reading, since);
  };

  it("come from DirSync by a cookie, which begins with the whole list and goes on with what changed", async () => {
    const { reading, fake, dn, nodes, id, clock } = await company(
      { server: "ad", sees: { replication: true, deleted: true } },
      20,
      { changes: { every: SECOND } },
    );
    const read = readLog(reading);
    expect((await read(clock.now())).map(({ about }) => Object.keys(about))).toEqual([["directory"]]);
    fake.tree.set(dn(2), { userAccountControl: "514" });
    fake.tree.remove(dn(3));
    const events = await read(clock.now() + SECOND);
    expect(events.map(({ about, type }) => [type, about])).toEqual([
      ["dirsync", { account: nodes[1] && id(nodes[1]) }],
      ["dirsync isDeleted", { account: nodes[2] && id(nodes[2]) }],
    ]);
    expect(await read(clock.now() + 2 * SECOND)).toEqual([]);
  });

  it("come from DirSync at the top of the tree, which is asked at no other place, wherever the base of people is", async () => {
    const { reading, fake, dn, nodes, id, clock } = await company({ server: "ad" }, 20, {
      base: PEOPLE,
      changes: { every: SECOND },
    });
    const read = readLog(reading);
    expect(await read(clock.now())).toMatchObject([{ about: { directory: expect.any(String) } }]);
    fake.tree.set(dn(2), { userAccountControl: "514" });
    expect(await read(clock.now() + SECOND)).toMatchObject([{ about: { account: nodes[1] && id(nodes[1]) } }]);
  });

  it("begin anew, with the whole list to be read, where the server does not know the cookie any more", async () => {
    const { reading, fake, clock } = await company({ server: "ad" }, 20, { changes: { every: SECOND } });
    const read = readLog(reading);
    await read(clock.now());
    fake.forgetCookies();
    expect((await read(clock.now() + SECOND)).map(({ about }) => Object.keys(about))).toEqual([["directory"]]);
    expect(await read(clock.now() + 2 * SECOND)).toEqual([]);
  });

  it("are given again as long as they could not be kept", async () => {
    const { reading, fake, dn, clock } = await company({ server: "ad", sees: { replication: true } }, 20, {
      changes: { every: SECOND },
    });
    const read = readLog(reading);
    await read(clock.now());
    fake.tree.set(dn(2), { title: "CTO" });
    const later = clock.now() + SECOND;
    // Whoever could not keep them asks with the same time again.
    expect([(await read(later)).length, (await read(later)).length, (await read(later + SECOND)).length]).toEqual([
      1, 1, 0,
    ]);
  });

  it("have the list read for a deletion whose tombstone the bind DN may not see", async () => {
    const { reading, fake, dn, clock } = await company({ server: "ad", sees: { replication: true } }, 20, {
      changes: { every: SECOND },
    });
    const read = readLog(reading);
    await read(clock.now());
    fake.tree.remove(dn(3));
    const events = await read(clock.now() + SECOND);
    expect(events.map(({ about }) => Object.keys(about))).toEqual([["account"], ["directory"]]);
  });

  it("need no right but that of reading: DirSync then leaves deletions out", async () => {
    const { reading, fake, dn, clock } = await company({ server: "ad" }, 20, { changes: { every: SECOND } });
    const read = readLog(reading);
    await read(clock.now());
    fake.tree.set(dn(2), { title: "CTO" });
    fake.tree.remove(dn(3));
    expect(await read(clock.now() + SECOND)).toHaveLength(1);
  });

  it("come by their time elsewhere, the same under the same key, and hold no deletion", async () => {
    const { reading, fake, dn, clock } = await company({ server: "openldap" }, 20, { changes: { every: SECOND } });
    const read = readLog(reading);
    await clock.sleep(DAY);
    fake.tree.set(dn(2), { title: "CTO" });
    fake.tree.remove(dn(3));
    const events = await read(clock.now() - HOUR);
    expect(events).toEqual([expect.objectContaining({ type: "modifyTimestamp", at: clock.now() })]);
    expect((await read(clock.now() - HOUR)).map(({ key }) => key)).toEqual(events.map(({ key }) => key));
  });
});
