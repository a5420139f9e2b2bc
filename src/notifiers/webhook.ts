import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { defineNotifier, type Sending } from "../app/ports.ts";
import { type Resolved, secretRef } from "../app/secret-ref.ts";
import type { Disclosed, IncidentView, WaveView } from "../core/disclosure/disclose.ts";
import { RollcallError } from "../core/errors.ts";
import { jsonText } from "../core/json-text.ts";
import type { Report } from "../core/ledger/report.ts";
import type { Secret } from "../core/secret.ts";
import { SECOND } from "../core/time.ts";
import { isPerson } from "../core/wave/groups.ts";
import { address, addressOf, hostOf, requireSuccess } from "./http-answer.ts";

/** What CloudEvents calls a URI-reference, as far as its characters tell. */
const URI_REFERENCE = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;

const settings = z.strictObject({
  url: address.describe(
    "Where messages are posted: https, plain http only on loopback; as a secret where it holds one.",
  ),
  secret: z
    .union([secretRef, z.array(secretRef).min(1).max(2)])
    .describe(
      "The secret that requests are signed with: whsec_ and the base64 of 24 to 64 random bytes. Two while it is being changed.",
    ),
  payload: z
    .enum(["thin", "full"])
    .default("thin")
    .describe(
      "thin: which incident it is, and how many people; full: everything that the audience may know, with names.",
    ),
  format: z
    .enum(["standard", "cloudevents"])
    .default("standard")
    .describe("The shape of the body: that of Standard Webhooks, or a CloudEvent in JSON. Both are signed."),
  source: z
    .string()
    .regex(URI_REFERENCE, { error: "must be a URI or part of one, such as https://rollcall.example.com/acme" })
    .default("rollcall")
    .describe("The source of CloudEvents: a URI, or part of one, that tells this Rollcall from others."),
});

type WebhookSettings = Resolved<z.output<typeof settings>>;

/** Messages as Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const webhook = defineNotifier<WebhookSettings>({
  kind: "webhook",
  title: "Webhook",
  docs: "docs/notifiers/webhook.md",
  settings,
  updates: "edits",
  describe: ({ url }) => hostOf(url),
  send: async (sending) => {
    const { url, secret, format } = sending.settings;
    const body = jsonText(bodyOf(sending));
    const now = sending.clock.now();
    const response = await sending.http.send(
      {
        url: addressOf(url),
        method: "POST",
        headers: {
          "content-type": format === "cloudevents" ? "application/cloudevents+json" : "application/json",
          "webhook-id": sending.id,
          "webhook-timestamp": String(Math.floor(now / SECOND)),
          "webhook-signature": (Array.isArray(secret) ? secret : [secret])
            .map((one) => new Webhook(keyOf(one)).sign(sending.id, new Date(now), body))
            .join(" "),
        },
        body,
      },
      sending.signal,
    );
    requireSuccess(response, `The webhook at ${hostOf(url)}`, sending.clock.now());
    return {};
  },
});

/** Throws RollcallError `bad_secret` for what is no secret of Standard Webhooks; the text holds nothing of it. */
function keyOf(secret: Secret): string {
  const text = secret.reveal();
  const base64 = text.startsWith("whsec_") ? text.slice("whsec_".length) : "";
  const key = Buffer.from(base64, "base64");
  // Buffer reads past what is no base64; written back, it shows.
  if (key.length >= 24 && key.length <= 64 && key.toString("base64") === base64) return text;
  throw new RollcallError(
    "bad_secret",
    `The webhook's secret from ${secret.origin} is not whsec_ and the base64 of 24 to 64 bytes; make one with: ` +
      `echo "whsec_$(openssl rand -base64 32)"`,
  );
}

