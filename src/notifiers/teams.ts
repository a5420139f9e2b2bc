import { z } from "zod";
import { defineNotifier, type HttpResponse } from "../app/ports.ts";
import { type Resolved, secretRef } from "../app/secret-ref.ts";
import { RollcallError } from "../core/errors.ts";
import { addressOf, hostOf, requireSuccess } from "./http-answer.ts";
import { teamsBody } from "./teams-card.ts";

const settings = z.strictObject({
  url: secretRef.describe(
    "The address that the workflow was given. Whoever has it can post as the workflow, so it is a secret.",
  ),
});

type TeamsSettings = Resolved<z.output<typeof settings>>;

/** Cards for a Teams channel or chat, posted to a workflow that begins with "When a Teams webhook request is received". */
export const teams = defineNotifier<TeamsSettings>({
  kind: "teams",
  title: "Microsoft Teams",
  docs: "docs/notifiers/teams.md",
  settings,
  updates: "messages",
  through: () => "teams",
  exposure: () => ({
    refused: false,
    why: "nobody here can see who reads the channel behind the workflow; let it be a private channel, or a chat of this audience alone",
  }),
  describe: ({ url }) => hostOf(url),
  send: async ({ settings: { url }, view, id, repeat, http, clock, signal }) => {
    const response = await http.send(
      {
        url: addressOf(url),
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8" },
        body: teamsBody(view, id, repeat),
      },
      signal,
    );
    const place = `The Teams workflow at ${hostOf(url)}`;
    requireSuccess(behind(response, place), place, clock.now());
    return {};
  },
});

/**
 * The answer that counts. A workflow says 202 and no more; what says 200 is a connector of the kind before, which writes into
 * the body what Teams answered to it, or something in between that knows nothing of Teams.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors
 */
function behind(response: HttpResponse, place: string): HttpResponse {
  if (response.status !== 200) return response;
  const text = new TextDecoder().decode(response.body.subarray(0, 10_000)).trim();
  const status = /\bendpoint returned HTTP error (?<status>[45]\d\d)\b/.exec(text)?.groups?.["status"];
  if (status !== undefined) return { ...response, status: Number(status) };
  if (/\bhtml\b/i.test(response.headers.get("content-type") ?? "") || text.startsWith("<")) {
    const message = `${place}: the answer is a web page, as a proxy or a login page gives; check the address and the proxy.`;
    throw new RollcallError("malformed", message);
  }
  return response;
}
