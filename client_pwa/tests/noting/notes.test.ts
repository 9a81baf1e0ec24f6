import { describe, expect, it } from "vitest";
import type { PlaceNote } from "../../src/schema";
import { notesOf } from "../../src/screens/noting/rules";

const NOON = 1_790_000_000_000;

const note = (id: string, kind: PlaceNote["kind"], ends_at: number): PlaceNote => ({
  ...{ id, kind, text: id, by: "Ada", role: "responder" },
  ...{ written_at: NOON - 1_000, ends_at },
});

describe("notes about a place", () => {
  it("are shown until their minute and not after it, also where the server has not ended them yet", () => {
    const call = { place_notes: [note("over", "animal", NOON), note("holds", "animal", NOON + 1)] };

    expect(notesOf(call, NOON).map(({ id }) => id)).toEqual(["holds"]);
    expect(notesOf(call, NOON - 1).map(({ id }) => id)).toEqual(["over", "holds"]);
  });

  it("say what may hurt before what helps", () => {
    const call = { place_notes: [note("door", "access", NOON + 1), note("gun", "weapon", NOON + 1)] };

    expect(notesOf(call, NOON).map(({ id }) => id)).toEqual(["gun", "door"]);
    expect(notesOf({}, NOON)).toEqual([]);
  });
});
