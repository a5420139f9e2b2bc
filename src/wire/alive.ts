import { whyNotAlive } from "../http/alive.ts";
import { addressAt } from "../server/bind.ts";
import { type Choice, load } from "./settings.ts";

/** Where this machine itself asks a server that listens at all of its addresses. */
const HERE: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "localhost" };

/** Asks `rollcall serve` of these settings, where it listens; no secret is read for that. @returns why it is not alive */
export async function askServe(choice: Choice): Promise<{ readonly address: string; readonly why?: string }> {
  const { host, port, tls } = (await load(choice)).serve;
  const address = addressAt({ host: HERE[host] ?? host }, port, tls);
  const why = await whyNotAlive(address);
  return why === undefined ? { address } : { address, why };
}
