import type { Clock, Store, StoreReader } from "../app/ports.ts";
import { defined } from "../core/defined.ts";
import type { OwnAudience } from "../core/disclosure/grant.ts";
import { ANYONE } from "../core/disclosure/viewer.ts";
import { RollcallError } from "../core/errors.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { audience as audiencePage, signIn as signInPage } from "../web/pages/sign-in.tsx";
import { type Authentication, cookieOf, type Identity, seeOther, sessionIn, signedIn, signedOut } from "./auth.ts";
import type { Begun, Person, Provider } from "./provider.ts";
import type { Route } from "./route.ts";
import { keyOf, newSecret } from "./secrets.ts";
import { type AccountOf, createSessions, type Session, viewerIn } from "./sessions.ts";

export interface SignInOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly provider: Provider;
  readonly audiences: readonly OwnAudience[];
  /** By alias: the groups whose members are that audience, or everybody who can sign in. */
  readonly members: Readonly<Record<string, readonly string[] | "everybody">>;
  /** The directory in which people are looked for; all of them without it. */
  readonly directory?: string;
  /** Where people find Rollcall: `https://rollcall.example.com`. */
  readonly origin: () => string;
  /** For our own journal: sentences without anything of a person. */
  readonly fault: (error: string) => void;
}

const BACK = "/sign-in/back";
const BEGUN = "__Host-rollcall-sign-in";
/** From when it begins to when it comes back. */
const LASTS = 10 * MINUTE;
/** Sign-ins that are on their way; the oldest makes room. */
const MOST = 10_000;

/**
 * People sign in at their organisation's provider, and are the audience that their groups say. Groups are asked for at sign-in, so
 * that a change of them is in force with the next one, 12 hours later at most; that an account has departed is, with the next request.
 */
export function signInAuthentication(options: SignInOptions): Authentication {
  const { clock, store, provider, origin, fault } = options;
  const sessions = createSessions(clock);
  const waiting = createWaiting(clock);
  const note = recorder(options);

  /** A session of a new secret in the place of the one that there was. */
  const open = async (request: Request, to: Pick<Session, "audience" | "choices" | "accounts">): Promise<string> => {
    sessions.close(cookieOf(request));
    const secret = sessions.open(to);
    await note("sign in", to.audience, { session: sessions.nameOf(secret) });
    return signedIn(secret);
  };
  const close = async (secret: string, why: "asked" | "departed"): Promise<void> => {
    const session = sessions.find(secret);
    sessions.close(secret);
    if (session !== undefined) await note("sign out", session.audience, { session: sessions.nameOf(secret), why });
  };

  const begin: Route["handle"] = async () => {
    const { url, begun } = await provider.begin(`${origin()}${BACK}`);
    return seeOther(url.href, signedIn(waiting.add(begun), BEGUN));
  };
  const back: Route["handle"] = async ({ url }, request) => {
    const begun = waiting.take(cookieOf(request, BEGUN));
    if (begun === undefined) {
      throw new RollcallError(
        "unauthorised",
        "This sign-in was begun in another browser, more than 10 minutes ago, or has been used: begin again.",
      );
    }
    const person = await provider.finish(new URL(`${BACK}${url.search}`, origin()), begun).catch((error: unknown) => {
      if (error instanceof RollcallError) fault(`A sign-in was refused: ${error.message}`);
      throw error;
    });
    const choices = audiencesOf(options, person);
    const accounts = await accountsOf(options, person);
    const refuse = async (why: string, sentence: string): Promise<never> => {
      await note("sign in refused", null, { why });
      throw new RollcallError("refused", sentence);
    };
    if (accounts === "departed") return refuse("departed", DEPARTED);
    const [first, ...others] = choices;
    if (first === undefined) return refuse("no audience", NO_AUDIENCE);
    const session = { accounts, ...(others.length === 0 ? {} : { choices }) };
    const chosen = others.length === 0 ? first : null;
    return seeOther(
      chosen === null ? "/audience" : "/",
      await open(request, { ...session, audience: chosen }),
      signedOut(BEGUN),
    );
  };
  const choose: Route["handle"] = async ({ params }, request) => {
    const session = sessions.find(cookieOf(request));
    const choices = session?.choices ?? [];
    const chosen = choices.find(({ alias }) => alias === params["alias"]);
    if (session === undefined || chosen === undefined) {
      throw new RollcallError(session === undefined ? "unauthorised" : "refused", "You are not in this audience.");
    }
    return seeOther(
      "/",
      await open(request, { audience: chosen, choices, ...defined({ accounts: session.accounts }) }),
    );
  };

  return {
    canSignIn: true,
    pages: [signInPage, audiencePage],
    identify: async (request): Promise<Identity> => {
      const session = sessionIn(sessions, request);
      if (session === undefined) return { viewer: ANYONE };
      if (!(await areHere(store, session.accounts ?? []))) {
        await close(cookieOf(request), "departed");
        return { viewer: ANYONE };
      }
      return { viewer: viewerIn(session, clock.now()), ...defined({ choices: session.choices }) };
    },
    routes: [
      { method: "GET", path: "/sign-in/begin", policy: "open", guessed: true, handle: begin },
      // The one GET that changes something: the provider leads here, with what it was asked for from this browser and once.
      { method: "GET", path: BACK, policy: "open", guessed: true, handle: back },
      { method: "POST", path: "/audience/:alias", policy: "open", handle: choose },
      {
        method: "POST",
        path: "/sign-out",
        policy: "open",
        handle: async (_, request) => {
          await close(cookieOf(request), "asked");
          return seeOther("/", signedOut());
        },
      },
    ],
  };
}

