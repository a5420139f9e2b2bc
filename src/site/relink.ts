// A page of ours as a file among others: its links lead to files, and what leads nowhere there is text.

/** What becomes of a page's links. */
export interface Links {
  /** Where the page itself stands, from the top of the site. */
  readonly from: string;
  /**
   * The file for an address of ours, without its fragment; undefined where the site has none.
   * @param next whether it is the part of a list that follows on this one
   */
  readonly fileOf: (address: string, next: boolean) => string | undefined;
}

/** Markup that was made by JSX: each sign in an attribute that could end it is escaped, and attributes stand in double quotes. */
const TAG = /<(\/?)(a|link)\b((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/g;
const HREF = /\shref="([^"]*)"/;

/**
 * The page with links that hold wherever the site is put, also in a folder of this machine.
 * @param page whole, as it was rendered
 */
export function relinked(page: string, { from, fileOf }: Links): string {
  /** Of each anchor that is open, whether it was left out. */
  const open: boolean[] = [];
  return page.replace(TAG, (tag: string, end: string, name: string, attributes: string, closed: string) => {
    if (end !== "") return name === "a" && open.pop() === true ? "" : tag;
    const href = HREF.exec(attributes)?.[1];
    const isOurs = href?.startsWith("/") === true;
    if (name === "a" && !isOurs) open.push(false);
    if (href === undefined || !isOurs) return tag;
    const [address = "", fragment] = unescaped(href).split("#", 2);
    const file = fileOf(address, /\srel="next"/.test(attributes));
    if (name === "a") open.push(file === undefined);
    if (file === undefined) return "";
    const way = `${relative(from, file)}${fragment === undefined ? "" : `#${fragment}`}`;
    return `<${name}${attributes.replace(HREF, () => ` href="${escaped(way)}"`)}${closed === "" ? "" : "/"}>`;
  });
}

/** The way from one file to another, both from the top of the site. */
export function relative(from: string, to: string): string {
  const [here, there] = [from.split("/").slice(0, -1), to.split("/")];
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++;
  return [...here.slice(shared).map(() => ".."), ...there.slice(shared)].join("/");
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
