// Observable Plot, drawn without a browser, as a picture that a page of ours may hold: our classes, our colours, no style of its own
// (docs/decisions/0013-plot-for-the-record.md).

/** Loaded when the first chart is drawn: it takes a quarter of a second, which no command should wait for. */
async function load() {
  const [Plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return { Plot, document };
}

let loaded: ReturnType<typeof load> | undefined;

/** For a process that will draw: the first who looks at a chart does not wait for it. */
export async function prepareCharts(): Promise<void> {
  await (loaded ??= load());
}

export type Drawing = Awaited<ReturnType<typeof load>>;

/** What is needed of an element, whoever has made it. */
interface Drawn {
  readonly outerHTML: string;
  textContent: string | null;
  readonly querySelectorAll: (selector: string) => Iterable<Drawn>;
  readonly getAttributeNames: () => readonly string[];
  readonly getAttribute: (name: string) => string | null;
  readonly setAttribute: (name: string, value: string) => void;
  readonly removeAttribute: (name: string) => void;
  readonly prepend: (element: unknown) => void;
  readonly remove: () => void;
}

interface Words {
  /** Unlike that of every other picture of the page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, for those who do not see it. */
  readonly description: string;
}

/** @param draw gives the SVG element that Plot has made */
export async function picture({ id, title, description }: Words, draw: (drawing: Drawing) => Drawn): Promise<string> {
  const drawing = await (loaded ??= load());
  const svg = draw(drawing);
  for (const style of svg.querySelectorAll("style")) style.remove();
  // The picture has one name, and its parts have none.
  for (const one of [svg, ...svg.querySelectorAll("*")]) {
    for (const name of ["style", "aria-label", "aria-description", "aria-hidden", "font-family", "font-size"])
      one.removeAttribute(name);
    rounded(one);
  }
  for (const [name, text] of [
    ["desc", description],
    ["title", title],
  ] as const) {
    const element = drawing.document.createElement(name);
    element.setAttribute("id", `${id}-${name}`);
    element.textContent = text;
    svg.prepend(element);
  }
  svg.setAttribute("class", "chart");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${id}-title`);
  svg.setAttribute("aria-describedby", `${id}-desc`);
  return svg.outerHTML;
}

/** To a tenth of a pixel: most of a picture is digits. */
function rounded(element: Drawn): void {
  for (const name of element.getAttributeNames()) {
    const value = element.getAttribute(name) ?? "";
    const short = value.replaceAll(/\d+\.\d{2,}/g, (digits: string) => String(Number(Number(digits).toFixed(1))));
    if (short !== value) element.setAttribute(name, short);
  }
}
