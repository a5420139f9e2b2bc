import type { Child } from "hono/jsx";
import type { z } from "zod";
import type { Policy } from "../core/disclosure/viewer.ts";
import { defined } from "../core/defined.ts";
import { RollcallError } from "../core/errors.ts";
import type { Asked } from "./site.ts";

/** `picture`: a page that is drawn; `file`: all of something, written while it is read. */
export type Heavy = "picture" | "file";

/** A page as the server knows it: where it is, who may see it, and what it says to whoever asks. */
export interface Page {
  /** `/departures/:id` */
  readonly path: string;
  readonly policy: Policy;
  readonly heavy?: Heavy;
  readonly render: (asked: Asked) => Promise<Rendered>;
}

export interface Rendered {
  readonly title: string;
  readonly body: Child;
  /** The same in other forms, for programs: feeds, files. */
  readonly links?: readonly PageLink[];
  /** What it is about, for programs: JSON-LD. */
  readonly data?: object;
  /** Sent anew while it is looked at, whenever the store has news for those who may know names. */
  readonly live?: true;
}

/** A `<link>`: the same in another form, unless it says what else. */
export interface PageLink {
  readonly rel?: "alternate" | "describedby" | "canonical";
  readonly type: string;
  readonly title: string;
  readonly href: string;
}

interface PageOf<Query, Data> {
  readonly path: string;
  readonly policy: Policy;
  readonly title: string | ((data: Data) => string);
  /** What may stand behind the question mark. Words that it does not know are left alone: links carry much. */
  readonly query: z.ZodType<Query>;
  readonly live?: true;
  readonly heavy?: Heavy;
  /** Throws RollcallError `not_found` where there is no such thing, `usage` where the question makes no sense. */
  readonly load: (asked: Asked, query: Query) => Promise<Data>;
  readonly view: (data: Data, asked: Asked) => Child;
  readonly links?: (data: Data, asked: Asked) => readonly PageLink[];
  readonly data?: (data: Data, asked: Asked) => object | undefined;
}

/** A page: what it asks for, what it loads, what it shows. */
export function definePage<Query, Data>({
  path,
  policy,
  title,
  query,
  live,
  heavy,
  load,
  view,
  links,
  data: about,
}: PageOf<Query, Data>): Page {
  return {
    path,
    policy,
    ...defined({ heavy }),
    render: async (asked) => {
      const data = await load(asked, queryOf(query, asked.url));
      const shown = {
        title: typeof title === "string" ? title : title(data),
        body: view(data, asked),
        ...defined({ links: links?.(data, asked), data: about?.(data, asked) }),
      };
      return live === undefined ? shown : { ...shown, live };
    },
  };
}

/**
 * What stands behind the question mark. Empty values are left out: a form sends each of its fields.
 * @throws RollcallError `usage`
 */
export function queryOf<Query>(schema: z.ZodType<Query>, url: URL): Query {
  const given = [...url.searchParams].filter(([, value]) => value !== "");
  const { data, error } = schema.safeParse(Object.fromEntries(given));
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw new RollcallError(
    "usage",
    `${issue?.path.join(".") ?? "the address"}: ${issue?.message ?? "is not understood"}.`,
  );
}
