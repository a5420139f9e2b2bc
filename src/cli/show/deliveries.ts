import type { Delivery } from "../../app/deliver.ts";
import { plain } from "../../messages/words.ts";

/** How one try ended, on one line and without names. */
export function deliveryText({ destination, incident, version, attempt, ended, error }: Delivery): string {
  const what = `${incident}, version ${version}`;
  switch (ended) {
    case "arrived":
      return `${destination}: told (${what})`;
    case "missed":
      return `${destination}: not told yet (${what}, try ${attempt}); it is tried again. ${plain(error ?? "")}`;
    case "failed":
      return `${destination}: NOT TOLD, given up (${what}, after ${attempt} tries). ${plain(error ?? "")}`;
    case "handed back":
      return `${destination}: broken off (${what}); it is tried again, as a repeat, at the next start`;
  }
}
