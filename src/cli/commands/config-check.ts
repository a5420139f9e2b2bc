import { hearsNothing } from "../../core/notification/hears-nothing.ts";
import { exposedText } from "../../messages/audiences.ts";
import { noSecondRouteText } from "../../messages/deliveries.ts";
import { counted, listed } from "../../messages/words.ts";
import { openWholeSettings } from "../../wire/settings.ts";
import { choice, type Run } from "../command.ts";
import { grantNotes } from "../show/grants.ts";

/** Reads the settings, the secrets that they name and the files that they point to. Asks no tool, and sends nothing. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const settings = await openWholeSettings(choice(invocation));
  await settings.serving();
  const { file, directories, destinations, counts, purpose, withoutSecondRoute, exposed } = settings;
  const parts = [
    `${counted(directories.length, "directory", "directories")} (${listed(directories.map(({ id }) => id))})`,
    ...(destinations.length === 0
      ? []
      : [`${counted(destinations.length, "destination")} (${listed(destinations.map(({ name }) => name))})`]),
  ];
  output.line(`${file}: ${listed(parts)}, nothing wrong.`);
  if (purpose === undefined) {
    output.note(
      "There is no purpose yet. Say why accounts are watched, by whose authority and whom to ask: rollcall init shows the form.",
    );
  }
  for (const { text } of grantNotes(settings, Date.now())) output.note(text);
  if (destinations.length === 0) {
    output.note("Nobody is told yet. Name destinations under notify: rollcall init shows the form.");
    return 0;
  }
  for (const id of withoutSecondRoute) output.note(noSecondRouteText(id));
  for (const one of exposed) output.note(exposedText(one));
  const watched = directories.map(({ id, connector, settings: own }) => ({
    id,
    departure: connector.sees.departure(own),
  }));
  for (const name of hearsNothing(watched, destinations, counts?.headcount)) {
    output.note(
      `${name}: nothing that this destination tells can happen in its directories. Look at tell and directories.`,
    );
  }
  return 0;
};
