import { request } from "node:http";

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** What a session is to be known by, as it is sent back. */
  readonly cookie: string;
}

/** Asks as a browser does that is on one of our pages. */
export function ask(address: string, { method = "GET", cookie = "" } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { "sec-fetch-site": "same-origin", ...(cookie === "" ? {} : { cookie }) };
    const asked = request(address, { method, headers }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      answer.on("error", reject).on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: answer.headers["content-type"] ?? "",
          body,
          cookie: answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "",
        }),
      );
    });
    asked.on("error", reject).end();
  });
}
