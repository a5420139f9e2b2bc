import type { Clock, Store } from "../app/ports.ts";
import type { Viewer } from "../core/disclosure/viewer.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import type { Transparency } from "../reports/transparency.ts";

/** A directory of the settings, as pages speak of it. */
export interface SiteDirectory {
  readonly id: string;
  /** What its tool is called. */
  readonly title: string;
  /** From one sweep to the next, in milliseconds. */
  readonly every: number;
}

/** What pages and the API are made of: the store and the settings of one organisation, without their secrets. */
export interface Site {
  readonly store: Store;
  readonly clock: Clock;
  readonly directories: readonly SiteDirectory[];
  readonly waves: WaveRules;
  readonly transparency: () => Promise<Transparency>;
}

/** One question that has been let through: whoever asks may have the answer. */
export interface Asked {
  readonly site: Site;
  readonly viewer: Viewer;
  /** Path and query, without the host. */
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
}
