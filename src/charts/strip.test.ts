import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../core/time.ts";
import { type Strip, stripOf } from "../core/wave/strip.ts";
import { stripPicture, stripSvg } from "./strip.ts";

type Input = Parameters<typeof stripOf>[0];

const MIDNIGHT = Date.UTC(2026, 10, 24);

function strip(counts: Readonly<Record<number, number>>, some: Partial<Input> = {}): Strip {
  return stripOf({
    departed: Object.entries(counts).flatMap(([hour, count]) =>
      Array.from({ length: count }, () => ({ since: MIDNIGHT, at: MIDNIGHT + Number(hour) * HOUR })),
    ),
    between: () => ({ mean: 1, uncertainty: 0 }),
    dispersion: () => 1,
    waves: [],
    span: { from: MIDNIGHT, to: MIDNIGHT + DAY },
    bins: 24,
    ...some,
  });
}

const WAVE = { start: MIDNIGHT + 9 * HOUR, end: MIDNIGHT + 11 * HOUR + 1 };
const draw = (made: Strip, width?: number, title = "Departures of acme"): string =>
  stripSvg(made, width === undefined ? { title } : { title, width });

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxes(svg: string, name: string): Box[] {
  return [
    ...svg.matchAll(new RegExp(`<rect class="${name}" x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)"/>`, "g")),
  ].map(([, ...numbers]) => {
    const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers.map(Number);
    return { x, y, width, height };
  });
}

const EVERY = [
  strip({}),
  strip({ 3: 1 }),
  strip({ 9: 300, 10: 70, 11: 700 }, { waves: [WAVE] }),
  strip({ 23: 9 }, { waves: [{ ...WAVE, open: true }], between: () => undefined }),
  strip({}, { span: { from: MIDNIGHT, to: MIDNIGHT } }),
];

