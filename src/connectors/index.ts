import type { Connector } from "../app/ports.ts";
import { fileConnector } from "./file/connector.ts";
import { slack } from "./slack/index.ts";
import { mapSlackUser } from "./slack/map.ts";

/** Every tool whose user list can be read: one line each. */
export const connectors: readonly Connector[] = [slack, fileConnector(mapSlackUser)];
