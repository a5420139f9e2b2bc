import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { companyKey, matchCompany, nameKey, nameRelation } from "./company.ts";
import { countryCode } from "./country.ts";

describe("a company's name as it is compared", () => {
  it.each([
    ["Vexley, Inc.", "VEXLEY INC"],
    ["The Nimbury", "theNimbury"],
    ["Brønsted & Søn A/S", "Bronsted and Son A/S"],
    ["O’Darrow’s Corp", "O'Darrow's"],
    ["Küppel GmbH & Co. KG", "Kuppel GmbH & Co KG"],
    ["Z.A.R. SE", "ZAR"],
    ["  Halden  Works ", "Halden Works"],
    ["Orlo.ai", "OrloAI"],
  ])("%s and %s are one", (a, b) => {
    expect(nameRelation(a, b)).toBe("same_name");
    expect(nameKey(a)).toBe(nameKey(b));
  });

  it.each([
    ["Tarn", "Tarn Technologies", "longer_name"],
    ["Tarn Foods", "Tarn Foods copy", "longer_name"],
    ["Tarn", "Tarn Health", "part_of_name"],
    ["Tarn Interactive LLC, Willow Studio", "Tarn Interactive", "part_of_name"],
    ["Tarn", "TarnCI", "other_name"],
    ["Bolder", "Colder", "other_name"],
    ["Quillerby", "Quilerby", "near_name"],
    ["Quillerby", "Quillebry", "near_name"],
    ["Gravitas (Ponder)", "Ponder, Inc.", "alias"],
    ["Q (formerly Chirrup)", "Chirrup", "alias"],
    ["Q, f/k/a Chirrup", "Chirrup", "alias"],
  ] as const)("%s beside %s is %s", (a, b, relation) => {
    expect(nameRelation(a, b)).toBe(relation);
    expect(nameRelation(b, a)).toBe(relation);
  });

  it("knows a recorded alias on either side", () => {
    const aliases = new Map([["chirrup", "q"]]);
    expect(nameRelation("Chirrup", "Q", aliases)).toBe("alias");
    expect(nameRelation("Q", "Chirrup Inc", aliases)).toBe("alias");
    expect(companyKey({ company: "Chirrup", country: "US" }, aliases)).toBe("q US");
  });

  it("is never empty where the name has a letter or a digit", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("Inc", "the", "co", "7", "é"), (junk, word) => {
        expect(nameKey(`${word} ${junk.replaceAll(/[()[\],]/g, "")}`)).not.toBe("");
      }),
    );
  });
});

describe("which company a report means", () => {
  const tarn = { company: "Tarn", country: "Estonia", industry: "Transportation" };

  it("is told by a domain before all else", () => {
    expect(
      matchCompany({ ...tarn, domain: "tarn.com" }, { company: "Tarn Rides", domain: "www.tarn.com" }).verdict,
    ).toBe("same");
    expect(matchCompany({ ...tarn, domain: "tarn.com" }, { ...tarn, domain: "https://tarnlending.com" }).verdict).toBe(
      "different",
    );
    expect(matchCompany({ ...tarn, domain: "tarn.com" }, { ...tarn, domain: "tarn.co.uk" }).verdict).toBe("same");
  });

  it("is another where an equal name has another country and another industry, and the same where only one differs", () => {
    const { verdict, because } = matchCompany(tarn, { company: "Tarn", country: "United States", industry: "Finance" });
    expect({ verdict, because }).toEqual({
      verdict: "different",
      because: ["same_name", "other_country", "other_industry"],
    });
    expect(matchCompany(tarn, { ...tarn, country: "US" }).verdict).toBe("same");
    expect(matchCompany(tarn, { ...tarn, industry: "Finance" }).verdict).toBe("same");
    expect(matchCompany(tarn, { company: "Tarn" }).verdict).toBe("same");
  });

  it("is unsure of a name that is only like it, unless a country or an industry bears it out", () => {
    const longer = { company: "Tarn Technologies" };
    expect(matchCompany(tarn, longer).verdict).toBe("unsure");
    expect(matchCompany(tarn, { ...longer, country: "Estonia" }).verdict).toBe("same");
    expect(matchCompany(tarn, { ...longer, country: "India" }).verdict).toBe("different");
    expect(matchCompany(tarn, { ...longer, country: "India", industry: "Transportation" }).verdict).toBe("unsure");
    expect(matchCompany(tarn, { company: "Tarn Health", country: "Estonia" }).verdict).toBe("unsure");
    expect(matchCompany(tarn, { company: "Tarn Health", industry: "Healthcare" }).verdict).toBe("different");
  });

  it("has no key of a bare name: it says that nothing else is known", () => {
    expect(companyKey({ company: "Tarn" })).toBe("tarn ?");
    expect(companyKey({ company: "Tarn AS", country: "Estonia", industry: "Other" })).toBe("tarn EE");
    expect(companyKey({ company: "Tarn", domain: "https://www.tarn.eu/jobs", country: "Estonia" })).toBe(
      "tarn tarn.eu",
    );
  });
});

describe("a country's code", () => {
  it.each([
    ["United States.", "US"],
    ["U.S.", "US"],
    ["UK", "GB"],
    ["Scotland", "GB"],
    ["Türkiye", "TR"],
    ["turkey", "TR"],
    ["South Korea", "KR"],
    ["Hong Kong", "HK"],
    ["Côte d’Ivoire", "CI"],
    ["de", "DE"],
    ["European Union", null],
    ["Narnia", null],
    ["", null],
    [null, null],
  ])("of %s is %s", (text, code) => {
    expect(countryCode(text)).toBe(code);
  });
});

describe("the key of an authority", () => {
  const named = (company: string, cik: string | null): { company: string; cik: string | null } => ({ company, cik });
  it("decides where both have one, whatever the names are, and says nothing where one has none", () => {
    expect(matchCompany(named("Vexley", "0000000017"), named("Harrow", "0000000017")).verdict).toBe("same");
    expect(matchCompany(named("Vexley", "0000000017"), named("Vexley", "0000000018")).verdict).toBe("different");
    expect(matchCompany(named("Vexley", "0000000017"), named("Vexley", null)).verdict).toBe("same");
    expect(matchCompany(named("Vexley", "0000000017"), named("Harrow", null)).verdict).toBe("different");
  });
});
