import { afterEach, describe, expect, it } from "vitest";
import { RollcallError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { withServer } from "../http/testing.ts";
import { openTeamsStand } from "./fake/teams.ts";
import { teams } from "./teams.ts";
import { departuresView, later, sendingTo, type Stand } from "./testing.ts";

const opened: Stand[] = [];
afterEach(async () => {
  for (const stand of opened.splice(0)) await stand.close();
});

async function open() {
  const stand = await openTeamsStand();
  opened.push(stand);
  return stand;
}

/** What comes of a message that is answered so. */
async function answered(status: number, type: string, body: string): Promise<RollcallError | "arrived"> {
  let outcome: RollcallError | "arrived" = "arrived";
  await withServer(
    (request, response) => {
      request.resume().on("end", () => response.writeHead(status, { "content-type": type }).end(body));
    },
    async (url) => {
      const settings = { url: new Secret(`${url}canary-of-the-path`, "env TEAMS_URL") };
      try {
        await teams.send(sendingTo({ settings }, departuresView(2)));
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
        expect(error.message).not.toContain("canary");
        outcome = error;
      }
    },
  );
  return outcome;
}

describe("a message to Teams", () => {
  it("is a card that a workflow takes, and each update is another one", async () => {
    const stand = await open();
    const receipt = await teams.send(sendingTo(stand, departuresView(2)));
    expect(receipt).toEqual({});
    await teams.send(sendingTo(stand, later(3), { id: "n-0123456789abcdef-2", previous: receipt }));
    expect(stand.received.map(({ id }) => id)).toEqual(["n-0123456789abcdef-1", "n-0123456789abcdef-2"]);
    expect(stand.received[0]?.text).toContain("Zofia Canarska 1");
  });

  it("passes through Teams, and is described by the host alone", async () => {
    const stand = await open();
    expect(teams.through?.(stand.settings)).toBe("teams");
    expect(teams.describe(stand.settings)).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it("goes nowhere without its signature", async () => {
    const stand = await open();
    const url = new Secret(stand.settings.url.reveal().replace(/sig=.*/, ""), "env TEAMS_URL");
    const sent = teams.send(sendingTo({ settings: { url } }, departuresView(1)));
    await expect(sent).rejects.toMatchObject({ code: "unauthorised" });
    expect(stand.received).toEqual([]);
  });

  it("to an address that is none is a fault of the secret, which is not shown", async () => {
    const settings = { url: new Secret("http://canary.example.com/hook", "env TEAMS_URL") };
    const sent = teams.send(sendingTo({ settings }, departuresView(1)));
    await expect(sent).rejects.toMatchObject({ code: "bad_secret" });
    await expect(sent).rejects.not.toThrow(/canary/);
    expect(teams.describe(settings)).toBe("the address from env TEAMS_URL");
  });

  it("has arrived with 202, and with the 1 of a connector of the kind before", async () => {
    expect(await answered(202, "text/html", "")).toBe("arrived");
    expect(await answered(200, "text/plain", "1")).toBe("arrived");
  });

  it.each([
    [429, "rate_limited"],
    [413, "refused"],
    [403, "unauthorised"],
    [500, "unreachable"],
  ])("has not arrived where a connector says 200 and that Teams answered %i", async (status, code) => {
    const body = `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with ContextId canary.`;
    expect(await answered(200, "text/plain", body)).toMatchObject({ code });
  });

  it("has not arrived where a web page answers, whatever its status says", async () => {
    expect(await answered(200, "text/html; charset=utf-8", "canary")).toMatchObject({ code: "malformed" });
    expect(await answered(200, "text/plain", "\n<!doctype html>canary")).toMatchObject({ code: "malformed" });
  });
});

describe("the settings", () => {
  it("take the address as a secret only", () => {
    expect(teams.settings.safeParse({ url: { env: "TEAMS_URL" } }).success).toBe(true);
    expect(teams.settings.safeParse({ url: "https://example.com/workflows/1?sig=a" }).success).toBe(false);
    expect(teams.settings.safeParse({}).success).toBe(false);
  });
});
