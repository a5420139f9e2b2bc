import { RollcallError } from "../core/errors.ts";

/**
 * Lets through what may come from the web at all. A page of elsewhere may lead here, and may have nothing done here (OWASP ASVS
 * 5.0, 3.5.1); a name that somebody else has pointed at this machine is not ours (DNS rebinding).
 * @param hosts what this server is called, with its port
 * @throws RollcallError `refused`
 */
export function guard(request: Request, hosts: ReadonlySet<string>): void {
  const host = request.headers.get("host") ?? "";
  if (!hosts.has(host.toLowerCase())) {
    throw new RollcallError(
      "refused",
      "This server has another address: open the one that rollcall serve prints, or set serve.address to this one.",
    );
  }
  if (request.method === "GET" || request.method === "HEAD" || request.headers.has("authorization")) return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const own = site === "same-origin" || (site === null && origin !== null && hosts.has(hostOf(origin)));
  if (!own) {
    throw new RollcallError("refused", "Another site asked for this: open Rollcall itself and do it there.");
  }
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : "";
}
