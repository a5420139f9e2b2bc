import { isPair, isScalar, isSeq, parseDocument, type Scalar, visit } from "yaml";
import { z } from "zod";
import { pathRef, secretRef } from "../app/secret-ref.ts";
import { parseSettings } from "./load.ts";
import type { LoadedSettings } from "./load.ts";
import type { KindSettings } from "./parts.ts";

// For the tests beside this file: made-up tools and destinations whose settings have every form that real ones may have.

const chat = z.strictObject({
  token: secretRef.describe("The token."),
  fields: z
    .strictObject({ location: z.string().min(1).optional().describe("Where.") })
    .optional()
    .describe("Fields."),
  channels: z
    .union([z.boolean(), z.strictObject({ only: z.array(z.string()).min(1).describe("Names.") })])
    .optional()
    .describe("Channels."),
  allowScopes: z.array(z.string().min(1)).optional().describe("Scopes."),
  pace: z
    .strictObject({ perMinute: z.int().min(1).max(100).optional().describe("Calls.") })
    .optional()
    .describe("Pace."),
  api: z.url().optional().describe("Address."),
  hook: z
    .strictObject({ secret: secretRef.optional().describe("The secret.") })
    .optional()
    .describe("Hook."),
});

const list = z.strictObject({ path: pathRef.describe("The file.") });

export const tools: readonly KindSettings[] = [
  { kind: "chat", settings: chat },
  { kind: "list", settings: list },
];

const post = z.strictObject({
  url: z.union([z.url(), secretRef]).describe("The address."),
  secret: z
    .union([secretRef, z.array(secretRef).min(1)])
    .optional()
    .describe("What messages are signed with."),
});

const letter = z.strictObject({
  recipients: z.array(z.email()).min(1).describe("Whom it is sent to."),
  server: z
    .strictObject({ host: z.string().min(1).describe("Its name."), password: secretRef.describe("Its password.") })
    .describe("Who sends it."),
  footer: pathRef.optional().describe("A file with what stands below each letter."),
});

export const destinations: readonly KindSettings[] = [
  { kind: "post", settings: post },
  { kind: "letter", settings: letter },
];

