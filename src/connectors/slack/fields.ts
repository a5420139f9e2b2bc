import { z } from "zod";
import { RollcallError } from "../../core/errors.ts";
import { callSlack, type SlackReading } from "./api.ts";
import { type Fields, PURPOSES } from "./field-values.ts";
import type { SlackSettings } from "./settings.ts";

const Definition = z.object({ id: z.string(), label: z.string() });
type Definition = z.output<typeof Definition>;

const Definitions = z.object({ profile: z.object({ fields: z.array(Definition) }) });

/**
 * Finds the fields of the settings by label (in any case) or id. Throws `bad_setting` for one that does not exist or
 * whose label is that of several; undefined where the settings name none.
 * @param workspace has to be named with an organisation's token.
 */
export async function resolveFields(reading: SlackReading, workspace?: string): Promise<Fields | undefined> {
  const wanted = reading.settings.fields;
  if (wanted === undefined) return undefined;
  const params: Record<string, string> = workspace === undefined ? {} : { team_id: workspace };
  const { value } = await callSlack(reading, "team.profile.get", params, Definitions);
  return matchFields(wanted, value.profile.fields);
}

function matchFields(wanted: NonNullable<SlackSettings["fields"]>, definitions: readonly Definition[]): Fields {
  const found = PURPOSES.flatMap((purpose) => {
    const name = wanted[purpose];
    return name === undefined ? [] : [[purpose, matchField(purpose, name, definitions)] as const];
  });
  return Object.fromEntries(found);
}

function matchField(purpose: string, name: string, definitions: readonly Definition[]): Definition {
  const byId = definitions.find(({ id }) => id === name);
  if (byId !== undefined) return byId;
  const plain = (label: string) => label.trim().toLowerCase();
  const matches = definitions.filter(({ label }) => plain(label) === plain(name));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  const place = `The setting fields.${purpose}: `;
  if (matches.length > 1) {
    const ids = matches.map(({ id }) => id).join(", ");
    throw new RollcallError(
      "bad_setting",
      `${place}several profile fields are called "${name}"; name one by its id (${ids}).`,
    );
  }
  const labels = definitions.map(({ label }) => `"${label}"`).join(", ");
  const there = labels === "" ? "has no custom profile fields" : `has the profile fields ${labels}`;
  throw new RollcallError("bad_setting", `${place}there is no profile field "${name}"; this workspace ${there}.`);
}
