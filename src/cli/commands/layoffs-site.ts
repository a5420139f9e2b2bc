import { RollcallError } from "../../core/errors.ts";
import { defined } from "../../core/defined.ts";
import { counted, number } from "../../messages/words.ts";
import { openRecord, publicationOf } from "../../wire/record-store.ts";
import { writeRecordSite } from "../../wire/record-site.ts";
import { choice, flag, type Run, textOption } from "../command.ts";

/** The record as pages, feeds and tables that any server of files can show, and any browser without one. */
export const run: Run = async (invocation) => {
  const { output, args } = invocation;
  const [folder = ""] = args;
  const address = placeOf(textOption(invocation, "address"));
  const { store, clock, waves } = await openRecord(choice(invocation));
  try {
    const publication = await publicationOf(choice(invocation));
    const written = await writeRecordSite({ store, clock, waves }, { folder, address, publication });
    if (flag(invocation, "json")) output.json({ ...defined({ address }), ...written });
    else {
      const megabytes = (written.bytes / 1e6).toFixed(1);
      output.line(
        `${counted(written.files, "file")}, ${megabytes} MB; ${number(written.kept)} as before. Open index.html of that folder.`,
      );
      if (address === undefined)
        output.note("Feeds name no address and there is no sitemap: --address https://… says where it will be found.");
    }
    return 0;
  } finally {
    await store.close();
  }
};

function placeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== "" ||
    url.hash !== "" ||
    url.username !== ""
  )
    throw new RollcallError(
      "usage",
      "--address: give where it will be found, such as https://layoffs.example.org/record/.",
    );
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
