import type { Notification } from "../core/notification/notification.ts";
import type { StoreReader } from "./ports.ts";

/** What was given up, at one destination or at all. */
export async function failedAt(store: StoreReader, destination: string | undefined): Promise<readonly Notification[]> {
  return store.notifications({ state: "failed", ...(destination === undefined ? {} : { destination }) });
}
