/** A part of an answer of which the text is at hand. */
export class Written {
  readonly text: string;

  constructor(value: object) {
    this.text = JSON.stringify(value);
  }
}

/** What `JSON.stringify` makes of an answer. Its members, and the items of those that are lists, may be `Written`; nothing below them. */
export function writtenJson(answer: object): string {
  const members = Object.entries(answer).flatMap(([key, value]: [string, unknown]) => {
    const text = Array.isArray(value) ? `[${value.map((item) => textOf(item) ?? "null").join(",")}]` : textOf(value);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

function textOf(value: unknown): string | undefined {
  return value instanceof Written ? value.text : JSON.stringify(value);
}
