import type { Source } from "../app/source-port.ts";
import { article } from "./article.ts";
import { csv } from "./csv.ts";
import { edgar } from "./edgar/index.ts";
import { feed } from "./feed.ts";
import { reported } from "./reported.ts";
import { warn } from "./warn/index.ts";

/** Every kind of source, in the order in which they are tried on a file whose kind nobody named. */
export const sources: readonly Source<never>[] = [edgar, warn, reported, feed, csv, article];