/** Every key of the schema of these, once at least. */
export const EVERY_KEY = `purpose:
  { text: Verify off-boarding, authorisedBy: "CISO, 2026-11-20",
    contact: it@example.com, impactAssessment: DPIA-12,
    agreement: Works agreement of 2026-11-20 }
directories:
  acme:
    kind: chat
    token: { env: CHAT_TOKEN }
    fields: { location: Office }
    channels: { only: [general, random] }
    allowScopes: [users:read.email]
    pace:
      perMinute: 20
    api: https://chat.example.com/
    attributes: { from: people.csv, key: email }
    hook:
      secret:
        file: hook.secret
  people:
    kind: list
    path: people.ldif
    every: 1h
departures: { demotion: false }
store:
  path: rollcall.db
  postgres:
    host: db.example.com
    port: 5433
    database: hr
    user: watcher
    password: { env: DATABASE_PASSWORD }
    schema: departures
    encrypted: true
    ca: database.pem
notify:
  - to: post
    name: hook
    url: https://hooks.example.com/rollcall
    secret: { env: HOOK_SECRET }
    audience: identity
    tell: [departures, layoffs, health, renamed]
    directories: [acme]
    only: { location: [Berlin, Paris], team: [Sales] }
    quiet: { from: "22:00", until: "07:00", timezone: Europe/Warsaw, except: [health, departures] }
  - to: letter
    recipients: [all@example.com]
    server: { host: mail.example.com, password: { file: mail.secret } }
    footer: footer.txt
    audience: counts
    tell: [health]
    digest:
      at: "09:00"
      days: [mon, thu]
      timezone: America/New_York
watch:
  every: 10m
  heartbeat: { url: { env: HEARTBEAT_URL } }
  receive: { host: 127.0.0.1, port: 3000, behindProxy: false }
waves: { attrition: 12, falseAlarms: 0.5 }
persons: { same: { "acme:octocat": "people:17" }, from: ./persons.csv }
offboarding: { leads: [people], limits: { acme: 1h }, default: 24h, settle: 1h, guests: false }
record:
  contact: desk@example.com
  publisher: Example Institute
  licence: https://creativecommons.org/licenses/by/4.0/
  model:
    url: https://models.example.com/v1
    name: reader-1
    key: { env: MODEL_KEY }
    passages: 200
    longest: 20000
    answer: 2000
    rate: 60
    timeout: 1m
  watch:
    - name: suppliers
      companies: [Vexley Media, co-0123456789abcdef]
      country: Norway
      industry: Media
      min: 100
      to: hook
counts: { headcount: acme, cadence: 24h, settle: 24h, k: 5, anyone: 10 }
retention:
  left: 90d
  here: 365d
  messages: 90d
  waves: 365d
  events: 7d
  readings: 90d
  coverage: 90d
  plans: 365d
  audit: 365d
  unread: 90d
audit: { checkpoint: 24h }
audiences:
  identity: { sees: named, who: Identity team, reason: verify off-boarding, until: 2027-02-24 }
  council: { sees: counts, who: Works council, readers: authorised }
  payroll: { sees: named, who: Payroll, reason: last pay, until: 2027-02-24, directories: [people] }
serve:
  host: 127.0.0.1
  port: 8443
  address: https://rollcall.example.com
  behindProxy: true
  tls: { cert: serve.crt, key: serve.key }
  signIn:
    issuer: https://login.example.com
    clientId: rollcall
    clientSecret: { env: OIDC_SECRET }
    scopes: [openid, email]
    groups: groups
    audiences: { identity: [sg-identity], council: everybody }
    account: { claim: email, directory: acme }
`;

interface Place {
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
  readonly start: number;
  readonly end: number;
}

/** Every scalar of the sample, keys and values, in the order of the text. */
export const places: readonly Place[] = (() => {
  const found: Place[] = [];
  visit(parseDocument(EVERY_KEY), {
    Scalar(role, node: Scalar, ancestors) {
      const [start, end] = node.range ?? [0, 0];
      const path = ancestors.flatMap((ancestor, i): (string | number)[] => {
        if (isPair(ancestor) && isScalar(ancestor.key)) return [String(ancestor.key.value)];
        return isSeq(ancestor) ? [ancestor.items.indexOf(ancestors[i + 1] ?? node)] : [];
      });
      found.push({ path, isKey: role === "key", start, end });
    },
  });
  return found;
})();

const isAlias = ({ path, isKey }: Place): boolean =>
  isKey && path.length === 2 && (path[0] === "directories" || path[0] === "audiences");
/** Where somebody names something: of what is called so, other errors may speak. */
export const isName = (place: Place): boolean => isAlias(place) || (!place.isKey && place.path.at(-1) === "name");
/** Of an audience or a directory that is declared elsewhere: what is wrong with it is told in other words. */
const namesOther = ({ path }: Place): boolean =>
  ["serve.signIn.audiences", "offboarding.limits", "persons.same"].includes(path.slice(0, -1).join("."));
export const keys = places.filter((place) => place.isKey && !isAlias(place) && !namesOther(place));

/** The sample with something else in one place. */
export function withText({ start, end }: Place, text: string): string {
  return EVERY_KEY.slice(0, start) + text + EVERY_KEY.slice(end);
}

export function parseSample(text: string, file = "/etc/rollcall/rollcall.yaml"): LoadedSettings {
  return parseSettings(text, { file, label: "rollcall.yaml" }, tools, destinations);
}

/** What `work` throws; undefined where it throws nothing. */
export async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The message of what `work` throws; "" where it throws nothing. */
export async function messageOf(work: () => unknown): Promise<string> {
  const error = await errorOf(work);
  return error instanceof Error ? error.message : "";
}
