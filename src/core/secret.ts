import { inspect } from "node:util";

/**
 * A value that must never be printed: string conversion, JSON and `console.log` all give `[secret]`. Only `reveal`,
 * called where the request is built, gives the value, which makes every use easy to find.
 */
export class Secret {
  readonly #value: string;
  /** Where it came from (`env SLACK_TOKEN`, `file /run/…`), for error messages. */
  readonly origin: string;

  constructor(value: string, origin: string) {
    this.#value = value;
    this.origin = origin;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