const DEPARTED =
  "The account that you sign in with has been deactivated or removed in a directory that Rollcall watches.";
const NO_AUDIENCE =
  "You are in none of the groups that may look here. Whoever runs Rollcall can say which these are: serve.signIn.audiences.";

/** Who may see names signs in and out on the record, by the audience alone; readers of counts alone are not recorded. */
function recorder({ store, clock }: SignInOptions) {
  return async (
    action: "sign in" | "sign out" | "sign in refused",
    audience: Session["audience"],
    detail: Readonly<Record<string, string>>,
  ): Promise<void> => {
    if (action !== "sign in refused" && (audience === null || audience === "operator" || audience.sees !== "named"))
      return;
    const as: Readonly<Record<string, string>> =
      audience === null || audience === "operator" ? {} : { as: audience.alias };
    await store.transaction(
      (writer) => writer.record({ at: clock.now(), action, detail: { ...as, ...detail } }),
      "log",
    );
  };
}

function audiencesOf({ audiences, members }: SignInOptions, { groups }: Person): readonly OwnAudience[] {
  const mine = new Set(groups);
  return audiences.filter(({ alias, sees }) => {
    const wanted = Object.hasOwn(members, alias) ? members[alias] : undefined;
    if (wanted === "everybody") return sees === "counts";
    return wanted?.some((group) => mine.has(group)) === true;
  });
}

/**
 * The accounts of whoever signs in, as far as directories have them; `departed` where they have some and all have departed. Of
 * whoever is in no directory nothing is known, and the provider alone says when they leave.
 */
async function accountsOf(
  { store, directory }: SignInOptions,
  { account }: Person,
): Promise<readonly AccountOf[] | "departed"> {
  if (account === undefined) return [];
  const found = await store.accountsBy(account.includes("@") ? { email: account } : { id: account }, directory);
  const here = found.filter(({ entry }) => isHere(entry));
  if (found.length > 0 && here.length === 0) return "departed";
  return here.map((one) => ({ directory: one.directory, id: one.entry.account.id }));
}

type RosterEntry = Awaited<ReturnType<StoreReader["accountsBy"]>>[number]["entry"];

function isHere({ presence, account }: RosterEntry): boolean {
  return presence === "present" && (account.status === "active" || account.status === "invited");
}

async function areHere(store: Pick<StoreReader, "entries">, accounts: readonly AccountOf[]): Promise<boolean> {
  for (const { directory, id } of accounts) {
    const entry = (await store.entries(directory, [id])).get(id);
    if (entry === undefined || !isHere(entry)) return false;
  }
  return true;
}

/** Sign-ins that have begun, each to be taken once, by the browser that has the secret. */
function createWaiting(clock: Pick<Clock, "now">) {
  const begun = new Map<string, { readonly at: Instant; readonly of: Begun }>();
  return {
    add: (of: Begun): string => {
      for (const [id, { at }] of begun) {
        if (begun.size < MOST && clock.now() - at <= LASTS) break;
        begun.delete(id);
      }
      const secret = newSecret();
      begun.set(keyOf(secret), { at: clock.now(), of });
      return secret;
    },
    take: (secret: string): Begun | undefined => {
      const found = begun.get(keyOf(secret));
      begun.delete(keyOf(secret));
      return found !== undefined && clock.now() - found.at <= LASTS ? found.of : undefined;
    },
  };
}
