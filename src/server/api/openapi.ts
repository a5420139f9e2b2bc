import { z } from "zod";
import { POLICIES } from "../../core/disclosure/viewer.ts";
import type { Endpoint } from "./endpoint.ts";
import { components, problem } from "./schemas.ts";

const POLICY_WORDS: Readonly<Record<(typeof POLICIES)[number], string>> = {
  open: "For everybody; a token needs its scope all the same.",
  counts: "For whoever may know counts.",
  named: "For whoever may know names; of a directory that is not theirs there is nothing.",
};

const ERRORS: Readonly<Record<number, string>> = {
  400: "Something in the question is not understood.",
  401: "Sign in, or give a token.",
  403: "Not for this audience, or not with this token.",
  404: "There is nothing of this id, or it is of a directory that is not theirs to know.",
  429: "Too much at once: again after `Retry-After` seconds.",
  503: "Not now: the store is busy or full.",
};

/** The description of these endpoints by OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), made of what answers them. */
export function openApi(endpoints: readonly Endpoint[], version: string) {
  const registry = z.registry<{ readonly id: string }>();
  for (const [schema, id] of components) registry.add(schema, { id });
  for (const { operation } of endpoints) {
    if (registry.get(operation.answer) === undefined) registry.add(operation.answer, { id: answerName(operation.id) });
  }
  const { schemas } = z.toJSONSchema(registry, { uri: referenceTo, io: "output" });
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint, registry) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Rollcall",
      version,
      description:
        "Who left, and what is reported of job cuts. Errors are application/problem+json (RFC 9457); answers to GET have an ETag; lists " +
        "go on with the `cursor` that `next` gives.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(endpoints.map(({ operation }) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, within(schema)])),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token of the API, `rc_…`, with the scopes that it was issued for.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-rollcall",
          description:
            "Of whoever has signed in on the pages. What changes something needs the header X-Rollcall: 1 as well.",
        },
      },
      responses: Object.fromEntries(
        Object.entries(ERRORS).map(([status, description]) => [
          `Error${status}`,
          {
            description,
            content: { "application/problem+json": { schema: { $ref: referenceTo(nameOf(problem, registry)) } } },
          },
        ]),
      ),
    },
  };
}

type Names = z.core.$ZodRegistry<{ readonly id: string }>;

function nameOf(schema: z.core.$ZodType, registry: Names): string {
  return registry.get(schema)?.id ?? "";
}

function answerName(id: string): string {
  return `${id.charAt(0).toUpperCase()}${id.slice(1)}Answer`;
}

function referenceTo(name: string): string {
  return `#/components/schemas/${name}`;
}

function operationOf({ operation, policy, scope, method }: Endpoint, registry: Names) {
  const { id, tag, summary, more, params, query, body, answer, type } = operation;
  const who = `${POLICY_WORDS[policy]}${scope === undefined ? "" : ` Scope: \`${scope}\`.`}`;
  const token = { token: scope === undefined ? [] : [scope] };
  const statuses = Object.keys(ERRORS).filter((status) => policy !== "open" || scope !== undefined || status !== "403");
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: more === undefined ? who : `${more} ${who}`,
    "x-policy": policy,
    ...(scope === undefined ? {} : { "x-scope": scope }),
    security: policy === "open" ? [{}, token, { session: [] }] : [token, { session: [] }],
    parameters: [...parametersIn(params, "path"), ...parametersIn(query, "query")],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: inputOf(body) } } } }),
    responses: {
      200: {
        description: "What was asked for.",
        ...(method === "GET" ? { headers: { etag: { schema: { type: "string" } } } } : {}),
        content: { [type]: { schema: { $ref: referenceTo(nameOf(answer, registry)) } } },
      },
      ...(method === "GET" ? { 304: { description: "It has not changed since (If-None-Match)." } } : {}),
      ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Error${status}` }])),
    },
  };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

function parametersIn(schema: z.ZodObject, where: "path" | "query") {
  const { properties = {}, required = [] } = inputOf(schema) as ObjectSchema;
  return Object.entries(properties).map(([name, { description, ...of }]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: of,
  }));
}

/** Without what says where a schema stands that stands alone. */
function within({ $id: _id, $schema: _schema, ...schema }: z.core.JSONSchema.BaseSchema) {
  return schema;
}

/** What is typed, before it is understood. */
function inputOf(schema: z.ZodType) {
  return within(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
}
