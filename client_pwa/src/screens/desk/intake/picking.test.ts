import { describe, expect, it } from "vitest";
import { LOCATION_KIND, TYPE_CODE } from "../../../schema";
import { label } from "../../../text/codes";
import { around, lettersFor, typesFor } from "./picking";

describe("letters that choose", () => {
  it("belong to one choice each, and begin a word where they can", () => {
    expect(lettersFor(["a home", "in a vehicle", "indoors", "École"])).toEqual(["a", "i", "n", "e"]);
    const own = lettersFor(LOCATION_KIND.map((kind) => label("location_kind", kind)));
    expect(new Set(own).size, "of every kind of place").toBe(LOCATION_KIND.length);
    expect(own).not.toContain("");
  });

  it("are none where every letter is taken", () => {
    expect(lettersFor(["A", "aa", "b1"])).toEqual(["a", "", "b"]);
  });

  it("stand where the eye looks for them", () => {
    expect(around("Not known", "k")).toEqual(["Not ", "k", "nown"]);
    expect(around("École", "e")).toEqual(["", "É", "cole"]);
    expect(around("Agency", "")).toEqual(["Agency", "", ""]);
  });
});

describe("types by what is typed", () => {
  it("are those in which every typed word begins a word, in the order they stand", () => {
    expect(typesFor("shel", TYPE_CODE)).toContain("UNHOUSED_NEED");
    expect(typesFor("SHOUT", TYPE_CODE)[0]).toBe("DISTURB_VERBAL");
    expect(typesFor("zebra", TYPE_CODE)).toEqual([]);
  });
});
