import { z } from "zod";
import type { KindSettings } from "./parts.ts";
import { settingsSchema } from "./settings.ts";

/** The text of `schema/rollcall.schema.json` (JSON Schema draft 2020-12), with which editors check and complete the settings. */
export function settingsJsonSchema(connectors: readonly KindSettings[], notifiers: readonly KindSettings[]): string {
  const schema = z.toJSONSchema(
    settingsSchema(connectors, notifiers).meta({
      title: "Rollcall settings",
      description: "rollcall.yaml: which directories are watched, why, who is told, and where what is known is kept.",
      ...needsPurpose(notifiers),
    }),
    { target: "draft-2020-12", io: "input" },
  );
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** That destinations need a purpose, for editors. */
function needsPurpose(notifiers: readonly KindSettings[]): object {
  const kinds = notifiers.flatMap(({ kind, stays }) => (stays === true ? [] : [kind]));
  const telling = { properties: { to: { enum: kinds } }, required: ["to"] };
  return {
    if: { properties: { notify: { contains: telling } }, required: ["notify"] },
    // eslint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { required: ["purpose"] },
  };
}
