import { z } from "zod";
import { WEEKDAYS } from "../app/calendar.ts";
import { MATTERS } from "../core/notification/rule.ts";
import { nearest } from "../core/suggest.ts";
import { once } from "../core/once.ts";

const time = once(() =>
  z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as "22:00"' }),
);

const timezone = once(() =>
  z
    .string()
    .refine(isTimezone, { error: ({ input }) => noTimezone(String(input)) })
    .describe("The IANA name of the time zone in which these times are meant, such as Europe/Warsaw."),
);

/** An offset such as +02:00, which Intl takes too, would be wrong for half of the year. */
function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

function noTimezone(written: string): string {
  const zones = Intl.supportedValuesOf("timeZone");
  // A city alone is what people try first.
  const city = nearest(written.replaceAll(" ", "_"), zones.map(cityOf));
  const near = nearest(written, zones) ?? zones.find((zone) => cityOf(zone) === city);
  const hint = near === undefined ? ", such as Europe/Warsaw" : `, did you mean "${near}"?`;
  return `must be the IANA name of a time zone${hint}`;
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1);
}

export const quiet = once(() =>
  z
    .strictObject({
      from: time().describe("When they begin: HH:MM."),
      until: time().describe("When they end: HH:MM; the next day where that is before they begin."),
      timezone: timezone(),
      except: z
        // What an incident is made of decides whether it waits; changes are gathered whatever their kind, and always do.
        .array(z.enum(MATTERS))
        .default(["health"])
        .describe(`What is told all the same: ${MATTERS.join(", ")}. [health] without it.`),
    })
    .superRefine(({ from, until }, context) => {
      if (from === until)
        context.addIssue({
          code: "custom",
          path: ["until"],
          message: "must be another time than from, or nothing is ever told",
        });
    })
    .describe("Hours in which nothing is told but what has to be; it is told when they end."),
);

export const digest = once(() =>
  z
    .strictObject({
      at: time().describe("When it is sent: HH:MM."),
      days: z
        .array(z.enum(WEEKDAYS))
        .min(1)
        .default([...WEEKDAYS])
        .describe("On which days: mon, tue, wed, thu, fri, sat, sun. All of them without it."),
      timezone: timezone(),
    })
    .describe("Gathers departures and changes into one message; what is broken is told at once all the same."),
);
