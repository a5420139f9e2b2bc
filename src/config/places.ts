import { isAbsolute, join, resolve } from "node:path";

/** The process as seen from the settings. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The user's home folder. */
  readonly home: string;
}

/** A place where the settings may be; `label` is how messages call it. */
export interface SettingsPlace {
  readonly file: string;
  readonly label: string;
}

const SETTINGS_NAME = "rollcall.yaml";

/** Where settings are looked for, in this order: only `config` where it is given (`--config FILE`). */
export function settingsPlaces({ env, cwd, home }: Surroundings, config?: string): readonly SettingsPlace[] {
  if (config !== undefined) return [{ file: resolve(cwd, config), label: config }];
  const users = join(xdg(env["XDG_CONFIG_HOME"], join(home, ".config")), "rollcall", SETTINGS_NAME);
  return [
    { file: resolve(cwd, SETTINGS_NAME), label: SETTINGS_NAME },
    { file: users, label: users },
  ];
}

/** The store's file where the settings name none: in $ROLLCALL_STATE, else the state folder of this user. */
export function defaultStorePath({ env, cwd, home }: Surroundings): string {
  const own = env["ROLLCALL_STATE"];
  const folder =
    own !== undefined && own !== ""
      ? resolve(cwd, own)
      : join(xdg(env["XDG_STATE_HOME"], join(home, ".local", "state")), "rollcall");
  return join(folder, "rollcall.db");
}

/** What may be thrown away at any time and is made anew. */
export function cachePath({ env, home }: Pick<Surroundings, "env" | "home">): string {
  return join(xdg(env["XDG_CACHE_HOME"], join(home, ".cache")), "rollcall");
}

/** "All paths set in these environment variables must be absolute" and are otherwise ignored: XDG Base Directory 0.8. */
function xdg(value: string | undefined, fallback: string): string {
  return value !== undefined && isAbsolute(value) ? value : fallback;
}
