import type { Clock, Store } from "../app/ports.ts";
import type { Audience } from "../core/disclosure/disclose.ts";
import type { EventSource } from "../core/directory/event.ts";
import type { EnteredReport } from "../app/record-port.ts";
import type { Taken } from "../app/read-documents.ts";
import type { Instant } from "../core/time.ts";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import type { Viewer } from "../core/disclosure/viewer.ts";
import type { OffboardingRules } from "../core/offboarding/rules.ts";
import type { Publication } from "../core/record/publication.ts";
import type { WaveRules } from "../core/wave/rules.ts";
import type { Transparency } from "../reports/transparency.ts";

/** A directory of the settings, as pages speak of it. */
export interface SiteDirectory {
  readonly id: string;
  /** What its tool is called. */
  readonly title: string;
  /** From one sweep to the next, in milliseconds. */
  readonly every: number;
  /** How it shows that somebody has left, and what it never shows. */
  readonly departure: "flag" | "absence";
  readonly blindTo: readonly string[];
  /** How events can come, as it is set up. */
  readonly sources: readonly EventSource[];
}

/** A destination of the settings, without its secrets. */
export interface SiteDestination {
  readonly name: string;
  /** What its kind is called, and where it is: `Slack`, `the channel C123`. */
  readonly title: string;
  readonly place: string;
  /** `named`, `counts`, or the alias of an audience; and what it may see. */
  readonly audience: string;
  readonly sees: Audience;
  readonly tells: readonly string[];
  /** The directories that it hears of; all without it. */
  readonly directories?: readonly string[];
}

/** What pages and the API are made of: the store and the settings of one organisation, without their secrets. */
export interface Site {
  readonly store: Store;
  readonly clock: Clock;
  readonly directories: readonly SiteDirectory[];
  readonly destinations: readonly SiteDestination[];
  readonly waves: WaveRules;
  /** Until when accounts of people who left are to be gone; nobody asks without it. */
  readonly offboarding?: OffboardingRules;
  readonly transparency: () => Promise<Transparency>;
  /** Takes a report that somebody enters by hand into the public record, as `layoffs add` does. */
  readonly enter: (entered: EnteredReport) => Promise<Taken>;
  /** The checkpoint of the audit log that was signed last. */
  readonly lastCheckpoint: () => Promise<{ readonly note: string; readonly at: Instant } | undefined>;
  /** Under what the public record is published. */
  readonly publication: Publication;
  readonly version: string;
}

/** A site of files, which is made at once and asked nothing: the pages of the public record. */
export interface Still {
  /** Whether it has something for this address of ours. */
  readonly has: (address: string) => boolean;
  /** Where that is found, as an address of the web; from the top of the site, where nobody has said where it will be. */
  readonly placeOf: (address: string) => string;
  /** Whether that is an address of the web. */
  readonly isPlaced: boolean;
}

/** One question that has been let through: whoever asks may have the answer. */
export interface Asked {
  readonly site: Site;
  readonly viewer: Viewer;
  /** Of somebody who is in several audiences: as which they may look, one at a time. */
  readonly choices?: readonly OwnAudience[];
  /** Of a page that is kept as a file: what else there is beside it. What is served has everything. */
  readonly still?: Still;
  /** Path and query, without the host. */
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
}
