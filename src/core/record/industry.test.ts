import { expect, it } from "vitest";
import { industryName } from "./industry.ts";

it.each([
  ["561720", "Administrative and Support and Waste Management and Remediation Services"],
  ["31", "Manufacturing"],
  [" 3364 ", "Manufacturing"],
  ["445110", "Retail Trade"],
  ["Crypto", "Crypto"],
  ["99", "99"],
  ["3D printing", "3D printing"],
  ["44511003", "Retail Trade"],
  ["123456789", "123456789"],
])("%j is called %s", (text, name) => {
  expect(industryName(text)).toBe(name);
});
