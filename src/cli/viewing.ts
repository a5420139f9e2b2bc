import { shownText } from "../messages/audiences.ts";
import { type NamedReading, openView } from "../wire/view.ts";
import { choice, type Invocation } from "./command.ts";
import { showRecorded } from "./show/purpose.ts";

/** As `openView`; says for whom names are shown, and what has been recorded for it. */
export async function openViewing(invocation: Invocation): Promise<NamedReading> {
  const reading = await openView(choice(invocation));
  const { output } = invocation;
  showRecorded(output, reading.recorded);
  if (reading.grant !== undefined) output.note(shownText(reading.grant));
  return reading;
}
