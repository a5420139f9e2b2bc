import { defined } from "../../core/defined.ts";
import { z } from "zod";
import { type Account, type Attributes, KINDS } from "../../core/directory/account.ts";
import { once } from "../../core/once.ts";
import { shown } from "../../files/bad-file.ts";
import { plain } from "../../files/plain.ts";
import { ENDED_WHEN, isoDay, kindWord, oneStatus, statusWord } from "./words.ts";

/** One account as NDJSON and the snapshot stream write it. `null` states that there is none. */
const flatShape = once(() => {
  const text = z.string().nullish();
  return z.looseObject({
    id: z.union([z.string().trim().min(1), z.int()]),
    name: text,
    handle: text,
    email: text,
    emailVerified: z.boolean().nullish(),
    employeeId: z.union([z.string(), z.int()]).nullish(),
    status: text,
    kind: text,
    role: text,
    location: text,
    locationFrom: text,
    team: text,
    title: text,
    manager: text,
    timezone: text,
    startDate: text,
  });
});

/** The account, and how many of its keys are not understood; or what is wrong with it, as the end of a sentence. */
export type FlatReading = { readonly account: Account; readonly unknown: number } | { readonly wrong: string };

export function flatAccount(raw: unknown): FlatReading {
  const checked = flatShape().safeParse(raw);
  if (!checked.success) return { wrong: complaint(checked.error) };
  const flat = checked.data;
  const word = flat.status == null ? undefined : statusWord(flat.status);
  if (flat.status != null && word === undefined)
    return { wrong: "the status is not known; write active, invited, deactivated, suspended or terminated" };
  const kind = flat.kind == null ? word?.kind : kindWord(flat.kind);
  if (flat.kind != null && kind === undefined) {
    return { wrong: `the kind is not known; write ${KINDS.join(", ")}` };
  }
  const flags = flagsOf(flat);
  if ("wrong" in flags) return flags;
  const status = oneStatus(word === undefined ? undefined : { ...word, stated: `status: ${flat.status}` }, flags.ended);
  const role = flat.role === undefined ? word?.role : flat.role;
  return {
    account: { id: String(flat.id), ...status, attributes: attributesOf({ ...flat, role }, kind) },
    unknown: Object.keys(flat).filter((key) => !(key in flatShape().shape)).length - flags.understood,
  };
}

type Flat = z.infer<ReturnType<typeof flatShape>>;

function attributesOf(flat: Flat, kind: Attributes["kind"]): Attributes {
  const startDate = filled(flat.startDate);
  return defined({
    name: filled(flat.name),
    handle: filled(flat.handle),
    email: filled(flat.email)?.toLowerCase() ?? filled(flat.email),
    emailVerified: flat.emailVerified ?? undefined,
    employeeId: filled(flat.employeeId == null ? flat.employeeId : String(flat.employeeId)),
    kind,
    role: filled(flat.role),
    location: filled(flat.location),
    locationFrom: filled(flat.locationFrom),
    team: filled(flat.team),
    title: filled(flat.title),
    manager: filled(flat.manager),
    timezone: filled(flat.timezone),
    startDate: startDate == null ? startDate : isoDay(startDate),
  });
}

/** Flags that tools write beside, or instead of, a status: `deleted`, `active`, `accountEnabled`. */
function flagsOf(flat: Flat): { ended: string | undefined; understood: number } | { wrong: string } {
  let ended: string | undefined;
  let understood = 0;
  for (const [key, value] of Object.entries(flat)) {
    const endedWhen = ENDED_WHEN.get(plain(key));
    if (endedWhen === undefined) continue;
    if (value !== null && typeof value !== "boolean") return { wrong: `${shown(key)} must be true or false` };
    if (value === endedWhen) ended ??= `${key}: ${value}`;
    understood++;
  }
  return { ended, understood };
}

/** An empty text states, as `null` does, that there is none. */
function filled(value: string | null | undefined): string | null | undefined {
  return value == null ? value : value.trim() || null;
}

/** The first complaint of a schema in words; zod names keys and types, never values. */
export function complaint(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "it is not valid";
  const key = issue.path.map(String).join(".");
  if (key === "") return "it is no JSON object";
  const expected: Record<string, string> = { id: "must be a text or a number, and not empty" };
  return `"${key}" ${expected[key] ?? issue.message.replace(/^Invalid input: /, "is wrong: ")}`;
}
