// The desk as people use it: plain pages and forms, through the app, on a real store.
import { parseHTML } from "linkedom";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDocuments } from "../../src/app/read-documents.ts";
import { deskRoutes } from "../../src/server/desk.ts";
import { NO_READER, reported } from "../record/reports.ts";
import { type Asker, openStand, type Stand } from "../support/site.ts";

let stand: Stand;
beforeEach(async () => {
  stand = await openStand(deskRoutes);
  stand.now.at = Date.UTC(2026, 3, 1);
});
afterEach(() => stand.close());

const NAMES = ["Aldermoor", "Birchway", "Corvane"];
const NASTY = `<img src=x onerror=alert(1)>`;

/** Each a round, and a smaller figure two days later of which nobody knows whether it is a part. */
async function waiting(companies: number): Promise<void> {
  const documents = NAMES.slice(0, companies).flatMap((company) => [
    reported([{ company, count: 289, quote: `${company} cuts 289 jobs ${NASTY}.` }], { title: `Cuts ${NASTY}` }),
    reported([{ company, count: 101 }], { published: "2026-03-12" }),
  ]);
  await readDocuments(stand.store, documents, NO_READER, stand.now.at);
}

async function look(path = "/record/desk", as: Asker = "hr") {
  const answer = await stand.ask(path, as);
  const html = await answer.text();
  const { document } = parseHTML(html);
  const text = document.querySelector("main")?.textContent?.replaceAll(/\s+/g, " ") ?? "";
  return { status: answer.status, html, document, text };
}

type Page = Awaited<ReturnType<typeof look>>;

/** Presses a button of a form as a browser without scripts does, and goes where that leads. */
async function press(page: Page, words: string, { as = "hr", origin }: { as?: Asker; origin?: string } = {}) {
  const button = [...page.document.querySelectorAll("button")].find((one) => one.textContent?.includes(words));
  const form = button?.closest("form");
  if (button === undefined || form == null) throw new Error(`No button says ${words}`);
  const fields = new URLSearchParams(
    [...form.querySelectorAll("input")].map((one): [string, string] => [
      one.getAttribute("name") ?? "",
      one.getAttribute("value") ?? "",
    ]),
  );
  const name = button.getAttribute("name");
  if (name !== null) fields.set(name, button.getAttribute("value") ?? "");
  return stand.send(form.getAttribute("action") ?? "", as, fields.toString(), origin);
}

async function follow(answer: Response): Promise<Page> {
  expect(answer.status).toBe(303);
  return look(answer.headers.get("location") ?? "");
}

