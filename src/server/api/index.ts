import { z } from "zod";
import type { Route } from "../route.ts";
import { departures } from "./departures.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { feeds } from "./feeds.ts";
import { layoffs } from "./layoffs.ts";
import { offboarding } from "./offboarding.ts";
import { openApi } from "./openapi.ts";
import { recordActs } from "./record-acts.ts";
import { state } from "./state.ts";
import { waves } from "./waves.ts";

/** Every endpoint there is. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...departures,
  ...offboarding,
  ...waves,
  ...state,
  ...layoffs,
  ...recordActs,
  ...feeds,
];

/** @param version of this Rollcall, for the description */
export function api(version: string): readonly Route[] {
  let described: ReturnType<typeof openApi> | undefined;
  const description: Endpoint = defineEndpoint({
    tag: "Description",
    policy: "open",
    id: "getDescription",
    path: "/openapi.json",
    summary: "This description",
    answer: z.looseObject({ openapi: z.string() }),
    load: async ({ url }) => ({
      ...(described ??= openApi([...ENDPOINTS, description], version)),
      servers: [{ url: url.origin }],
    }),
  });
  return [...ENDPOINTS, description];
}
