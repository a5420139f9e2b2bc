import { z } from "zod";
import type { KindSettings } from "./parts.ts";
import { settingsSchema } from "./settings.ts";

/** The text of `schema/rollcall.schema.json` (JSON Schema draft 2020-12), with which editors check and complete the settings. */
export function settingsJsonSchema(connectors: readonly KindSettings[], notifiers: readonly KindSettings[]): string {
  const schema = z.toJSONSchema(
    settingsSchema(connectors, notifiers).meta({
      title: "Rollcall settings",
      description: "rollcall.yaml: which directories are watched, why, who is told, and where what is known is kept.",
    }),
    { target: "draft-2020-12", io: "input" },
  );
  return `${JSON.stringify(schema, null, 2)}\n`;
}
