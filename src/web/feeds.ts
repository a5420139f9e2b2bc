import type { Policy } from "../core/disclosure/viewer.ts";

interface Feed {
  readonly title: string;
  /** Without the ending of its format. */
  readonly path: string;
  readonly policy: Policy;
  readonly readers: string;
}

/** What can be followed in a reader of feeds. */
export const FEEDS: readonly Feed[] = [
  { title: "Reported job cuts", path: "/record/feed", policy: "open", readers: "everybody" },
  { title: "Corrections of reported job cuts", path: "/record/corrections", policy: "open", readers: "everybody" },
  {
    title: "Releases of safe counts",
    path: "/api/v1/feeds/releases",
    policy: "counts",
    readers: "those who may know counts",
  },
  { title: "Departures", path: "/api/v1/feeds/departures", policy: "named", readers: "those who may know names" },
  { title: "Waves", path: "/api/v1/feeds/waves", policy: "named", readers: "those who may know names" },
];
