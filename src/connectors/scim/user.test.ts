import { describe, expect, it } from "vitest";
import { mapScimUser } from "./user.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const map = (user: object, emailVerified = false) => mapScimUser({ id: "7", ...user }, { emailVerified });

describe("a user resource", () => {
  it("gives the enterprise extension's number, department and manager", () => {
    const found = map({
      userName: "mirel",
      name: { givenName: "Mirel", familyName: "Ostrava" },
      active: true,
      userType: "Employee",
      emails: [
        { value: "Private@home.example", type: "home" },
        { value: "Mirel@Work.example", type: "work" },
      ],
      addresses: [{ type: "work", locality: "Brno" }],
      meta: { lastModified: "2026-05-13T04:42:34Z" },
      [ENTERPRISE]: {
        employeeNumber: "701984",
        department: "Tours",
        manager: { value: "26", displayName: "Jan Smit" },
      },
    });
    expect(found).toEqual({
      id: "7",
      status: "active",
      updated: Date.UTC(2026, 4, 13, 4, 42, 34),
      attributes: {
        name: "Mirel Ostrava",
        handle: "mirel",
        email: "mirel@work.example",
        kind: "human",
        location: "Brno",
        locationFrom: "address",
        team: "Tours",
        employeeId: "701984",
        manager: "Jan Smit",
      },
    });
  });

  it("leaves out what the server leaves out: it is unknown, not none", () => {
    expect(map({ userName: "mirel" })).toEqual({ id: "7", status: "active", attributes: { handle: "mirel" } });
  });

  it("takes an empty text for a statement", () => {
    expect(map({ title: "", [ENTERPRISE]: { department: "" } })?.attributes).toEqual({ title: null, team: null });
  });

  it("vouches for an address only where the settings say that the organisation assigns it", () => {
    const user = { emails: [{ value: "a@work.example", primary: true }] };
    expect(map(user)?.attributes.emailVerified).toBeUndefined();
    expect(map(user, true)?.attributes.emailVerified).toBe(true);
    expect(map({ userName: "nobody" }, true)?.attributes).toEqual({ handle: "nobody" });
  });

  it("takes a user name that is an address for the address where there is no other", () => {
    expect(map({ userName: "A@Work.example" })?.attributes).toMatchObject({ email: "a@work.example" });
  });

  it("reads a number as an employee number, a manager's id alone, and drops what has another form", () => {
    const odd = {
      title: 7,
      name: "Mirel",
      emails: "a@b.example",
      active: "False",
      [ENTERPRISE]: { employeeNumber: 7, manager: "26" },
    };
    expect(map(odd)).toEqual({
      id: "7",
      status: "deactivated",
      stated: "active: false",
      attributes: { employeeId: "7", manager: "26" },
    });
  });

  it("is none without an id", () => {
    expect(mapScimUser({ userName: "mirel" }, { emailVerified: false })).toBeUndefined();
    expect(mapScimUser("7", { emailVerified: false })).toBeUndefined();
  });
});
