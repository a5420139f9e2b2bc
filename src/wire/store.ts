import type { Store } from "../app/ports.ts";
import { erasureKeyFile } from "../config/key-file.ts";
import type { ResolvedPostgres } from "../config/store.ts";
import type { About } from "../stores/postgres-about.ts";
import type { PostgresPlace } from "../stores/postgres.ts";
import { openStore } from "./context.ts";

/** Where a store is. */
export interface StorePlace {
  /** The file; of a database, the path beside which stands what stands beside a store. */
  readonly path: string;
  readonly postgres?: ResolvedPostgres;
}

/** Loaded only where it is the store: a start without it reads nothing of it. */
const postgresStore = () => import("../stores/postgres.ts");

export async function openStoreAt({ path, postgres }: StorePlace): Promise<Store> {
  if (postgres === undefined) return openStore(path);
  const { openPostgres } = await postgresStore();
  return openPostgres({ place: await placeOf(postgres), key: erasureKeyFile(path) });
}

/** As messages call it. */
export async function storeName({ path, postgres }: StorePlace): Promise<string> {
  return postgres === undefined ? path : (await postgresStore()).postgresName(await placeOf(postgres));
}

/** What there is to know of a store that is a database. */
export async function aboutStore({ postgres }: StorePlace): Promise<readonly About[]> {
  if (postgres === undefined) return [];
  const { aboutPostgres } = await import("../stores/postgres-about.ts");
  return aboutPostgres(await placeOf(postgres));
}

async function placeOf({ encrypted, ca, ...place }: ResolvedPostgres): Promise<PostgresPlace> {
  const { isLocal } = await import("../stores/postgres-about.ts");
  const isEncrypted = encrypted ?? !isLocal(place.host);
  return { ...place, tls: isEncrypted && (ca === undefined ? {} : { ca }) };
}
