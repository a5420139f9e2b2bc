// Writes schema/rollcall.schema.json from the settings schema with its connectors and notifiers.
import { mkdirSync, writeFileSync } from "node:fs";
import { settingsJsonSchema } from "../src/config/json-schema.ts";
import { connectors } from "../src/connectors/index.ts";
import { notifiers } from "../src/notifiers/index.ts";

const folder = new URL("../schema/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("rollcall.schema.json", folder), settingsJsonSchema(connectors, notifiers));
