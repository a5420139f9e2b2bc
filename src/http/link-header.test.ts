import { describe, expect, it } from "vitest";
import { nextLink } from "./link-header.ts";

const next = (...links: string[]) => {
  const headers = new Headers();
  for (const link of links) headers.append("link", link);
  return nextLink(headers);
};

describe("the next page by a Link header", () => {
  it("is found among others, in one header or in several", () => {
    const self = '<https://acme.okta.com/api/v1/users?limit=200>; rel="self"';
    const after = '<https://acme.okta.com/api/v1/users?after=00u1&limit=200>; rel="next"';
    expect(next(self, after)).toBe("https://acme.okta.com/api/v1/users?after=00u1&limit=200");
    expect(next(`${self}, ${after}`)).toBe(next(after));
  });

  it("may hold commas, and may be written without quotes, in capitals or beside other relations", () => {
    expect(next("<https://a.example/?ids=1,2,3>; title=x; rel=next")).toBe("https://a.example/?ids=1,2,3");
    expect(next('<https://a.example/1>; REL="prev Next"')).toBe("https://a.example/1");
  });

  it("is none where no link has that relation", () => {
    expect([next(), next('<https://a.example/1>; rel="last"'), next('<https://a.example/1>; rev="next"')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
