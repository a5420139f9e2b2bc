import { existsSync } from "node:fs";
import type { Given } from "../app/source-port.ts";
import { systemClock } from "../clock.ts";
import { settingsPlaces } from "../config/places.ts";
import { collect } from "../files/collect.ts";
import { fileSource, heldSource, standardInput } from "../files/input.ts";
import { createOutside, type Outside, type Page, type Validators } from "../http/outside.ts";
import { sources } from "./source-kinds.ts";
import { type Choice, settingsFor, surroundings } from "./settings.ts";

/** Of standard input, which is held: it can be read only once, and is looked at before it is read. */
const MOST_PIPED = 256 * 1024 * 1024;

export type { Validators } from "../http/outside.ts";

export interface OpenedSources {
  /**
   * A file, an address of the web, or `-` for standard input.
   * @returns undefined for a page that has not changed since `seen`
   */
  readonly open: (place: string, seen?: Validators) => Promise<Given | undefined>;
  /** What servers want to be asked with the next time, of the pages that were opened, as they were typed. */
  readonly validators: () => ReadonlyMap<string, Validators>;
  /** Another page that one of them leads to. */
  readonly follow: (address: string) => Promise<Given>;
  /** Whether servers are told whom they may write to. */
  readonly contact: string | undefined;
  readonly close: () => Promise<void>;
}

/** What is typed is asked for even where it is private; what it leads to is not. */
export async function openSources(
  choice: Choice,
  options: {
    readonly places: readonly string[];
    readonly version: string;
    readonly contact: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<OpenedSources> {
  const { version, signal } = options;
  const contact = options.contact ?? (options.places.some(isAddress) ? await contactOf(choice) : undefined);
  let outside: Outside | undefined;
  const ask = async (address: string, trusted: boolean, seen?: Validators): Promise<Page | undefined> => {
    outside ??= createOutside({ clock: systemClock, version, contact, demands });
    return outside.get(address, { trusted, signal, ...(seen === undefined ? {} : { seen }) });
  };
  const validators = new Map<string, Validators>();
  const typed = new Set<string>();
  return {
    validators: () => validators,
    open: async (place, seen) => {
      if (isAddress(place)) {
        typed.add(new URL(place).origin);
        const page = await ask(place, true, seen);
        if (page === undefined) return undefined;
        validators.set(place, page.validators);
        return givenPage(page, place);
      }
      const whole = { address: null, mediaType: null, charset: null };
      if (place !== "-") return { ...fileSource(place), ...whole };
      const bytes = await collect(standardInput(process.stdin), MOST_PIPED);
      return { ...heldSource(bytes, "standard input"), ...whole };
    },
    follow: async (address) => {
      const page = await ask(address, URL.canParse(address) && typed.has(new URL(address).origin));
      // Nothing was said of what is known, so that the answer is whole.
      if (page === undefined) throw new Error("a page was not sent that was never seen");
      return givenPage(page, address);
    },
    contact,
    close: async () => outside?.close(),
  };
}

/** What keepers of the servers of our sources ask of everybody. */
const demands = sources.flatMap(({ server }) => (server === undefined ? [] : [server]));

/** A place as it was typed, with the address of what a source has a shorter name for: `edgar:2026-01-05`. */
export function placeNamed(place: string): string {
  const [, kind = "", name = ""] = /^([a-z]+):(?!\/\/)(.+)$/.exec(place) ?? [];
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  return sources.find((source) => source.kind === kind)?.addressOf?.(name, today) ?? place;
}

export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place) && URL.canParse(place);
}

function givenPage({ address, mediaType, charset, bytes }: Page, place: string): Given {
  return { ...heldSource(bytes, place), address, mediaType, charset };
}

/** The contact of the settings, where there are any: the record can be kept without. */
async function contactOf(choice: Choice): Promise<string | undefined> {
  const places = settingsPlaces(surroundings(), choice.config);
  if (choice.config === undefined && !places.some(({ file }) => existsSync(file))) return undefined;
  return (await settingsFor(choice))?.record.contact;
}
