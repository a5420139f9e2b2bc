import type { Person } from "../core/person/person.ts";
import type { StoreReader } from "./ports.ts";

export async function personsOf(_reader: StoreReader): Promise<readonly Person[]> {
  return [];
}
