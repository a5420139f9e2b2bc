import { z } from "zod";
import type { Policy, Scope } from "../../core/disclosure/viewer.ts";
import { RollcallError } from "../../core/errors.ts";
import { jsonText } from "../../core/json-text.ts";
import { queryOf } from "../../web/page.ts";
import type { Asked } from "../../web/site.ts";
import { readJson } from "../read-json.ts";
import type { Route } from "../route.ts";
import { tagged } from "../tags.ts";

/** Where the API begins; what does not keep to its own description gets another number. */
export const API = "/api/v1";

/** What a description says of an endpoint beside what its route says. */
interface Operation {
  /** `listDepartures` */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly more?: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly answer: z.ZodType;
  /** Media type of the answer. */
  readonly type: string;
}

/** A route of the API: it is answered by the same declaration that it is described by. */
export interface Endpoint extends Route {
  readonly operation: Operation;
}

type Deep<T> = T extends readonly (infer One)[]
  ? readonly Deep<One>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;

interface EndpointOf<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodObject, A extends z.ZodType> {
  readonly id: string;
  readonly tag: string;
  readonly method?: "GET" | "POST";
  /** Below `/api/v1`. */
  readonly path: string;
  readonly policy: Policy;
  readonly scope?: Scope;
  readonly summary: string;
  readonly more?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  readonly load: (
    asked: Asked,
    given: { readonly params: z.output<P>; readonly query: z.output<Q>; readonly body: z.output<B> },
  ) => Promise<Deep<z.input<A>>>;
}

const NOTHING = z.object({});

/** An endpoint that answers in JSON. */
export function defineEndpoint<
  A extends z.ZodType,
  P extends z.ZodObject = typeof NOTHING,
  Q extends z.ZodObject = typeof NOTHING,
  B extends z.ZodObject = typeof NOTHING,
>({ load, path, method = "GET", policy, scope, ...of }: EndpointOf<P, Q, B, A>): Endpoint {
  // A default of a type parameter is taken where it is left out.
  const { id, tag, summary, more, answer, body } = of;
  const params = of.params ?? (NOTHING as unknown as P);
  const query = of.query ?? (NOTHING as unknown as Q);
  const operation = { id, tag, summary, params, query, answer, type: JSON_TYPE };
  return {
    method,
    path: `${API}${path}`,
    policy,
    ...(scope === undefined ? {} : { scope }),
    operation: { ...operation, ...(more === undefined ? {} : { more }), ...(body === undefined ? {} : { body }) },
    handle: async (asked, request) => {
      const given = {
        params: parsed(params, asked.params),
        query: asksFor(query, asked.url),
        body: body === undefined ? ({} as z.output<B>) : parsed(body, await readJson(request)),
      };
      const text = `${jsonText(await load(asked, given))}\n`;
      return answered(request, text, JSON_TYPE, policy);
    },
  };
}

const JSON_TYPE = "application/json";

/** Misspelt, a filter would be left out in silence, and more be told than was asked for. */
export function asksFor<Q extends z.ZodObject>(schema: Q, url: URL): z.output<Q> {
  const known = Object.keys(schema.shape);
  const unknown = [...url.searchParams.keys()].find((key) => !known.includes(key));
  if (unknown === undefined) return queryOf(schema, url) as z.output<Q>;
  const may = known.length === 0 ? "nothing may stand behind the question mark" : `give one of ${known.join(", ")}`;
  throw new RollcallError("usage", `The query has a word that is not known here: ${may}.`);
}

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new RollcallError("usage", `${place === "" ? "the body" : place}: ${issue?.message ?? "is not understood"}.`);
}

/**
 * An answer with a tag of its content, or that it has not changed. What only some may have is kept nowhere on its way.
 * @param text the whole answer
 */
export function answered(request: Request, text: string, type: string, policy: Policy): Response {
  const headers = {
    "content-type": type,
    "cache-control": policy === "open" ? "private, no-cache" : "private, no-store",
    vary: "authorization, cookie",
  };
  return request.method === "POST" ? new Response(text, { headers }) : tagged(request, text, headers);
}
