import { RollcallError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import type { Context } from "./context.ts";

/**
 * Tells an outside dead-man's switch that somebody watches, or that nobody sees anything; a process that hangs or is gone
 * says neither, which the switch notices. The form is that of healthchecks.io: https://healthchecks.io/docs/http_api/
 * @returns why it was not told, if so
 */
export async function beat(
  { http, signal }: Context,
  address: Secret,
  dark: readonly string[],
): Promise<string | undefined> {
  const url = new URL(address.reveal());
  if (dark.length > 0) url.pathname = `${url.pathname.replace(/\/$/, "")}/fail`;
  const body = dark.length > 0 ? `nothing seen: ${dark.join(", ")}` : "ok";
  try {
    const { status } = await http.send(
      { url: url.href, method: "POST", headers: { "content-type": "text/plain; charset=utf-8" }, body },
      signal,
    );
    return status >= 300 ? `${url.host}: the heartbeat was answered with HTTP ${status}.` : undefined;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return error.code === "interrupted" ? undefined : error.message;
  }
}
