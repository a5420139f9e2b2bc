import { loadKinds } from "../app/kinds.ts";
import { notifierKinds } from "./index.ts";

/** All of them, loaded: for tests, and what is made of all their settings. */
export const notifiers = await loadKinds(notifierKinds);
