import { basename, dirname } from "node:path";
import { SecretRef } from "../app/secret-ref.ts";
import { systemClock } from "../clock.ts";
import { parseSettings } from "../config/load.ts";
import { resolveSecret } from "../config/secrets.ts";
import { settingsTemplate } from "../config/template.ts";
import { connectors } from "../connectors/index.ts";
import { slackManifest } from "../connectors/slack/manifest.ts";
import { slackScopes } from "../connectors/slack/scopes.ts";
import { createHttp } from "../http/client.ts";
import { notifiers } from "../notifiers/index.ts";
import { HTTP } from "./context.ts";
import { directoryOf } from "./settings.ts";

/** What `init` has asked. */
export interface InitAnswers {
  readonly alias: string;
  readonly secret: { readonly env: string } | { readonly file: string };
  readonly purpose: string;
  readonly authorisedBy: string;
  readonly contact: string;
  readonly channels: boolean;
  readonly fields: { readonly location?: string; readonly team?: string };
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
  const loaded = parseSettings(settingsText(answers), { file, label: basename(file) }, connectors, notifiers);
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
