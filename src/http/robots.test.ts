import { describe, expect, it } from "vitest";
import { robotsFor } from "./robots.ts";

const allowed = (text: string, path: string): boolean => robotsFor("Rollcall", text).allows(path);

describe("robots.txt (RFC 9309)", () => {
  it("without rules allows everything", () => {
    for (const text of ["", "# nothing", "User-agent: *\nDisallow:", "<html>not found</html>"])
      expect(allowed(text, "/a")).toBe(true);
  });

  it("a group of our own stands instead of that of all, and several of our own together", () => {
    const text =
      "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: ROLLCALL\nDisallow: /private\n\nuser-agent: rollcall\nDisallow: /too\n";
    expect(["/", "/private/x", "/too", "/news"].map((path) => allowed(text, path))).toEqual([true, false, false, true]);
    expect(robotsFor("Somebody", text).allows("/news")).toBe(false);
  });

  it("the longest rule decides, and of two of one length the one that allows", () => {
    const text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /same\nDisallow: /same\n";
    expect(["/a/x", "/a/b/x", "/a/b/c/x", "/same"].map((path) => allowed(text, path))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it("* stands for anything and $ for the end, and escapes and letters are the same", () => {
    const text = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /search*q=\nDisallow: /ä\nDisallow: /%7efoo\n";
    const paths = ["/a/b.pdf", "/a/b.pdf?x", "/search?p=1&q=2", "/search?p=1", "/%C3%A4x", "/%7Efoo"];
    expect(paths.map((path) => allowed(text, path))).toEqual([false, true, false, true, false, false]);
  });

  it("a pattern of many stars costs no more than its length", () => {
    const text = `User-agent: *\nDisallow: /${"*a".repeat(2000)}b$\n`;
    const began = process.threadCpuUsage();
    expect(allowed(text, `/${"a".repeat(20_000)}`)).toBe(true);
    const { user, system } = process.threadCpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it("a delay is heeded, and robots.txt itself may always be read", () => {
    const robots = robotsFor("Rollcall", "User-agent: *\nCrawl-delay: 7\nDisallow: /\n");
    expect(robots.delay).toBe(7);
    expect(robots.allows("/robots.txt")).toBe(true);
  });
});
