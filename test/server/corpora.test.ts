// Text that would be markup, a formula or a mention elsewhere, through everything that is shown and taken away.
import { parse } from "csv-parse/sync";
import { Parser } from "htmlparser2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { person } from "../support/directory.ts";
import { openTestSite, type TestSite, WHO } from "../support/whole-site.ts";

/** Of each kind, what is known to have worked somewhere (OWASP: XSS filter evasion, CSV injection; Slack: formatting). */
const XSS = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' autofocus onfocus=alert(1) x='`,
  `</title><svg/onload=alert(1)>`,
  `</textarea><iframe src="javascript:alert(1)">`,
  `<a href="javascript:alert(1)">x</a>`,
  `]]><b xmlns="http://www.w3.org/1999/xhtml">x</b>`,
  `&lt;script&gt;&#60;b&#62;`,
];
const FORMULAS = [`=cmd|' /C calc'!A0`, `+1+1`, `-2+3`, `@SUM(1+1)`, `\t=1+1`, `\r=1+1`, ` =1+1`, `＝1+1`];
const MENTIONS = [`<!channel>`, `<@U123>`, `*bold*`, `<https://evil.example|click>`, "`code`"];
const UNSEEN = [`a\u202eb`, `a\u200bb`, `a\u0000b`, `line\r\nSet-Cookie: a=b`];
const CORPUS = [...XSS, ...FORMULAS, ...MENTIONS, ...UNSEEN];

let stand: TestSite;
const text = (n: number): string => CORPUS[n % CORPUS.length] ?? "";
beforeAll(async () => {
  stand = await openTestSite({
    people: 200,
    leavers: 60,
    person: (n, directory) =>
      person(`U${directory}${n}`, {
        name: text(n),
        handle: text(n + 1),
        email: text(n + 2),
        title: text(n + 3),
        location: text(n + 4),
        team: text(n + 5),
        manager: text(n + 6),
        timezone: "Europe/Berlin",
      }),
    company: `Vexley ${XSS.join(" ")}`,
    words: [...XSS, ...FORMULAS, ...MENTIONS, ...UNSEEN].join(" "),
  });
});
afterAll(() => stand.close());

function addresses(): string[] {
  const { acme, record } = stand.ids;
  const ids = [...Object.values(acme), ...Object.values(record)];
  return stand.routes
    .filter(({ method, path }) => method === "GET" && !path.startsWith("/assets/") && !path.includes("/live"))
    .flatMap(({ path }) =>
      path.includes(":")
        ? ids.map((id) => path.replaceAll(/:\w+/g, id))
        : [path, `${path}?words=${encodeURIComponent(XSS.join(" "))}`],
    );
}

type Answers = readonly { readonly address: string; readonly type: string; readonly body: string }[];
let asked: Promise<Answers> | undefined;
const answers = (): Promise<Answers> => (asked ??= askedAll());

async function askedAll(): Promise<Answers> {
  const all = [];
  for (const address of addresses()) {
    for (const who of [WHO.operator, WHO["counts, authorised"], WHO.nobody]) {
      const response = await stand.ask(address, who);
      all.push({ address, type: response.headers.get("content-type") ?? "", body: await response.text() });
    }
  }
  return all;
}

const TAGS = new Set(
  (
    "html head meta title link script body a header svg circle nav ul li div span strong form button main h1 h2 h3 h4 p section article " +
    "table caption thead tr th tbody td dl dt dd figure figcaption details summary label input select option ol small abbr kbd time " +
    "blockquote q cite code pre rect path line text g defs pattern clippath desc polyline footer em b tfoot colgroup col fieldset " +
    "datalist legend hr br mark aside meter"
  ).split(" "),
);

