/** What a robots.txt says to one robot (RFC 9309). */
export interface Robots {
  /** @param path with its query, as it stands in the address */
  allows(path: string): boolean;
  /** Seconds between two requests, where it asks for them: no part of the standard, and heeded all the same. */
  readonly delay: number | undefined;
}

interface Rule {
  readonly allow: boolean;
  readonly pattern: string;
}

/** What has to be read at least (RFC 9309, 2.5). */
const MOST = 500 * 1024;

/**
 * The groups that name the robot, taken together; where none does, those of `*`. The longest pattern that matches decides, and of
 * two of the same length the one that allows.
 */
export function robotsFor(robot: string, text: string): Robots {
  const groups: { agents: string[]; rules: Rule[]; delay?: number }[] = [];
  let heading = false;
  for (const line of text.slice(0, MOST).split(/\r\n|\r|\n/)) {
    const [, key = "", value = ""] = /^\s*([A-Za-z-]+)\s*:\s*([^#]*)/.exec(line) ?? [];
    const name = key.toLowerCase();
    const written = value.trim();
    if (name === "user-agent") {
      if (!heading) groups.push({ agents: [], rules: [] });
      heading = true;
      groups.at(-1)?.agents.push(written.toLowerCase());
    } else if (name === "allow" || name === "disallow") {
      heading = false;
      if (written !== "") groups.at(-1)?.rules.push({ allow: name === "allow", pattern: encoded(written) });
    } else if (name === "crawl-delay") {
      heading = false;
      const group = groups.at(-1);
      if (group !== undefined && /^\d{1,6}(?:\.\d+)?$/.test(written)) group.delay = Number(written);
    }
  }
  const of = (agent: string): typeof groups => groups.filter(({ agents }) => agents.includes(agent));
  const own = of(robot.toLowerCase());
  const mine = own.length > 0 ? own : of("*");
  const rules = mine
    .flatMap((group) => group.rules)
    .toSorted((a, b) => b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow));
  return {
    allows: (path) =>
      path === "/robots.txt" || (rules.find(({ pattern }) => matches(pattern, encoded(path)))?.allow ?? true),
    delay: mine.map(({ delay }) => delay).find((delay) => delay !== undefined),
  };
}

/** Octets outside of ASCII as they stand in an address, and escapes in one case: `ä` and `%c3%a4` are the same. */
function encoded(path: string): string {
  return path
    .replaceAll(/[^\u0021-\u007e]/gu, (letter) => encodeURIComponent(letter.toWellFormed()))
    .replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** `*` stands for any letters and a final `$` for the end; the time grows with the product of both lengths and no faster. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith("$");
  const parts = (anchored ? pattern.slice(0, -1) : pattern).split("*");
  const [first = ""] = parts;
  if (!path.startsWith(first)) return false;
  if (parts.length === 1) return !anchored || path.length === first.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? "";
  return anchored ? path.length - last.length >= at && path.endsWith(last) : path.indexOf(last, at) !== -1;
}
