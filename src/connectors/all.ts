import { loadKinds } from "../app/kinds.ts";
import { connectorKinds } from "./index.ts";

/** All of them, loaded: for tests, and what is made of all their settings. */
export const connectors = await loadKinds(connectorKinds);
