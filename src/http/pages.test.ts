import { describe, expect, it } from "vitest";
import { samePlace, type Turned, turnPages } from "./pages.ts";

const at = (page: number) => ({ tool: "Tool", place: `Tool, users, page ${page}` });

async function turned(pages: readonly Turned[]): Promise<(string | undefined)[]> {
  const asked: (string | undefined)[] = [];
  await turnPages(at, async (next, page) => {
    asked.push(next);
    return pages[page - 1] ?? { next: undefined, known: 0 };
  });
  return asked;
}

describe("turning pages", () => {
  it("goes where each page says, to the one that says nothing", async () => {
    expect(
      await turned([
        { next: "b", known: 2 },
        { next: "c", known: 2 },
        { next: undefined, known: 3 },
      ]),
    ).toEqual([undefined, "b", "c"]);
  });

  it("ends with the page's name where it runs in a circle", async () => {
    const circle = ["b", "c", "b", "c"].map((next, index) => ({ next, known: index }));
    await expect(turned(circle)).rejects.toMatchObject({
      code: "malformed",
      message: expect.stringContaining("Tool, users, page 3: the cursor of an earlier page came again"),
    });
  });

  it("ends after fifty pages in a row that bring nobody new, and not before", async () => {
    const idle = (count: number) => Array.from({ length: count }, (_, index) => ({ next: `page ${index}`, known: 5 }));
    expect(await turned([...idle(50), { next: undefined, known: 5 }])).toHaveLength(51);
    await expect(turned(idle(51))).rejects.toMatchObject({ message: expect.stringContaining("nothing new") });
  });
});

describe("the address of a next page", () => {
  it("is followed at the API's own origin and nowhere else", () => {
    const api = "https://graph.example/v1.0/";
    expect(samePlace("https://graph.example/v1.0/users?x=1", api, at(1))).toBe("https://graph.example/v1.0/users?x=1");
    for (const other of [
      "https://elsewhere.example/v1.0/users",
      "http://graph.example/v1.0/users",
      "https://graph.example:8443/users",
      "https://graph.example@elsewhere.example/",
      "/users",
    ]) {
      expect(() => samePlace(other, api, at(1))).toThrow("at another address than the API");
    }
  });
});
