import { Parser } from "htmlparser2";
import { badFile } from "./bad-file.ts";

export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const DEEPEST = 100;

/**
 * Walks through an XML document. Refused with a sentence: a document type or entity declaration (by which a few bytes become
 * gigabytes, or a file of ours), nesting above 100, and a document that is cut off or not well-formed.
 */
export function readXml(text: string, place: string, handler: XmlHandler): void {
  let depth = 0;
  let roots = 0;
  const parser = new Parser(
    {
      onprocessinginstruction: (name) => {
        if (!name.startsWith("!")) return;
        throw badFile(place, "it declares a document type or entities, which are not expanded; nothing was read");
      },
      onopentag: (name, attributes) => {
        depth++;
        if (depth === 1) roots++;
        if (depth > DEEPEST) throw badFile(place, `it is nested deeper than ${DEEPEST} elements; nothing was read`);
        handler.open?.(name, attributes);
      },
      ontext: (piece) => handler.text?.(piece),
      onclosetag: (name, implied) => {
        // Of an element that is written `<a/>` the parser says so too; only what is left open has another end than its own.
        if (implied && !selfClosed(text, parser.endIndex)) {
          throw badFile(place, "the XML is cut off or not well-formed; nothing was read");
        }
        depth--;
        handler.close?.(name);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(text);
  parser.end();
  if (roots === 0) throw badFile(place, "it holds no XML element; nothing was read");
}

function selfClosed(text: string, end: number): boolean {
  return text[end] === ">" && text[end - 1] === "/";
}
