import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonSlicer } from "../files/json-elements.ts";
import { newPrintKey } from "../files/kernel.ts";
import { cutList, type Unparsed } from "../files/cut-list.ts";
import { parseElement, readJson, readJsonList } from "./json-answer.ts";

const AT = { tool: "Slack", place: "Slack, users.list" };
const sliced = cutList("members");

function answer(text: string | Buffer, type = "application/json") {
  return { status: 200, headers: new Headers({ "content-type": type }), body: Buffer.from(text) };
}

const parseAll = (json: Buffer): unknown => JSON.parse(json.toString());

/** As `readJson` would have it: with the elements parsed. */
function read(text: string | Buffer, type?: string): { readonly value?: unknown; readonly wrong?: string } {
  const { value, wrong } = readJsonList(answer(text, type), sliced);
  if (wrong !== undefined) return { wrong };
  if (typeof value !== "object" || value === null || !("members" in value) || !Array.isArray(value.members))
    return { value };
  try {
    return { value: { ...value, members: value.members.map((one) => parseElement(one as Unparsed, AT, parseAll)) } };
  } catch (error) {
    return { wrong: String(error).replace(/^.*list: (.*); look.*$/, "$1") };
  }
}

const members = fc.array(fc.oneof({ weight: 3, arbitrary: fc.object() }, fc.jsonValue() as fc.Arbitrary<unknown>));
const page = fc
  .record({ ok: fc.boolean(), members, response_metadata: fc.object() }, { requiredKeys: [] })
  .chain((value) => fc.constantFrom(JSON.stringify(value), JSON.stringify(value, null, 4)));

describe("an answer whose list is left unparsed", () => {
  it("is the same answer", () => {
    fc.assert(
      fc.property(page, (text) => {
        expect(read(text)).toEqual(readJson(answer(text)));
      }),
    );
  });

  it("is believed nowhere where it is cut, or where a byte of it is another", () => {
    fc.assert(
      fc.property(page, fc.nat(), fc.integer({ min: 0, max: 255 }), (text, place, byte) => {
        const bytes = Buffer.from(text);
        const cut = bytes.subarray(0, place % bytes.length);
        expect(read(cut)).toEqual(readJson(answer(cut)));
        bytes[place % bytes.length] = byte;
        const whole = readJson(answer(bytes));
        const mine = read(bytes);
        // A list that is there twice is refused, where JSON takes the last one.
        if (mine.wrong?.includes("twice") !== true) expect(mine).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it("has of each element the id and the print that a slicer tells by itself, and where it is", () => {
    const key = newPrintKey();
    const list = cutList("members", key);
    const ids = fc.oneof(fc.string(), fc.integer(), fc.constant(undefined));
    const users = fc.array(fc.record({ id: ids, profile: fc.object() }), { maxLength: 40 });
    fc.assert(
      fc.property(users, (all) => {
        const text = JSON.stringify({ ok: true, members: all });
        const { value } = readJsonList(answer(text), list);
        const told = jsonSlicer(["members"], key)
          .push(Buffer.from(text))
          .filter((part) => part.part === "element");
        const mine = (value as { readonly members: readonly Unparsed[] }).members;
        const plain = ({ at, id, print, bytes }: Unparsed) => [at, id, print?.toString("hex"), bytes.toString()];
        expect(mine.map(plain)).toEqual(told.map(plain));
      }),
    );
  });

  it("is the same answer however long it is, and so is the next one", () => {
    const key = newPrintKey();
    const list = cutList("members", key);
    for (const n of [900, 30, 2500]) {
      const all = Array.from({ length: n }, (_, i) => (i % 7 === 3 ? i : { id: `U${i}`, text: "é".repeat(i % 300) }));
      const text = JSON.stringify({ ok: true, members: all, more: ["x".repeat(n * 90)] });
      const { value } = readJsonList(answer(text), list) as {
        readonly value: { readonly members: readonly Unparsed[] };
      };
      expect(value.members.map((one) => parseElement(one, AT, parseAll))).toEqual(all);
      expect({ ...value, members: [] }).toEqual({ ...JSON.parse(text), members: [] });
      const told = jsonSlicer(["members"], key)
        .push(Buffer.from(text))
        .filter((part) => part.part === "element");
      const plain = ({ at, id, print }: Unparsed) => [at, id, print?.toString("hex")];
      expect(value.members.map(plain)).toEqual(told.map(plain));
      expect(readJsonList(answer(text.slice(0, -n)), list).wrong).toContain("not valid JSON");
    }
  });

  it("keeps an answer until the next one is cut, and then gives its memory back", () => {
    const list = cutList("members");
    const freed: string[] = [];
    const cut = (name: string) =>
      readJsonList({ ...answer('{"members":[]}'), free: () => void freed.push(name) }, list);
    cut("first");
    expect(freed).toEqual([]);
    cut("second");
    cut("third");
    expect(freed).toEqual(["first", "second"]);
  });

  it.each([
    ["two lists", '{"ok":true,"members":[1],"members":[2]}', "the answer has members twice"],
    ["something behind the end", '{"ok":true,"members":[]}{"ok":true}', "not valid JSON"],
    ["a list at the top", '[{"members":[]}]', undefined],
    ["null", "null", undefined],
    ["nothing", "", "the answer is empty"],
    ["blanks", " \n", "the answer is empty"],
    ["a web page", "<html>", "is a web page"],
  ])("says what is wrong with %s", (_, text, wrong) => {
    const said = read(text);
    if (wrong === undefined) expect(said).toEqual(readJson(answer(text)));
    else expect(said.wrong).toContain(wrong);
  });

  it("is no answer where it calls itself a web page, or is not UTF-8", () => {
    expect(read('{"members":[]}', "text/html").wrong).toContain("web page");
    expect(read(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])).wrong).toContain("not UTF-8");
  });

  it("takes of a member that is there twice the last one, as JSON does", () => {
    for (const text of [
      '{"ok":false,"ok":true,"members":[1]}',
      '{"members":[1],"members":null}',
      '{"members":{},"members":[1]}',
    ])
      expect(read(text)).toEqual(readJson(answer(text)));
  });
});