/** What a browser would run or load that is not ours. */
function wrongIn(html: string): string[] {
  const wrong: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (!TAGS.has(name.toLowerCase())) wrong.push(`<${name}>`);
      for (const [key, value] of Object.entries(attributes)) {
        if (/^on/i.test(key) || key === "style") wrong.push(`${name} ${key}`);
        if (
          ["href", "src", "action"].includes(key) &&
          !/^(?:[/#?]|https?:\/\/(?:127\.0\.0\.1|news\.example))/.test(value)
        )
          wrong.push(`${name} ${key}=${value}`);
        if (name === "script" && key === "src" && !value.startsWith("/assets/")) wrong.push(`script ${value}`);
      }
    },
    ontext: () => {},
  });
  parser.write(html);
  parser.end();
  return wrong;
}

describe("text of others", () => {
  it("is text on every page", async () => {
    const pages = (await answers()).filter(({ type }) => type.startsWith("text/html"));
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.some(({ body }) => body.includes("&lt;script&gt;alert(1)"))).toBe(true);
    expect(pages.flatMap(({ address, body }) => wrongIn(body).map((what) => `${address}: ${what}`))).toEqual([]);
    // eslint-disable-next-line no-control-regex -- finding such characters is the purpose
    const unseen = pages.filter(({ body }) => /[\u202e\u200b\u0000]/.test(body)).map(({ address }) => address);
    expect([...new Set(unseen)]).toEqual([]);
  });

  it("is no formula in any table that is taken away", async () => {
    const tables = (await answers()).filter(({ type }) => type.startsWith("text/csv"));
    expect(tables.length).toBeGreaterThan(1);
    const cells = tables.flatMap(({ address, body }) =>
      parse(body, { relax_column_count: true })
        .flat()
        .map((cell) => [address, cell] as const),
    );
    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter(([, cell]) => /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell))).toEqual([]);
  });

  it("is text in every feed, and breaks none", async () => {
    const feeds = (await answers()).filter(({ type }) => /^application\/(?:atom|rss)\+xml/.test(type));
    expect(feeds.length).toBeGreaterThan(2);
    for (const { body } of feeds) {
      const names = new Set<string>();
      const parser = new Parser({ onopentag: (name) => void names.add(name) }, { xmlMode: true });
      parser.write(body);
      parser.end();
      expect([...names].filter((name) => !OF_FEEDS.has(name))).toEqual([]);
      expect(body).not.toMatch(/<!\[CDATA|<!channel|<@U/);
      // eslint-disable-next-line no-control-regex -- XML 1.0 knows none of these
      expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e\u200b]/);
    }
  });

  it("is data in every answer in JSON, which nobody takes for a page", async () => {
    const all = (await answers()).filter(({ type }) => type.includes("json"));
    expect(all.length).toBeGreaterThan(10);
    for (const { body } of all) expect(() => JSON.parse(body)).not.toThrow();
    const one = await stand.ask("/api/v1/departures", WHO.operator);
    expect(one.headers.get("x-content-type-options")).toBe("nosniff");
    const { data } = (await one.json()) as { data: { accounts: { name: string }[] }[] };
    // To a program a name is as it is.
    expect(CORPUS).toContain(data[0]?.accounts[0]?.name);
  });

  it("ends no header", async () => {
    for (const address of addresses()) {
      const { headers } = await stand.ask(
        `${address}${address.includes("?") ? "&" : "?"}x=%0d%0aSet-Cookie:a`,
        WHO.operator,
      );
      // Whoever begins to sign in gets a cookie of ours, and of nothing that was asked.
      const cookies = headers.getSetCookie().filter((one) => !/^__Host-rollcall-sign-in=[\w-]{43}; /.test(one));
      expect(cookies).toEqual([]);
    }
  });
});

/** The words of Atom and RSS. */
const OF_FEEDS = new Set([
  "feed",
  "id",
  "title",
  "updated",
  "author",
  "name",
  "link",
  "entry",
  "published",
  "content",
  "summary",
  "category",
  "subtitle",
  "rights",
  "generator",
  "rss",
  "channel",
  "description",
  "language",
  "lastBuildDate",
  "atom:link",
  "item",
  "guid",
  "pubDate",
  "dc:source",
  "atom:updated",
]);
