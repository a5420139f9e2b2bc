/** Whose tables they are: a Node of other ones may know other zones. */
export function tablesOf({ cldr = "", tz = "" }: NodeJS.ProcessVersions): string {
  return `${cldr} ${tz}`;
}

/** The source of `zones.ts`, out of the Unicode tables that this Node brings: each country with its zones, of which none has two. */
export function zonesSource(tables: string): string {
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const lines: string[] = [];
  const found = new Set<string>();
  for (const region of letters.flatMap((a) => letters.map((b) => a + b))) {
    // Asking for the zones of what is no region takes as long, and most are none.
    if (names.of(region) === undefined) continue;
    const locale = new Intl.Locale(`und-${region}`);
    // Names that the tables have replaced (Burma by Myanmar) become their successor.
    if (locale.maximize().region !== region && locale.region !== region) continue;
    const zones = (locale as unknown as { getTimeZones?: () => string[] }).getTimeZones?.() ?? [];
    for (const zone of zones) {
      if (found.has(zone)) throw new Error(`Two countries have ${zone}: it tells none.`);
      found.add(zone);
    }
    if (zones.length > 0) lines.push([region, ...zones].join(" "));
  }
  return `// Written by \`npm run schema\`, out of the Unicode tables of a Node: to ask them takes a tenth of a second.
/** Their versions: of the locales, and of the zones. */
export const TABLES = "${tables}";
/** A line for each country (ISO 3166) with its zones. */
export const ZONES = \`
${lines.join("\n")}
\`;
`;
}
