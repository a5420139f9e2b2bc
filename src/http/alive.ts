import { Agent, fetch } from "undici";
import { SECOND } from "../core/time.ts";

/** Shorter than the five seconds that a container's check has. */
const PATIENCE = 4 * SECOND;

/**
 * Whether a server of this machine answers at its `/healthz`. Its certificate is for the name by which others find it, and may have
 * been renewed since: nothing is sent that somebody could want, and nothing is believed but that something answers.
 * @param address `https://127.0.0.1:8080`
 * @returns undefined where it does; why not, in a few words
 */
export async function whyNotAlive(address: string): Promise<string | undefined> {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  try {
    const answer = await fetch(`${address}/healthz`, {
      dispatcher,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer.body?.cancel();
    return answer.status === 200 ? undefined : `it answers with HTTP ${answer.status}`;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError"
      ? `nothing answers within ${PATIENCE / SECOND} seconds`
      : "nothing answers there";
  } finally {
    await dispatcher.destroy();
  }
}
