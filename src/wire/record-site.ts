import { readFileSync } from "node:fs";
import type { Publication } from "../core/record/publication.ts";
import { version } from "../cli/version.ts";
import { siteFiles } from "../site/build.tsx";
import { type Written, writeSite } from "../site/write.ts";
import { pages } from "../web/index.ts";
import type { Site } from "../web/site.ts";
import type { Reading } from "./settings.ts";

const ASSETS = new URL("../../assets/", import.meta.url);

/** Writes the public record of a store as a site of files. @param address where it will be found */
export async function writeRecordSite(
  { store, clock, waves }: Pick<Reading, "store" | "clock" | "waves">,
  {
    folder,
    address,
    publication,
  }: { readonly folder: string; readonly address: string | undefined; readonly publication: Publication },
): Promise<Written> {
  const never = async (): Promise<never> => {
    throw new Error("a page of the public record asks for nothing else");
  };
  const site: Site = {
    store,
    clock,
    waves,
    publication,
    version,
    directories: [],
    destinations: [],
    transparency: never,
    enter: never,
    lastCheckpoint: never,
  };
  const asset = (name: string): string => readFileSync(new URL(name, ASSETS), "utf8");
  const assets = { style: asset("rollcall.css"), icon: asset("icon.svg") };
  return writeSite(folder, siteFiles({ site, pages, assets, address }));
}
