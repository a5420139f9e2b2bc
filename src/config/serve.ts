import { z } from "zod";
import { pathRef, secretRef } from "../app/secret-ref.ts";
import { isSafeAddress } from "../core/address.ts";
import { aliasOf, whereWritten } from "./parts.ts";
import { LOOPBACK } from "./watch.ts";
import { once } from "../core/once.ts";

const text = once(() => z.string().trim().min(1));

const tls = once(() =>
  z
    .strictObject({
      cert: pathRef.describe("The certificate with those that it was issued by, as PEM."),
      key: pathRef.describe("Its key, as PEM, readable by its owner only."),
    })
    .describe("Has Rollcall speak TLS itself. Both files are read again each hour, so that a renewed one is taken up."),
);

const issuer = once(() =>
  z
    .string()
    .refine(isSafeAddress, { error: "must be an https address without a name or password in it" })
    .describe("The address of your identity provider, as its discovery document says it."),
);

const groups = once(() =>
  z
    .union([z.array(text()).min(1), z.literal("everybody")], {
      error: "must be a list of groups, or everybody for an audience of counts",
    })
    .describe("The groups whose members are this audience, as the provider writes them; everybody who can sign in."),
);

const account = once(() =>
  z
    .strictObject({
      claim: text()
        .default("email")
        .describe(
          "The claim that has an account's e-mail address or id. Without it: email, where the provider verified it.",
        ),
      directory: z
        .string()
        .optional()
        .describe("The directory that it is looked for in, by its alias; all of them without it."),
    })
    .describe(
      "By what somebody who signs in is found among the accounts: when that account departs, they are signed out.",
    ),
);

const signIn = once(() =>
  z
    .strictObject({
      issuer: issuer(),
      clientId: text().describe("What Rollcall is called at the provider."),
      clientSecret: secretRef
        .optional()
        .describe("Its secret there; a public client, which has PKCE alone, without it."),
      scopes: z
        .array(text())
        .default(["openid", "email"])
        .transform((asked) => [...new Set(["openid", ...asked])])
        .describe("What is asked for; some providers give groups only where their own scope is asked for."),
      groups: text().default("groups").describe("The claim that has the groups of whoever signs in."),
      audiences: z
        .record(aliasOf("an alias"), groups())
        .refine((audiences) => Object.keys(audiences).length > 0, { error: "needs one audience at least" })
        .describe("Who is which of the audiences of names or counts that are declared under audiences."),
      account: whereWritten(account),
    })
    .describe(
      "How people sign in: OpenID Connect. Without it, whoever starts rollcall serve is let in by the link that it prints.",
    ),
);

export const USUAL_SERVE = { host: "127.0.0.1", port: 8080, behindProxy: false };

const KEYS = once(() => ({
  host: z
    .union([z.ipv4(), z.ipv6()], { error: "must be an address of this machine, such as 127.0.0.1" })
    .default(USUAL_SERVE.host)
    .describe("The address of this machine at which pages and API are; 127.0.0.1 is reached from this machine alone."),
  port: z.int().min(1).max(65_535).default(USUAL_SERVE.port).describe("The port there."),
  address: z
    .string()
    .refine(isOrigin, { error: "must be an address without a path, such as https://rollcall.example.com", abort: true })
    .optional()
    .describe("Where people find it in their browsers: https, a name, and the port where it is not 443."),
  behindProxy: z
    .boolean()
    .default(false)
    .describe("That a proxy which speaks TLS stands before it, whose X-Forwarded-For is then believed."),
  tls: whereWritten(tls),
  signIn: whereWritten(signIn),
}));

interface Written {
  readonly host: string;
  readonly address?: string | undefined;
  readonly behindProxy: boolean;
  readonly tls?: object | undefined;
  readonly signIn?: object | undefined;
}

/** Whether others than this machine reach it, by what is written. */
function isReached({ host, address, behindProxy }: Written): boolean {
  return !LOOPBACK.test(host) || behindProxy || address?.startsWith("https:") === true;
}

/** One sentence a fault: what others can reach is encrypted, and says who they are. */
function* unsafe(written: Written): Generator<{ readonly path: string; readonly message: string }> {
  const { host, address, behindProxy, tls: own, signIn: how } = written;
  if (!isReached(written)) return;
  const at = LOOPBACK.test(host) ? (behindProxy ? "behindProxy" : "address") : "host";
  if (own === undefined && !behindProxy) {
    const message =
      "others than this machine reach this address, and nothing encrypts what is sent: give tls: { cert, key }, or have a proxy with " +
      "TLS before it and say so with behindProxy: true" +
      (at === "host" ? "; or use 127.0.0.1" : "; or leave address out");
    yield { path: at, message };
  }
  if (how === undefined) {
    yield {
      path: at,
      message: "others than this machine reach this address, and nobody would have to say who they are: add signIn",
    };
  }
  if (address === undefined) {
    yield {
      path: at,
      message: "others than this machine reach this address: say at which one they find it, with address: https://…",
    };
  } else if (!address.startsWith("https:")) {
    yield { path: "address", message: "others than this machine reach it: must begin with https://" };
  }
}

/** The schema of `serve`. */
export const serve = once(() =>
  z
    .strictObject(KEYS())
    .superRefine((written, context) => {
      // A key with a slip in it is the fault, and not that the one is lacking that was meant.
      if (context.issues.some(({ code }) => code === "unrecognized_keys")) return;
      for (const { path, message } of unsafe(written)) context.addIssue({ code: "custom", path: [path], message });
    })
    .prefault({})
    .describe("Where rollcall serve shows its pages, and to whom."),
);

export type Serve = z.output<ReturnType<typeof serve>>;

function isOrigin(address: string): boolean {
  return isSafeAddress(address) && /^https?:\/\/[^/?#]+\/?$/.test(address);
}

/** What `signIn` says of audiences and directories that the settings may not have, one sentence each. */
export function signsInWrongly(
  settings: Pick<Serve, "signIn"> | undefined,
  sees: ReadonlyMap<string, "named" | "counts"> | undefined,
  directories: readonly string[] | undefined,
): readonly { readonly path: readonly string[]; readonly message: string }[] {
  const how = settings?.signIn;
  if (how === undefined) return [];
  const found = Object.entries(how.audiences).flatMap(([alias, members]) => {
    const path = ["serve", "signIn", "audiences", alias];
    if (sees?.has(alias) === false) return [{ path, message: "no audience of this alias is declared under audiences" }];
    return members === "everybody" && sees?.get(alias) === "named"
      ? [{ path, message: "names are not for everybody: write the groups whose members may know them" }]
      : [];
  });
  const directory = how.account?.directory;
  if (directory === undefined || directories === undefined || directories.includes(directory)) return found;
  const path = ["serve", "signIn", "account", "directory"];
  return [...found, { path, message: "no directory of this name" }];
}
