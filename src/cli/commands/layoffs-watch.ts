import { listNamed, rehearsedNews, standingList, type StandingList } from "../../app/watch-lists.ts";
import { watchText } from "../../messages/watch-list.ts";
import { counted, listed, plain } from "../../messages/words.ts";
import { openWatchLists } from "../../wire/record.ts";
import { choice, flag, type Run } from "../command.ts";
import type { Output } from "../output.ts";
import { showLayoffs } from "../show/layoffs.ts";
import { showPreview } from "../show/notices.ts";

/** The watch lists of the settings, who is told of each, and what they would be told; nothing is sent. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const { store, clock, lists, destinations } = await openWatchLists(choice(invocation));
  try {
    const [name] = args;
    if (name !== undefined) {
      const standing = await standingList(store, listNamed(lists, name), destinations);
      show(output, standing);
      const view = await rehearsedNews(store, standing, clock.now());
      if (standing.newest.length === 0 || view === undefined)
        output.note("The record has nothing of it yet, so that there is nothing to rehearse.");
      else if (standing.hearing.length > 0) {
        showPreview(output, standing.hearing, view);
        output.note("A rehearsal, as if that had come just now: nothing was sent.");
      }
      return 0;
    }
    for (const list of lists) {
      const standing = await standingList(store, list, destinations);
      if (flag(invocation, "json")) output.json(listJson(standing));
      else show(output, standing);
    }
    if (!flag(invocation, "json"))
      output.note(
        lists.length === 0
          ? "The settings have no watch list: name one under record.watch (docs/record.md)."
          : `${counted(lists.length, "watch list")}. rollcall layoffs watch NAME rehearses what is told of one.`,
      );
    return 0;
  } finally {
    await store.close();
  }
};

function show(output: Output, { list, hearing, unknown, newest }: StandingList): void {
  output.line(`${output.style("bold", plain(list.name))}  ${plain(watchText(list))}`);
  const names = hearing.map(({ name }) => plain(name));
  output.line(`  told: ${names.length === 0 ? "nobody" : listed(names)}`);
  if (unknown.length > 0)
    output.line(`  not in the record yet, under these names: ${listed(unknown.map((one) => plain(one)))}`);
  if (newest.length > 0) showLayoffs(output, newest);
  output.line();
}

function listJson({ list, hearing, unknown, newest }: StandingList) {
  return { ...list, told: hearing.map(({ name }) => name), unknown, newest: newest.map(({ id }) => id) };
}
