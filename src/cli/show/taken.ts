import type { Taken } from "../../app/read-documents.ts";
import { counted, listed, number } from "../../messages/words.ts";

/** What taking documents into the record came to. */
export function takenTexts({ added, changed, known, made, attached, asked, shelved, corrected }: Taken): string[] {
  const documents = [counted(added, "new document")];
  if (changed > 0) documents.push(`${number(changed)} that say something else than before`);
  if (known > 0) documents.push(`${number(known)} that were known`);
  const claims = [
    made > 0 ? counted(made, "new layoff") : undefined,
    attached > 0 ? `${counted(attached, "claim")} of layoffs that are there` : undefined,
    asked > 0
      ? `${counted(asked, "layoff")} of which somebody has to say whether they are new (rollcall layoffs list --ask)`
      : undefined,
    shelved > 0 ? `${counted(shelved, "statement")} on the shelf` : undefined,
  ].filter((one) => one !== undefined);
  return [
    `${listed(documents)}.`,
    ...(claims.length === 0 ? [] : [`${listed(claims)}.`]),
    ...(corrected > 0
      ? [`Of ${counted(corrected, "layoff")} readers know otherwise: rollcall layoffs corrections.`]
      : []),
  ];
}
