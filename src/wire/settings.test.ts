import { expect, it, vi } from "vitest";
import { openSettings } from "./settings.ts";

vi.mock("node:os", async (os) => ({
  ...(await os<object>()),
  homedir: () => {
    throw new Error("ENOENT: no such user");
  },
}));

it("a user without a home folder can name the settings", async () => {
  await expect(openSettings({ config: "/nowhere/rollcall.yaml" })).rejects.toMatchObject({
    code: "bad_setting",
    message: expect.stringContaining("/nowhere/rollcall.yaml"),
  });
});
