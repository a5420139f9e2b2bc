/**
 * The address with the relation `next` in a Link header (RFC 8288), as GitHub and Okta page by; undefined where there is none.
 * Several headers of the name arrive joined by commas, and an address may hold commas itself.
 */
export function nextLink(headers: Headers): string | undefined {
  for (const [, address, params = ""] of (headers.get("link") ?? "").matchAll(/<([^<>]*)>((?:\s*;[^,<]*)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(params);
    const relations = (rel?.[1] ?? rel?.[2] ?? "").toLowerCase().split(/\s+/);
    if (relations.includes("next")) return address;
  }
  return undefined;
}
