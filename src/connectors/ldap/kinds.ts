import type { Kind } from "../../core/directory/account.ts";
import { isUnder } from "./dn.ts";
import { isTrue, textsOf } from "./entry.ts";
import type { Entry } from "./message.ts";
import type { LdapSettings, Rule } from "./settings.ts";

type Kinds = LdapSettings["kinds"];

const IN_ORDER = ["service", "bot", "external", "guest"] as const;
/** Classes of what signs in and is nobody. */
const SERVICE_CLASSES = new Set([
  "msds-managedserviceaccount",
  "msds-groupmanagedserviceaccount",
  "applicationprocess",
  "simplesecurityobject",
]);
/** OpenLDAP names the innermost class alone. A bare login (`account`, `posixAccount`) may be anything's. */
const PERSON_CLASSES = new Set(["person", "organizationalperson", "inetorgperson", "user"]);

export function kindAttributes(kinds: Kinds): readonly string[] {
  return IN_ORDER.flatMap((kind) => Object.keys(kinds?.[kind]?.where ?? {}));
}

/** The rules of the settings first, then what the entry says of itself; undefined where it does not. */
export function kindOf(entry: Entry, kinds: Kinds): Kind | undefined {
  for (const kind of IN_ORDER) {
    const rule = kinds?.[kind];
    if (rule !== undefined && fits(entry, rule)) return kind;
  }
  const classes = textsOf(entry, "objectClass").map((name) => name.toLowerCase());
  // krbtgt, Administrator and Guest of Active Directory.
  if (isTrue(entry, "isCriticalSystemObject") || classes.some((name) => SERVICE_CLASSES.has(name))) return "service";
  return classes.some((name) => PERSON_CLASSES.has(name)) ? "human" : undefined;
}

function fits(entry: Entry, { under = [], where = {} }: Rule): boolean {
  if (under.some((base) => isUnder(entry.dn, base))) return true;
  return Object.entries(where).some(([attribute, patterns]) =>
    textsOf(entry, attribute).some((value) => patterns.some((pattern) => matches(value, pattern))),
  );
}

function matches(written: string, wanted: string): boolean {
  const value = written.toLowerCase();
  const pattern = wanted.toLowerCase();
  const [start, end] = [pattern.endsWith("*"), pattern.startsWith("*")];
  const middle = pattern.slice(end ? 1 : 0, start && pattern.length > 1 ? -1 : undefined);
  if (start && end) return value.includes(middle);
  if (start) return value.startsWith(middle);
  return end ? value.endsWith(middle) : value === middle;
}
