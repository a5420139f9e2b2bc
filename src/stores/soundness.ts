import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { DAY, SECOND } from "../core/time.ts";

/**
 * Whether a store's file has to be looked at whole before it is trusted, which takes seconds for a million accounts. It is noted in a
 * file beside it when that was done, and how this program has left the file since (docs/decisions/0027).
 */
export interface Soundness {
  /** Nothing is noted, it is a day ago, the machine was started since, or the file is not as it was left: another one, or changed by others. */
  isDue(): boolean;
  /** Before the whole file is looked at. @returns what notes how it was found */
  begin(): (isSound: boolean) => void;
  /** This program may have written the file. */
  left(): void;
  /** Damage was met: whoever opens the file next looks at all of it. */
  doubt(): void;
}

export function soundnessOf(path: string, now = Date.now, running = () => uptime() * SECOND): Soundness {
  const place = `${path}.checked`;
  let known = "";
  const note = (at: number, stand: string): void => {
    known = stand;
    orUndefined(() => writeFileSync(place, `${at} ${stand}\n`, { mode: 0o600 }));
  };
  const doubt = (): void => {
    orUndefined(() => rmSync(place, { force: true }));
  };
  return {
    isDue: () => {
      const [at, stand] = noted(place) ?? [0];
      if (stand === undefined || stand !== standOf(path)) return true;
      known = stand;
      const ago = now() - at;
      return !(ago >= 0 && ago < Math.min(DAY, running()));
    },
    begin: () => {
      // As it was before: what others write meanwhile was not all looked at.
      const stand = standOf(path) ?? "";
      return (isSound) => (isSound ? note(now(), stand) : doubt());
    },
    left: () => {
      const stand = standOf(path);
      if (stand === undefined || stand === known) return;
      const [at] = noted(place) ?? [];
      // Another process may have met damage.
      if (at !== undefined) note(at, stand);
    },
    doubt,
  };
}

/** When it was looked at whole, and how the file was left. */
function noted(place: string): readonly [at: number, stand: string] | undefined {
  const text = orUndefined(() => readFileSync(place, "latin1").trimEnd()) ?? "";
  const end = text.indexOf(" ");
  return end === -1 ? undefined : [Number(text.slice(0, end)), text.slice(end + 1)];
}

/** Which file it is, and when it was written last: the time of the change, which no copying or unpacking sets. */
function standOf(path: string): string | undefined {
  const stat = orUndefined(() => statSync(path, { bigint: true }));
  return stat && `${stat.dev} ${stat.ino} ${stat.size} ${stat.ctimeNs}`;
}

/** What cannot be noted or read has the file looked at once more, and is nobody's error. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
