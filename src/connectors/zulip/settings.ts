import { z } from "zod";
import { type Held, lookedUp, secretRef } from "../../app/secret-ref.ts";
import { addressOf, apiAddress, perMinuteSetting } from "../../app/setting-parts.ts";
import { RollcallError } from "../../core/errors.ts";

const PER_MINUTE = 60;

export const zulipSettings = z.strictObject({
  url: apiAddress.describe("The address of the organisation: https://acme.zulipchat.com. Plain http only on loopback."),
  bot: z.email().describe("The e-mail address of the bot that reads: rollcall-bot@acme.zulipchat.com."),
  key: secretRef.describe("The API key of the bot."),
  pace: perMinuteSetting(PER_MINUTE, 200, "Zulip allows 200.").optional(),
});

/** The settings as written, and, once the secrets have been looked up, as the connector gets them. */
export type ZulipSettings = Held<z.output<typeof zulipSettings>>;

export function perMinute({ pace }: Pick<ZulipSettings, "pace">): number {
  return pace?.perMinute ?? PER_MINUTE;
}

export function apiOf({ url }: Pick<ZulipSettings, "url">): string {
  return new URL("api/v1/", addressOf(url, "url")).href;
}

/** The header that says who asks. Throws `bad_secret` or `refused_token`; the text never holds the key. */
export function authorization({ bot, key }: Pick<ZulipSettings, "bot" | "key">): string {
  const secret = lookedUp(key, "Zulip API key");
  const value = secret.reveal();
  if (!/^[A-Za-z0-9]{32}$/.test(value)) {
    throw new RollcallError(
      "refused_token",
      `The value from ${secret.origin} is no API key of Zulip (32 letters and digits); copy the key from the bot's settings.`,
    );
  }
  return `Basic ${Buffer.from(`${bot}:${value}`).toString("base64")}`;
}
