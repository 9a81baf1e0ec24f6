import { describe, expect, it } from "vitest";
import { asContacts, dialled, MOST, withContact } from "./contacts";

const SAM = { name: "Sam", number: "+1 (555) 010-0142" };

describe("whom somebody chose to talk to", () => {
  it("is dialled by digits, and from abroad by its plus", () => {
    expect(dialled(SAM.number)).toBe("+15550100142");
    expect(dialled(" 988 ")).toBe("988");
  });

  it("is taken with a name and a number only, and not without end", () => {
    expect(withContact([], { name: "  Sam ", number: " 988 " })).toEqual([{ name: "Sam", number: "988" }]);
    for (const no of [
      { name: " ", number: "988" },
      { name: "Sam", number: "soon" },
      { name: "Sam", number: "12" },
    ]) {
      expect(withContact([], no)).toEqual([]);
    }
    const full = Array.from({ length: MOST }, () => SAM);
    expect(withContact(full, SAM)).toBe(full);
  });

  it("is read again as it was kept, and nothing else is taken for it", () => {
    expect(asContacts([SAM])).toEqual([SAM]);
    expect(asContacts([])).toEqual([]);
    for (const other of [undefined, null, "Sam", {}, [{ name: "Sam" }]]) expect(asContacts(other)).toBeNull();
  });
});
