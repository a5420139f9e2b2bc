import type { Asked, FakeApi, Replied } from "../http/fake-api.ts";
import { startFakeApi } from "../http/fake-api.ts";

/** What a server of a model says to one request: the words of its choice, or something else altogether. */
export type Habit = (
  asked: { readonly title: string | null; readonly text: string },
  request: Asked,
) => string | Replied;

/** A server that answers as chat completions do, with whatever habit; a real server on 127.0.0.1. */
export async function startFakeModel(habit: { say: Habit }): Promise<FakeApi> {
  return startFakeApi({
    answer: (asked) => {
      const { messages } = JSON.parse(asked.body) as { messages: { role: string; content: string }[] };
      const passage = JSON.parse(messages.at(-1)?.content ?? "{}") as { title: string | null; text: string };
      const said = habit.say(passage, asked);
      return typeof said === "string" ? { body: chosen(said) } : said;
    },
    page: () => 1,
    refuse: (status, { headers }) => ({
      status,
      // Some repeat what they were sent.
      body: { error: { message: `refused ${headers["authorization"] ?? ""}` } },
      ...(status === 429 ? { headers: { "retry-after": "1" } } : {}),
    }),
    spoil: (reply) => reply,
  });
}

export function chosen(content: string, finish = "stop"): object {
  return {
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: finish }],
  };
}
