import { personsOf as fromBelongings, type Person } from "../core/person/person.ts";
import type { StoreReader } from "./ports.ts";

/** Everybody whose accounts are linked over directories, as far as the reader may know. */
export async function personsOf(reader: Pick<StoreReader, "belongings">): Promise<readonly Person[]> {
  return fromBelongings(await reader.belongings("all"));
}
