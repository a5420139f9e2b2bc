/** What only says how somebody came to the page. */
const TRACKING = /^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|ref|source|cmpid|smid|igshid|guccounter|guce_\w+)$/i;

/** An address without scheme, "www.", fragment, tracking and a slash at its end; null where it is none. */
export function canonicalLink(link: string | null | undefined): string | null {
  const [, host, path = ""] = /^https?:\/\/(?:www\.|m\.|amp\.)?([^/?#]+)([^#]*)/i.exec(link?.trim() ?? "") ?? [];
  if (host === undefined) return null;
  const [place = "", query = ""] = path.split("?");
  const left = query.split("&").filter((one) => one !== "" && !TRACKING.test(one.split("=")[0] ?? ""));
  const way = place.replace(/\/amp\/?$/, "").replace(/\/+$/, "");
  return `${host.toLowerCase()}${way}${left.length === 0 ? "" : `?${left.toSorted().join("&")}`}`;
}
