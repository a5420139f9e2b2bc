import { z } from "zod";
import { transparencyPage } from "../../reports/transparency.ts";
import { definePage } from "../page.ts";
import { Sections } from "../parts/blocks.tsx";

/** What is watched, why, by whose authority, and whom to ask: open to everybody who is concerned. */
export const transparency = definePage({
  path: "/transparency",
  policy: "open",
  title: "Transparency",
  query: z.object({}),
  load: async ({ site }) => site.transparency(),
  view: (told) => <Sections page={transparencyPage(told)} />,
});