function bodyOf({ settings: { format, source, payload }, id, view }: Sending<WebhookSettings>): object {
  const type = `rollcall.${view.kind}`;
  const data = payload === "full" ? full(view) : thin(view);
  if (format === "standard") return { type, timestamp: view.updatedAt, data };
  // https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
  return {
    specversion: "1.0",
    id,
    source,
    type,
    subject: view.incident,
    time: view.updatedAt,
    datacontenttype: "application/json",
    data,
  };
}

/** Of one request. Receivers and those before them often take no more: API gateways, load balancers, body parsers. */
const BYTES_AT_MOST = 1_000_000;

/** Everything; what is too large for one request is thin and says so. */
function full(view: Disclosed<IncidentView>): object {
  const data = { payload: "full", ...view };
  const bytes = Buffer.byteLength(jsonText(data));
  if (bytes <= BYTES_AT_MOST) return data;
  return {
    ...thin(view),
    truncated: true,
    note: `All of it is ${bytes} bytes, above the ${BYTES_AT_MOST} of one request; look it up in Rollcall.`,
  };
}

/** Which incident it is and how many it tells of, below 20 kB whatever happened; no names and no ids of people. */
function thin(view: Disclosed<IncidentView>): object {
  const { incident, kind, version, directory, openedAt, updatedAt } = view;
  // Sentences can be of any length.
  const { reasons: _reasons, ...health } = view.health ?? {};
  const { error: _error, ...failure } = view.failure ?? {};
  return {
    payload: "thin",
    incident,
    kind,
    version,
    ...(directory === undefined ? {} : { directory }),
    openedAt,
    updatedAt,
    ...(TELLS_OF_PEOPLE.has(kind) ? numbers(view) : {}),
    ...(view.erased === true ? { erased: true } : {}),
    ...(view.health === undefined ? {} : { health }),
    ...(view.failure === undefined ? {} : { failure }),
    ...(view.wave === undefined ? {} : { wave: withoutPeople(view.wave) }),
    ...(view.offboarding === undefined ? {} : { offboarding: countsOf(view.offboarding) }),
    ...(view.checkpoint === undefined ? {} : { checkpoint: view.checkpoint }),
    ...(view.layoffs === undefined ? {} : { layoffs: { list: view.layoffs.list, count: newsIn(view.layoffs) } }),
    ...(view.report === undefined ? {} : thinReport(view.report)),
  };
}

function newsIn({ news, more }: NonNullable<IncidentView["layoffs"]>): number {
  return news.length + more;
}

/** What all of a thin message but its report is always below. */
const REPORT_BYTES = 15_000;

/** Whole, since nobody is in it; of an organisation of hundreds of units the total alone. */
function thinReport(report: Report): object {
  if (Buffer.byteLength(jsonText(report)) <= REPORT_BYTES) return { report };
  const { units: _units, teams: _teams, places: _places, ...rest } = report;
  const note = `Its ${report.units.length} units are in full messages alone; set payload: full.`;
  return { report: rest, truncated: true, note };
}

/** Without the groups that are called after somebody. */
function withoutPeople(wave: WaveView): WaveView {
  return { ...wave, where: wave.where.filter(({ by }) => !isPerson(by)) };
}

function countsOf({ findings, settled, over }: NonNullable<IncidentView["offboarding"]>): object {
  const overdue = findings.filter(({ found }) => found === "overdue").length;
  return { overdue, accidents: findings.length - overdue, settled, over };
}

/** Elsewhere a zero would be read as a statement. */
const TELLS_OF_PEOPLE: ReadonlySet<IncidentView["kind"]> = new Set(["departures", "changes", "digest"]);

function numbers({ directories }: Disclosed<IncidentView>): object {
  const departures = directories.flatMap((part) => part.departures);
  return {
    departures: departures.length,
    unconfirmed: departures.filter(({ confirmed }) => !confirmed).length,
    cameBack: departures.filter(({ reversed }) => reversed !== undefined).length,
    changes: directories.reduce((sum, { changes }) => sum + changes.length, 0),
  };
}
