import { type AccountRef, lessened } from "../core/person/person.ts";
import type { StoreReader, StoreWriter } from "./ports.ts";

/** The persons and bonds to which these accounts belong. */
export async function personsOfAccounts(
  reader: Pick<StoreReader, "belongings">,
  accounts: readonly AccountRef[],
): Promise<readonly string[]> {
  const mine = await reader.belongings({ accounts });
  return [...new Set(mine.flatMap(({ person, bond }) => [person ?? [], bond?.id ?? []].flat()))];
}

/** Of these persons and bonds, some of whose accounts are gone: whoever is left alone belongs to nobody. */
export async function withoutGone(writer: StoreWriter, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rest = lessened(await writer.belongings({ ids }));
  const isNothing = ({ person, bond }: (typeof rest)[number]): boolean => person === undefined && bond === undefined;
  await writer.putBelongings(rest.filter((one) => !isNothing(one)));
  await writer.deleteBelongings(rest.filter(isNothing));
}
