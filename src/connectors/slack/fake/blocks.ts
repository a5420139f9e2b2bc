/**
 * Block Kit as Slack checks it, for the kinds of block that Rollcall sends; of any other kind the fake knows nothing and
 * refuses it. The limits are those of https://docs.slack.dev/reference/block-kit/blocks and the pages below it; the words
 * are those that Slack's answers were seen with: https://github.com/yonicd/slackreprex/issues/3 ("must be less than 3001
 * characters"), https://github.com/adobe/spacecat-api-service/issues/176 ("no more than 25 items allowed").
 */
export interface BlocksFault {
  readonly error: "invalid_blocks" | "invalid_blocks_format" | "msg_blocks_too_long";
  /** One for each fault, with the JSON pointer of its place. */
  readonly messages: readonly string[];
}

const MOST_BLOCKS = 50;
const MOST_FIELDS = 10;
const MOST_ELEMENTS = 10;
const LONGEST = { text: 3000, field: 2000, header: 150, blockId: 255 };

/**
 * Bytes of all blocks together. Slack documents no such limit, and refuses all the same: somewhere between 11,000 and 13,300
 * characters, containers included (https://github.com/slackapi/bolt-js/issues/2509, issues/2867), and not below 10,571
 * bytes (https://github.com/openclaw/openclaw/pull/143882). The fake takes the strictest of what was measured.
 */
const MOST_TOGETHER = 10_571;

type Report = (message: string, place: string) => void;
type Json = Readonly<Record<string, unknown>>;

/** What Slack would refuse in the argument `blocks`, which is JSON; undefined where it would take it. */
export function faultOf(blocks: string): BlocksFault | undefined {
  const value = parse(blocks);
  if (!Array.isArray(value)) return { error: "invalid_blocks_format", messages: ["must provide an array of blocks"] };
  const messages: string[] = [];
  const report: Report = (message, place) => void messages.push(`${message} [json-pointer:${place}]`);
  if (value.length > MOST_BLOCKS) report(`no more than ${MOST_BLOCKS} items allowed`, "/blocks");
  for (const [index, block] of value.entries()) checkBlock(block, `/blocks/${index}`, report);
  if (messages.length > 0) return { error: "invalid_blocks", messages };
  return Buffer.byteLength(JSON.stringify(value)) > MOST_TOGETHER
    ? { error: "msg_blocks_too_long", messages: [] }
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What each kind of block may hold besides `type` and `block_id`. */
const KINDS: Readonly<Record<string, (block: Json, place: string, report: Report) => void>> = {
  divider: (block, place, report) => checkKeys(block, [], place, report),
  header: (block, place, report) => {
    checkKeys(block, ["text"], place, report);
    checkText(block["text"], `${place}/text`, report, { longest: LONGEST.header, plainOnly: true });
  },
  section: (block, place, report) => {
    checkKeys(block, ["text", "fields", "expand"], place, report);
    const { text, fields } = block;
    if (text === undefined && fields === undefined) report("missing required field: text", place);
    if (text !== undefined) checkText(text, `${place}/text`, report, { longest: LONGEST.text });
    if (fields !== undefined) {
      checkItems(fields, MOST_FIELDS, `${place}/fields`, report, (field, at) =>
        checkText(field, at, report, { longest: LONGEST.field }),
      );
    }
  },
  rich_text: (block, place, report) => {
    checkKeys(block, ["elements"], place, report);
    checkItems(block["elements"], MOST_ELEMENTS, `${place}/elements`, report, (element, at) =>
      checkPreformatted(element, at, report),
    );
  },
  context: (block, place, report) => {
    checkKeys(block, ["elements"], place, report);
    checkItems(block["elements"], MOST_ELEMENTS, `${place}/elements`, report, (element, at) =>
      checkText(element, at, report, { longest: LONGEST.text }),
    );
  },
};

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block, of which Rollcall sends text of fixed width alone. */
function checkPreformatted(element: unknown, place: string, report: Report): void {
  if (!isObject(element)) return report("must provide an object", place);
  if (element["type"] !== "rich_text_preformatted") report("unsupported type", `${place}/type`);
  for (const key of Object.keys(element)) {
    if (!["type", "elements", "border"].includes(key)) report(`invalid additional property: ${key}`, place);
  }
  checkItems(element["elements"], MOST_ELEMENTS, `${place}/elements`, report, (text, at) => {
    if (!isObject(text) || text["type"] !== "text") return report("unsupported type", at);
    if (typeof text["text"] !== "string" || text["text"] === "") report("must be more than 0 characters", at);
  });
}

function checkBlock(block: unknown, place: string, report: Report): void {
  if (!isObject(block)) return report("must provide an object", place);
  const { type, block_id: id } = block;
  if (typeof type !== "string") return report("missing required field: type", place);
  if (id !== undefined && (typeof id !== "string" || id.length > LONGEST.blockId)) {
    report(`must be less than ${LONGEST.blockId + 1} characters`, `${place}/block_id`);
  }
  const check = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (check === undefined) return report(`unsupported type: ${type}`, `${place}/type`);
  check(block, place, report);
}

function checkItems(
  items: unknown,
  most: number,
  place: string,
  report: Report,
  check: (item: unknown, place: string) => void,
): void {
  if (!Array.isArray(items)) return report("must provide an array", place);
  if (items.length === 0) report("no less than 1 items allowed", place);
  if (items.length > most) report(`no more than ${most} items allowed`, place);
  for (const [index, item] of items.entries()) check(item, `${place}/${index}`);
}

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
function checkText(
  text: unknown,
  place: string,
  report: Report,
  { longest, plainOnly = false }: { readonly longest: number; readonly plainOnly?: boolean },
): void {
  if (!isObject(text)) return report("must provide an object", place);
  const { type, text: words, emoji, verbatim } = text;
  if (type !== "plain_text" && (plainOnly || type !== "mrkdwn")) report("unsupported type", `${place}/type`);
  // `emoji` is of plain_text only, `verbatim` of mrkdwn only.
  const [own, other] = type === "plain_text" ? [emoji, verbatim] : [verbatim, emoji];
  if (own !== undefined && typeof own !== "boolean") report("must provide a boolean", place);
  if (other !== undefined) report("invalid additional property", place);
  for (const key of Object.keys(text)) {
    if (!["type", "text", "emoji", "verbatim"].includes(key)) report(`invalid additional property: ${key}`, place);
  }
  if (typeof words !== "string") return report("must provide a string", `${place}/text`);
  if (words.length === 0) report("must be more than 0 characters", `${place}/text`);
  if (words.length > longest) report(`must be less than ${longest + 1} characters`, `${place}/text`);
}

function checkKeys(block: Json, own: readonly string[], place: string, report: Report): void {
  for (const key of Object.keys(block)) {
    if (!["type", "block_id", ...own].includes(key)) report(`invalid additional property: ${key}`, place);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What Slack would refuse in the argument `metadata`, which is JSON: a type, and a flat payload.
 * https://docs.slack.dev/messaging/message-metadata
 */
export function metadataFaultOf(metadata: string): "invalid_metadata_format" | "invalid_metadata_schema" | undefined {
  const value = parse(metadata);
  if (!isObject(value)) return "invalid_metadata_format";
  const { event_type: type, event_payload: payload } = value;
  if (typeof type !== "string" || !/^\w{1,255}$/.test(type) || !isObject(payload)) return "invalid_metadata_schema";
  const flat = Object.values(payload).every((one) => one !== null && one !== undefined);
  return flat ? undefined : "invalid_metadata_schema";
}
