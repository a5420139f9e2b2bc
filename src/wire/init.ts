import { basename, dirname } from "node:path";
import { loadKinds } from "../app/kinds.ts";
import type { Progress } from "../app/ports.ts";
import { SecretRef } from "../app/secret-ref.ts";
import { systemClock } from "../clock.ts";
import { parseSettings } from "../config/load.ts";
import { resolveSecret } from "../config/secrets.ts";
import { settingsTemplate } from "../config/template.ts";
import { connectorKinds } from "../connectors/index.ts";
import { slackManifest } from "../connectors/slack/manifest.ts";
import { slackScopes } from "../connectors/slack/scopes.ts";
import { RollcallError } from "../core/errors.ts";
import { type Outlook, outlookOf } from "../core/ledger/outlook.ts";
import { membersOf } from "../core/ledger/units.ts";
import { createHttp } from "../http/client.ts";
import { listed, plain } from "../messages/words.ts";
import { notifierKinds } from "../notifiers/index.ts";
import { HTTP } from "./context.ts";
import { directoryOf, type Loaded } from "./settings.ts";

/** What `init` has asked. */
export interface InitAnswers {
  readonly alias: string;
  readonly secret: { readonly env: string } | { readonly file: string };
  readonly purpose: string;
  readonly authorisedBy: string;
  readonly contact: string;
  readonly channels: boolean;
  readonly fields: { readonly location?: string; readonly team?: string };
  readonly counts: boolean;
  readonly api?: string;
}

/**
 * The token of `init`, asked live: who answers, and which scopes are missing.
 * @param file where the settings are to be written; what they name counts from its folder.
 */
export async function checkAccess(
  answers: InitAnswers,
  file: string,
): Promise<{ readonly identity?: string; readonly title?: string; readonly missing: readonly string[] }> {
  const loaded = await loadedOf(settingsText(answers), file);
  // Looked up by itself first: a line and column of a file that is not written yet would send people looking for it.
  const { secret } = answers;
  const ref = "env" in secret ? new SecretRef("env", secret.env) : new SecretRef("file", secret.file);
  await resolveSecret(ref, { env: process.env, baseDir: dirname(file) });
  const directory = await directoryOf(loaded, answers.alias);
  const { connector, settings } = directory;
  const { scopes, ...check } = await connector.check({
    directory: directory.id,
    settings,
    clock: systemClock,
    http: createHttp(HTTP),
    progress: () => {},
  });
  const missing = connector
    .scopes(settings)
    .filter(({ name, required }) => required && scopes?.includes(name) === false);
  return { ...check, missing: missing.map(({ name }) => name) };
}

/**
 * What counts of the workspace would show, by its real headcount: the list is read once, and nothing of it is kept.
 * @param file as of `checkAccess`
 * @throws RollcallError where the list could not be read to its end
 */
export async function lookAhead(
  answers: InitAnswers,
  file: string,
  progress: Progress,
): Promise<{ readonly outlook: Outlook; readonly ground: string }> {
  // Who is in which channel does not matter here, and is a call each.
  const without = { ...answers, channels: false, counts: true };
  const loaded = await loadedOf(settingsText(without), file);
  const { connector, id: directory, settings } = await directoryOf(loaded, answers.alias);
  const http = createHttp(HTTP);
  const snapshot = await connector.snapshot({ directory, settings, clock: systemClock, http, progress });
  if (!snapshot.complete) throw new RollcallError("unreachable", snapshot.reason);
  if (loaded.counts === undefined) throw new Error("the settings that were written have no counts");
  const staff = membersOf(snapshot.accounts.map((account) => ({ account, presence: "present" as const })));
  const fields = Object.values(answers.fields);
  return {
    outlook: outlookOf(directory, staff, loaded.counts, fields.length === 0),
    ground:
      fields.length === 0
        ? "Units are by time zone, since no field says where people work, or in which team."
        : `Assumed are the smallest units that are made, since ${listed(fields.map(plain))} will be read person by person; larger ones show more.`,
  };
}

async function loadedOf(text: string, file: string): Promise<Loaded> {
  const [connectors, notifiers] = [await loadKinds(connectorKinds), await loadKinds(notifierKinds)];
  return { ...parseSettings(text, { file, label: basename(file) }, connectors, notifiers), connectors, notifiers };
}

/** The settings file that the answers make. */
export function settingsText({ api, channels, fields, ...answers }: InitAnswers): string {
  return settingsTemplate({
    kind: "slack",
    ...answers,
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(channels ? { channels } : {}),
    ...(api === undefined ? {} : { api }),
  });
}

/** The Slack app that these answers need. */
export function manifestFor({ channels, fields }: InitAnswers): string {
  return slackManifest(slackScopes({ channels, ...(Object.keys(fields).length === 0 ? {} : { fields }) }));
}