describe("a strip as a picture", () => {
  it("has a bar for each bin with departures, as high as they are many", () => {
    const bars = boxes(draw(strip({ 4: 10, 6: 5, 8: 40 })), "bar");
    expect(bars).toHaveLength(3);
    const [a, b, c] = bars.map(({ height }) => height) as [number, number, number];
    expect([a / c, b / c]).toEqual([expect.closeTo(0.25, 3), expect.closeTo(0.125, 3)]);
    const [x, , z] = bars.map((bar) => bar.x) as [number, number, number];
    expect((bars[1]?.x ?? 0) - x).toBeCloseTo((z - x) / 2, 1);
    expect(new Set(bars.map(({ y, height }) => Math.round(10 * (y + height)))).size).toBe(1);
  });

  it("has a scale that its bars keep to, on which a single departure is little", () => {
    const svg = draw(strip({ 4: 10, 6: 40 }));
    const lines = [...svg.matchAll(/<path class="line" d="M[\d.]+ ([\d.]+)H[\d.]+"\/><text [^>]*>(\d+)</g)];
    const heights = new Map(lines.map(([, y, label]) => [Number(label), Number(y)]));
    const [ten, forty] = boxes(svg, "bar");
    expect([ten?.y, forty?.y]).toEqual([heights.get(10), heights.get(40)]);
    const highest = (count: number) => boxes(draw(strip({ 4: count }, { between: () => undefined })), "bar")[0]?.height;
    expect(highest(1)).toBeCloseTo((highest(40) ?? 0) / 4, 1);
  });

  it("shades a wave from its first bin to its last, once", () => {
    const svg = draw(strip({ 9: 30, 10: 7, 11: 7, 2: 1 }, { waves: [WAVE] }));
    const [shade, ...others] = boxes(svg, "wave");
    const bars = boxes(svg, "bar");
    expect(others).toEqual([]);
    const inside = bars.filter(
      ({ x, width }) => x >= (shade?.x ?? 0) && x + width <= (shade?.x ?? 0) + (shade?.width ?? 0),
    );
    expect(inside).toHaveLength(3);
    expect(shade?.width).toBeCloseTo(3 * ((bars[2]?.x ?? 0) - (bars[1]?.x ?? 0)), 1);
    expect(boxes(svg, "edge").map(({ x, width }) => [x, width])).toEqual([[shade?.x, shade?.width]]);
    expect(draw(strip({ 9: 30 }))).not.toMatch(/class="(wave|edge)"/);
  });

  it("shows what was expected where it is known, even where it is next to nothing beside a wave", () => {
    const bands = (made: Strip) => draw(made).match(/<path class="most"/g)?.length ?? 0;
    expect(bands(strip({ 9: 3000 }))).toBe(24);
    expect(bands(strip({}, { between: () => undefined }))).toBe(0);
    const half = strip(
      {},
      { between: (from) => (from < MIDNIGHT + 12 * HOUR ? undefined : { mean: 1, uncertainty: 0 }) },
    );
    expect(bands(half)).toBe(12);
  });

  it("says in words what it shows, to those who do not see it too", () => {
    const svg = draw(strip({ 9: 30 }, { waves: [WAVE] }));
    expect(svg).toContain(
      '<title id="strip-title">Departures of acme: 30 departures, 24 Nov 2026 00:00 – 25 Nov 2026 00:00 UTC</title>',
    );
    const words = /<desc id="strip-words">(.*)<\/desc>/.exec(svg)?.[1];
    expect(words).toContain("Each bar is 1 hour, the highest 30");
    expect(words).toContain("the hatched band is what was expected (0 to 3).");
    expect(words).toContain("The shaded part is the wave, 24 Nov 2026 ");
    expect(svg).toContain('role="img" aria-labelledby="strip-title strip-words"');
  });

  it.each([320, 400, 860, 1200])("is as wide as asked for, with nothing outside: %d", (width) => {
    for (const made of EVERY) {
      const svg = draw(made, width);
      const [, height = "0"] =
        new RegExp(`viewBox="0 0 ${width} (\\d+)" width="${width}" height="\\1"`).exec(svg) ?? [];
      for (const { x, y, ...box } of ["bar", "wave", "edge"].flatMap((name) => boxes(svg, name))) {
        expect(Math.min(x, y, box.width, box.height)).toBeGreaterThanOrEqual(0);
        expect(x + box.width).toBeLessThanOrEqual(width);
        expect(y + box.height).toBeLessThanOrEqual(Number(height));
      }
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it("is 860 wide by itself, and never too narrow to be read", () => {
    expect(draw(strip({}))).toContain('width="860"');
    expect(draw(strip({}), 10)).toContain('width="320"');
  });
});

describe("the dates below a strip", () => {
  it.each([320, 340, 400, 500, 860])("stand beside one another and not upon one another: %d", (width) => {
    for (const hours of [3, 7, 23, 25, 40, 170]) {
      const svg = draw(strip({ 1: 1 }, { span: { from: MIDNIGHT - HOUR * 3.3, to: MIDNIGHT + hours * HOUR } }), width);
      const labels = [...svg.matchAll(/v5"\/><text x="([\d.]+)" y="[\d.]+"(?: text-anchor="(\w+)")?>([^<]+)</g)].map(
        ([, x = "0", anchor = "start", label = ""]) => {
          const length = 6.5 * label.length;
          const begin = Number(x) - (anchor === "middle" ? length / 2 : anchor === "end" ? length : 0);
          return { begin, end: begin + length };
        },
      );
      expect(labels.length).toBeGreaterThan(0);
      for (const [i, { begin }] of labels.entries()) expect(begin).toBeGreaterThanOrEqual(labels[i - 1]?.end ?? 0);
    }
  });
});

describe("a picture from a stranger's words", () => {
  it("is one well-formed document, whatever the title is", () => {
    for (const title of [
      `<script>alert("1")</script>`,
      "a & b < c",
      `"><svg onload='x'>`,
      "]]>",
      "a\u0000b\ud800\u202e",
    ]) {
      for (const made of EVERY) expect(unclosed(draw(made, 500, title))).toEqual([]);
    }
  });

  it("runs nothing, fetches nothing", () => {
    const svg = draw(EVERY[2] ?? strip({}), 860, `<script>x</script><image href="http://example.com/"/>`);
    expect(svg.match(/<[a-z]+/gi)?.map((tag) => tag.slice(1))).toEqual(
      expect.not.arrayContaining(["script", "image", "use", "foreignObject", "a"]),
    );
    expect(svg.replaceAll(/>[^<]*</g, "><")).not.toMatch(/\s(?:on\w+|href|src)=|@import/);
    expect([...svg.matchAll(/url\(([^)]*)\)/g)].every(([, target]) => target === "#strip-hatch")).toBe(true);
  });

  it("keeps the title to the letters", () => {
    expect(draw(strip({}), 860, "R&D <north>")).toContain(">R&amp;D &lt;north&gt;</text>");
  });
});

/** Tags that are not closed in order, and characters that a text must not have. */
function unclosed(svg: string): string[] {
  const open: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/gi,
    (_, end: string, name: string, __, empty: string) => {
      if (end !== "") return open.pop() === name ? "" : `</${name}>`;
      if (empty === "") open.push(name);
      return "";
    },
  );
  // eslint-disable-next-line no-control-regex -- finding such characters is the purpose
  const odd = rest.match(/[<>]|&(?!(?:amp|lt|gt);)|[\u0000-\u0008\u000b-\u001f\ud800-\udfff]/g) ?? [];
  return [...open, ...odd];
}

describe("its colours", () => {
  const css = /<style>([^]*)<\/style>/.exec(draw(strip({})))?.[1] ?? "";
  const [light = "", dark = ""] = css
    .split("@media (prefers-color-scheme: dark)")
    .map((part) => part.split("}")[0] ?? "");
  const modes = { light, dark };

  it.each(["light", "dark"] as const)("can be told apart: %s", (mode) => {
    const of = (name: string) => luminance(new RegExp(`--${name}: #(\\w+);`).exec(modes[mode])?.[1] ?? "");
    for (const name of ["text", "quiet"]) expect(contrast(of(name), of("ground")), name).toBeGreaterThanOrEqual(4.5);
    for (const name of ["bar", "band"]) {
      expect(contrast(of(name), of("ground")), name).toBeGreaterThanOrEqual(3);
      expect(contrast(of(name), of("wave")), `${name} on a wave`).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(of("edge"), of("ground")), "edge").toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const full = hex.length === 3 ? hex.replaceAll(/./g, "$&$&") : hex;
  const [r = NaN, g = NaN, b = NaN] = (full.match(/../g) ?? []).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

describe("a picture for a page", () => {
  it("is the drawing of the document, without its words, its colours and anything that a page forbids", () => {
    for (const made of EVERY) {
      const [page, file] = [stripPicture(made, { title: "Departures of acme", id: "one" }), draw(made)];
      expect(page).not.toMatch(/<style|style=|class="heading"|class="ground"/);
      const sizes = (drawing: string) =>
        ["bar", "wave"].map((name) => boxes(drawing, name).map(({ x, width }) => [x, width]));
      expect(sizes(page)).toEqual(sizes(file));
      expect(unclosed(page)).toEqual([]);
    }
  });

  it("has names of its own, so that several stand in one page", () => {
    const made = EVERY[2] as Strip;
    const [one, two] = ["one", "two"].map((id) => stripPicture(made, { title: "Departures", id })) as [string, string];
    const ids = (drawing: string) => [...drawing.matchAll(/ id="(.+?)"/g)].map(([, id]) => id);
    expect(ids(one).filter((id) => ids(two).includes(id))).toEqual([]);
    for (const [, id] of one.matchAll(/url\(#(.+?)\)/g)) expect(ids(one)).toContain(id);
  });
});
