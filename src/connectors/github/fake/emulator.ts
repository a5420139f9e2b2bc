import { createEmulator } from "emulate";
import { freePort } from "../../../../test/support/ports.ts";

export interface Emulated {
  readonly url: string;
  readonly token: string;
  /** Asks the emulator as an owner of the organisation. */
  ask(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly body: unknown }>;
  close(): Promise<void>;
}

const TOKEN = "ghp_emulatedtokenemulatedtokenemulated00";

/** The GitHub of `emulate`, which is not ours: an organisation acme of so many members, the first of them an owner. */
export async function startEmulator(count: number): Promise<Emulated> {
  const users = Array.from({ length: count }, (_, n) => ({ login: `quorvath-${n}`, name: `Quorvath ${n}` }));
  const members = users.map(({ login }, n) => ({ login, role: n === 0 ? "admin" : "member" }));
  // It says its own address in links, so that has to be known before it starts.
  const port = await freePort();
  const emulator = await createEmulator({
    service: "github",
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    seed: {
      tokens: { [TOKEN]: { login: "quorvath-0", scopes: ["read:org"] } },
      github: { users, orgs: [{ login: "acme", name: "Acme", members }] },
    },
  });
  const ask: Emulated["ask"] = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = await answer.text();
    return { status: answer.status, headers: answer.headers, body: said === "" ? undefined : JSON.parse(said) };
  };
  return { url: `http://127.0.0.1:${port}/`, token: TOKEN, ask, close: () => emulator.close() };
}
