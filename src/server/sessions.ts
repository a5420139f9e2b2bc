import type { Clock } from "../app/ports.ts";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import { ANYONE, OPERATOR, type Viewer, viewerOf } from "../core/disclosure/viewer.ts";
import { HOUR, type Instant, MINUTE } from "../core/time.ts";
import { keyOf, newSecret } from "./secrets.ts";

/** Without a sign of life a session ends (OWASP ASVS 5.0, 7.3.1), and in any case after so long (7.3.2). */
const IDLE = 30 * MINUTE;
const LONGEST = 12 * HOUR;
/** More than an organisation has readers; the one that was used longest ago makes room. */
const MOST = 10_000;

export interface AccountOf {
  readonly directory: string;
  readonly id: string;
}

/** Somebody who has signed in. Kept in memory alone: with the process it ends. */
export interface Session {
  /** As whom; `operator` where no audience of names is declared and the person runs Rollcall, null until they have chosen. */
  readonly audience: OwnAudience | "operator" | null;
  /** As whom else they may look: names are for one audience at a time. */
  readonly choices?: readonly OwnAudience[];
  /** The accounts of whoever signed in, where directories have them: when one departs, the session ends. */
  readonly accounts?: readonly AccountOf[];
  readonly since: Instant;
  readonly seen: Instant;
}

/** As whom somebody looks: nobody, without a session or a choice of an audience. */
export function viewerIn(session: Pick<Session, "audience"> | undefined, now: Instant): Viewer {
  const audience = session?.audience ?? null;
  return audience === null ? ANYONE : audience === "operator" ? OPERATOR : viewerOf(audience, now);
}

export interface Sessions {
  /** @returns the secret of its cookie, which is kept nowhere */
  readonly open: (session: Pick<Session, "audience" | "choices" | "accounts">) => string;
  /** What the record calls it: nobody gets from this to the secret, or to a person. */
  readonly nameOf: (secret: string) => string;
  /** The session of a cookie, which is thereby in use. */
  readonly find: (secret: string) => Session | undefined;
  /** The same without being used: what a page asks for by itself keeps nobody signed in. */
  readonly peek: (secret: string) => Session | undefined;
  readonly close: (secret: string) => void;
}

export function createSessions(clock: Pick<Clock, "now">): Sessions {
  // In the order of their last use.
  const sessions = new Map<string, Session>();
  const hasEnded = ({ since, seen }: Session): boolean => clock.now() - seen > IDLE || clock.now() - since > LONGEST;
  const makeRoom = (): void => {
    for (const [id, session] of sessions) {
      if (sessions.size < MOST && !hasEnded(session)) return;
      sessions.delete(id);
    }
  };
  return {
    open: (session) => {
      makeRoom();
      const secret = newSecret();
      sessions.set(keyOf(secret), { ...session, since: clock.now(), seen: clock.now() });
      return secret;
    },
    nameOf: (secret) => `u-${keyOf(secret).slice(0, 10)}`,
    find: (secret) => {
      const id = keyOf(secret);
      const session = sessions.get(id);
      if (session === undefined) return undefined;
      sessions.delete(id);
      if (hasEnded(session)) return undefined;
      const used = { ...session, seen: clock.now() };
      sessions.set(id, used);
      return used;
    },
    peek: (secret) => {
      const session = sessions.get(keyOf(secret));
      return session === undefined || hasEnded(session) ? undefined : session;
    },
    close: (secret) => void sessions.delete(keyOf(secret)),
  };
}