describe("the desk", () => {
  it("asks one question, with what both say, the reasons, the words and where they stand", async () => {
    await waiting(2);
    const { document, text, html } = await look();
    expect(text).toContain("One round or two? 2 questions waiting");
    expect(text).toContain("≠ differs");
    expect(text).toContain("= the same");
    expect(text).toContain("the counts differ");
    expect(document.querySelectorAll("h1")).toHaveLength(1);
    expect([...document.querySelectorAll("mark")].map(({ textContent }) => textContent)).toEqual(["289"]);
    expect(document.querySelectorAll('#desk a[href^="https://news.example/"]')).toHaveLength(2);
    expect(html).not.toContain(NASTY);
    expect([...document.querySelectorAll("[data-key]")].map((one) => one.getAttribute("data-key"))).toEqual([
      "s",
      "d",
      "l",
    ]);
  });

  it.each([
    ["Same round", "are one round", 1],
    ["Two rounds", "are two rounds", 2],
  ] as const)(
    "%s: is kept with who may say it, the next is asked, and it can be taken back",
    async (button, said, rows) => {
      await waiting(2);
      const first = await look();
      const next = await follow(await press(first, button));
      expect(next.text).toContain("1 question waiting");
      expect(next.text).toContain(said);
      const company = first.document.querySelector("#desk tbody a")?.textContent ?? "";
      expect(next.document.querySelector("#desk tbody a")?.textContent).not.toBe(company);
      expect(await stand.store.layoffs({ company, limit: 9 })).toHaveLength(rows);
      const [entry] = await stand.store.records({ limit: 1 });
      expect(entry?.detail).toMatchObject({ through: "desk", audience: "named", as: "hr" });
      const back = await follow(await press(next, "Take that back"));
      expect(back.text).toContain("2 questions waiting");
      expect(back.document.querySelector("#desk tbody a")?.textContent).toBe(company);
      expect(await stand.store.layoffs({ company, limit: 9 })).toHaveLength(2);
      expect((await stand.store.records({ limit: 1 }))[0]).toMatchObject({
        action: "reopen layoffs",
        detail: { through: "desk", as: "hr" },
      });
    },
  );

  it("leaves a question for later, and comes back to it", async () => {
    await waiting(2);
    const first = await look();
    const later = (page: Page): string =>
      page.document.querySelector('[data-key="l"]')?.getAttribute("href") ?? expect.fail();
    const second = await look(later(first));
    const end = await look(later(second));
    expect(end.text).toContain("That was the last; 2 questions left for later.");
    const again = await look(end.document.querySelector(".empty a")?.getAttribute("href") ?? "");
    expect(again.document.querySelector("#desk tbody a")?.textContent).toBe(
      first.document.querySelector("#desk tbody a")?.textContent,
    );
    expect(await stand.store.questionsWaiting()).toBe(2);
  });

  it("says so where somebody else was faster, and does nothing", async () => {
    await waiting(1);
    const first = await look();
    await press(first, "Two rounds");
    const after = await follow(await press(first, "Same round"));
    expect(after.text).toContain("That question was answered meanwhile");
    expect(after.text).toContain("Nothing is to be decided.");
    expect(await stand.store.layoffs({ limit: 9 })).toHaveLength(2);
    const undone = await follow(await press(after, "Take that back"));
    expect(undone.text).toContain("1 question waiting");
    expect((await follow(await press(after, "Take that back"))).text).toContain("answered meanwhile");
  });

  it("is for those who may know names, and does nothing that another site asks for", async () => {
    await waiting(1);
    const page = await look();
    expect((await look("/record/desk", "nobody")).status).toBe(401);
    expect((await look("/record/desk", "council")).status).toBe(403);
    expect((await press(page, "Same round", { as: "nobody" })).status).toBe(401);
    expect((await press(page, "Same round", { as: "council" })).status).toBe(403);
    expect((await press(page, "Same round", { origin: "https://elsewhere.example" })).status).toBe(403);
    expect(await stand.store.questionsWaiting()).toBe(1);
    for (const body of ["", "layoff=l-a", "layoff=l-a&candidate=l-b&askedAt=x&verdict=same"])
      expect((await stand.send("/record/desk/answer", "hr", body)).status).toBe(400);
    expect((await look("/record/desk?after=nonsense")).status).toBe(400);
    expect((await look("/record/desk?question=l-1~l-2")).text).toContain("is asked no more");
  });

  it("is found from the list and from a layoff by those alone who may use it", async () => {
    await waiting(1);
    const [one] = await stand.store.layoffs({ limit: 1 });
    for (const path of ["/record", `/record/layoffs/${one?.id}`]) {
      expect((await look(path)).document.querySelector('a[href^="/record/desk"]')).not.toBeNull();
      expect((await look(path, "nobody")).document.querySelector('a[href^="/record/desk"]')).toBeNull();
    }
  });
});

describe("with 10,000 questions", () => {
  it("begins where it is asked to, and says how many wait", { timeout: 120_000 }, async () => {
    await waiting(1);
    const [ask] = await stand.store.questions({ limit: 1 });
    const { layoff, candidate } = ask ?? expect.fail();
    const layoffs = await stand.store.layoffsById([layoff, candidate]);
    await stand.store.transaction(async (writer) => {
      await writer.recordTime(stand.now.at);
      for (let i = 0; i < 10_000; i++) {
        const ids = [`l-${i}a`, `l-${i}b`];
        await writer.putLayoffs(
          layoffs.map((one, at) => ({ ...one, id: ids[at] ?? "" })),
          [{ why: "report", by: null }],
        );
        await writer.putAsk({ ...(ask ?? expect.fail()), layoff: ids[0] ?? "", candidate: ids[1] ?? "", askedAt: i });
      }
    });
    expect((await look("/record/desk?after=5000~l-5000a~l-5000b")).status).toBe(200);
    expect((await look()).text).toContain("10,001 questions waiting");
  });
});
