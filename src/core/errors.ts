/**
 * Every failure that Rollcall can name. The code decides who has to act (`blame`) and whether trying again can help
 * (`retry`); exit codes and, later, HTTP problems derive from these, so that no command chooses its own.
 */
const CODES = {
  usage: { blame: "caller", retry: "never" },
  bad_file: { blame: "caller", retry: "never" },
  bad_setting: { blame: "settings", retry: "never" },
  bad_secret: { blame: "settings", retry: "never" },
  refused_token: { blame: "settings", retry: "never" },
  refused_scope: { blame: "settings", retry: "never" },
  unauthorised: { blame: "settings", retry: "never" },
  scope_missing: { blame: "settings", retry: "never" },
  wrong_workspace: { blame: "settings", retry: "never" },
  rate_limited: { blame: "remote", retry: "later" },
  unreachable: { blame: "remote", retry: "later" },
  malformed: { blame: "remote", retry: "later" },
  store_busy: { blame: "us", retry: "later" },
  store_full: { blame: "us", retry: "later" },
  /** Another process has it in hand. */
  leased: { blame: "us", retry: "later" },
  store_damaged: { blame: "us", retry: "never" },
  store_newer: { blame: "us", retry: "never" },
  refused: { blame: "settings", retry: "later" },
  gone: { blame: "settings", retry: "never" },
  /** A right to names has run out. */
  expired: { blame: "settings", retry: "never" },
  /** Ours: what no other code names. */
  fault: { blame: "us", retry: "later" },
  not_found: { blame: "caller", retry: "never" },
  /** Of an address at which this is not done. */
  not_done: { blame: "caller", retry: "never" },
  interrupted: { blame: "caller", retry: "later" },
} as const satisfies Record<string, { blame: Blame; retry: Retry }>;

export type Blame = "caller" | "settings" | "remote" | "us";
export type Retry = "never" | "later" | { readonly afterMs: number };
export type ErrorCode = keyof typeof CODES;
export const ERROR_CODES = Object.keys(CODES) as readonly ErrorCode[];

/** One clear sentence with the place, and what to do about it. The text never holds a secret or a person's data. */
export class RollcallError extends Error {
  override readonly name = "RollcallError";
  readonly code: ErrorCode;
  readonly blame: Blame;
  readonly retry: Retry;

  /** @param afterMs how long the other side asked us to wait (Slack's Retry-After), in milliseconds. */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown; afterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.blame = CODES[code].blame;
    this.retry = options.afterMs === undefined ? CODES[code].retry : { afterMs: options.afterMs };
  }
}

/** Exit codes of the command line: 0 ok, 1 failure, 2 usage or input, 3 settings, 4 remote unavailable, 5 partial. */
export function exitCode(error: unknown): number {
  if (!(error instanceof RollcallError)) return 1;
  return { caller: error.code === "interrupted" ? 1 : 2, settings: 3, remote: 4, us: 1 }[error.blame];
}

/**
 * An error of which nobody knows what its text holds, as one that may be shown: its kind, and the place in our code.
 * @param what it stands in the way of: `the message was not sent`.
 */
export function faultOf(error: unknown, what: string): RollcallError {
  if (error instanceof RollcallError) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  const frames = error instanceof Error ? (error.stack?.split("\n") ?? []) : [];
  const place = frames.find((line) => line.startsWith("    at "))?.trim() ?? "";
  return new RollcallError(
    "fault",
    `this is a fault in Rollcall (${kind} ${place}): ${what}. Please report it with this line.`,
  );
}
