import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { callbackify } from "node:util";
import ipaddr from "ipaddr.js";
import { RollcallError } from "../core/errors.ts";

/** Every address of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (host) => lookup(host, { all: true });

/**
 * What an IP address is where it is not one of the open internet: `loopback`, `private`, `linkLocal` (169.254.169.254, where clouds keep
 * their secrets), and every other range that IANA has set apart; an IPv4 address inside an IPv6 one is judged as itself.
 */
export function insideRange(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return "unknown";
  const range = ipaddr.process(address).range();
  return range === "unicast" ? undefined : range;
}

/** A literal address of a URL as it is connected to, without the brackets of IPv6; undefined for a name. */
function literalOf({ hostname }: URL): string | undefined {
  const bare = hostname.replaceAll(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? bare : undefined;
}

/** Refuses an address that came as data and leads inside by its own letters; names are judged when they are resolved. */
export function checkAddress(url: URL): void {
  const literal = literalOf(url);
  const range = literal === undefined ? undefined : insideRange(literal);
  if (range !== undefined) throw inside(url.host, range);
}

function inside(host: string, range: string): RollcallError {
  return new RollcallError(
    "refused",
    `${host}: this leads to an address inside a network (${range}), which is not asked for what came from outside; only addresses that are typed or stand in the settings may be private.`,
  );
}

/**
 * A lookup for connections: the connection goes to the very addresses that were judged, so that a name that answers
 * differently the next time gains nothing. Where any of them leads inside, none is connected to.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  const judged = callbackify(async (host: string) => {
    const addresses = await resolve(host);
    const bad = addresses.map(({ address }) => insideRange(address)).find((range) => range !== undefined);
    if (bad !== undefined) throw inside(host, bad);
    return addresses;
  });
  return (host, options, done) => {
    judged(host, (error, addresses) => {
      const first = addresses?.[0];
      if (first === undefined) done(error ?? new Error("the name has no address"), "", 0);
      else if (options.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
}
