import { onTestFinished } from "vitest";
import type { Account } from "../../../core/directory/account.ts";
import type { Accounts } from "../../../core/directory/accounts.ts";
import type { CompleteSnapshot, PartialSnapshot } from "../../../core/directory/snapshot.ts";
import { createHttp } from "../../../http/client.ts";
import { virtualClock } from "../../../http/testing.ts";
import { ldap } from "../index.ts";
import type { LdapReading } from "../session.ts";
import type { LdapSettings } from "../settings.ts";
import type { FakeOptions } from "./index.ts";
import { settingsFor, startCompany } from "./stand.ts";
import { PEOPLE } from "./tree.ts";

/** People in a fake directory for the length of a test, and a reading of it on a clock that a sleep moves on. */
export async function company(options: FakeOptions, people = 20, settings: Partial<LdapSettings> = {}) {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 12));
  const started = await startCompany({ now: clock.now, ...options }, people);
  onTestFinished(() => started.fake.close());
  const reading: LdapReading = {
    directory: "acme",
    settings: settingsFor(started.fake.url, { pageSize: 8, ...settings }),
    clock,
    http: createHttp({ timeoutMs: 1000, maxBytes: 1000, userAgent: "Rollcall" }),
    progress: () => undefined,
  };
  const dn = (number: number): string => `${options.server === "ad" ? "CN" : "uid"}=p${number},${PEOPLE}`;
  return { ...started, reading, clock, dn };
}

export async function complete(reading: LdapReading): Promise<CompleteSnapshot> {
  const snapshot = await ldap.snapshot(reading);
  if (!snapshot.complete) throw new Error(snapshot.reason);
  return snapshot;
}

export async function partial(reading: LdapReading): Promise<PartialSnapshot> {
  const snapshot = await ldap.snapshot(reading);
  if (snapshot.complete) throw new Error("The reading reached the end.");
  return snapshot;
}

export function called({ accounts }: { readonly accounts: Accounts }, handle: string): Account | undefined {
  return accounts.find(({ attributes }) => attributes.handle === handle);
}
