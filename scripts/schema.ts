// Writes schema/rollcall.schema.json from the settings schema with its connectors and notifiers, and from the migrations what a new
// store is made by (src/stores/migrations/whole.ts); and which country has which time zones (src/core/wave/zones.ts).
import { mkdirSync, writeFileSync } from "node:fs";
import { settingsJsonSchema } from "../src/config/json-schema.ts";
import { connectors } from "../src/connectors/all.ts";
import { notifiers } from "../src/notifiers/all.ts";
import { tablesOf, zonesSource } from "../src/core/wave/zones-written.ts";
import { wholeSource } from "../src/stores/migrations/written.ts";

const folder = new URL("../schema/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("rollcall.schema.json", folder), settingsJsonSchema(connectors, notifiers));
writeFileSync(new URL("../src/stores/migrations/whole.ts", import.meta.url), await wholeSource());
const zones = zonesSource(tablesOf(process.versions));
writeFileSync(new URL("../src/core/wave/zones.ts", import.meta.url), zones);
