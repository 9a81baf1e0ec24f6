import { describe, expect, it } from "vitest";
import { read, type Vocabulary } from "../../src/screens/desk/rules/command";
import { aCall, aUnit } from "./rows";

const CALLS = [
  aCall({ id: "c238", number: "0238", place: "Mill Lane" }),
  aCall({ id: "c241", number: "0241", place: "Bus stop 9" }),
  aCall({ id: "new", number: "" }),
];
const WORDS: Vocabulary = {
  verbs: {
    offer: "offer",
    move: "move",
    hold: "hold",
    close: "close",
    pass: "pass",
    prio: "prio",
    merge: "merge",
    find: "find",
  },
  calls: CALLS,
  units: [aUnit("wren", []), aUnit("heron", []), aUnit("heronshaw", [])],
  reasons: [
    { label: "Solved by phone", reason: { kind: "by_phone", code: "phone_resolved" } },
    { label: "Outside our hours", reason: { kind: "not_sent", code: "outside_hours" } },
    { label: "Outside our area", reason: { kind: "not_sent", code: "outside_area" } },
  ],
  services: [
    { label: "988", to: "l988" },
    { label: "911", to: "psap911" },
    { label: "Police", to: "police" },
  ],
  describe: (call) => `${call.number} ${call.place ?? ""}`,
};

const parsed = (line: string) => read(line, WORDS).parsed;

describe("the command line", () => {
  it("offers a call to a team, cut short as long as one fits", () => {
    for (const line of ["offer 0238 wren", "off 238 wr", "  OFFER  238   Wren "]) {
      expect(parsed(line)).toMatchObject({ kind: "offer", call: { id: "c238" }, unit: { id: "wren" } });
    }
  });

  it("moves a team to a call", () => {
    expect(parsed("move 238 her")).toMatchObject({ kind: "missing", what: "team", several: true });
    expect(parsed("mo 238 wr")).toMatchObject({ kind: "move", call: { id: "c238" }, unit: { id: "wren" } });
    expect(parsed("hold 238 wr")).toMatchObject({ kind: "hold", call: { id: "c238" }, unit: { id: "wren" } });
  });

  it("merges calls into the one that is named first", () => {
    expect(parsed("merge 238 241 241")).toMatchObject({
      kind: "merge",
      leader: { id: "c238" },
      calls: [{ id: "c241" }],
    });
    expect(parsed("merge 238 238")).toMatchObject({ kind: "missing", what: "call" });
    expect(parsed("merge 238 999")).toEqual({ kind: "missing", what: "call", said: "999", several: false });
  });

  it("changes how urgent a call is", () => {
    expect(parsed("prio 238 p1")).toMatchObject({ kind: "prio", call: { id: "c238" }, to: "P1" });
    expect(parsed("prio 238 p")).toEqual({ kind: "missing", what: "priority", said: "p", several: true });
  });

  it("takes the exact name where another one begins like it", () => {
    expect(parsed("offer 0238 heron")).toMatchObject({ kind: "offer", unit: { id: "heron" } });
    expect(parsed("offer 0238 her")).toEqual({ kind: "missing", what: "team", said: "her", several: true });
  });

  it("means the call of this very number, whatever other one ends so", () => {
    const calls = ["0012", "0002", "2002"].map((number) => aCall({ id: number, number }));
    const named = (said: string) => read(`close ${said} solved`, { ...WORDS, calls }).parsed;
    expect(named("2")).toMatchObject({ kind: "close", call: { id: "0002" } });
    expect(named("12")).toMatchObject({ kind: "close", call: { id: "0012" } });
    expect(named("02")).toMatchObject({ kind: "close", call: { id: "0002" } });
  });

  it("closes with a result by phone or a reason, and not without", () => {
    expect(parsed("close 0241 solv")).toMatchObject({ kind: "close", reason: { kind: "by_phone" } });
    expect(parsed("close 0241 outside our h")).toMatchObject({ reason: { code: "outside_hours" } });
    expect(parsed("close 0241 outside")).toMatchObject({ kind: "missing", what: "reason", several: true });
    expect(parsed("close 0241")).toMatchObject({ kind: "missing", what: "reason", several: false });
  });

  it("passes a call to a service, and not without one", () => {
    expect(parsed("pass 0241 988")).toMatchObject({ kind: "pass", call: { id: "c241" }, to: "l988" });
    expect(parsed("pa 241 pol")).toMatchObject({ kind: "pass", to: "police" });
    expect(parsed("pass 0241 9")).toEqual({ kind: "missing", what: "service", said: "9", several: true });
    expect(parsed("pass 0241")).toMatchObject({ kind: "missing", what: "service", several: false });
    expect(read("pass 0241 98", WORDS).completed).toBe("pass 0241 988");
  });

  it("finds calls by any of their words", () => {
    expect(parsed("find mill")).toMatchObject({ kind: "find", found: [{ id: "c238" }] });
    expect(parsed("find stop bus")).toMatchObject({ found: [{ id: "c241" }] });
    expect(parsed("find nowhere")).toMatchObject({ found: [] });
  });

  it("says what is missing", () => {
    expect(parsed("")).toEqual({ kind: "empty" });
    expect(parsed("dance")).toMatchObject({ kind: "missing", what: "verb", said: "dance" });
    expect(parsed("offer")).toMatchObject({ what: "call" });
    expect(parsed("offer 9999 wren")).toMatchObject({ what: "call", said: "9999" });
    expect(parsed("find")).toMatchObject({ what: "words" });
  });

  it("names no call that has no number yet", () => {
    expect(parsed("offer  wren")).toMatchObject({ kind: "missing", what: "call" });
  });

  it("completes the word being typed, when only one fits", () => {
    const completed = (line: string) => read(line, WORDS).completed;

    expect(completed("of")).toBe("offer ");
    expect(completed("offer 238")).toBe("offer 0238 ");
    expect(completed("offer 0238 wr")).toBe("offer 0238 Wren");
    expect(completed("close 0238 outside our a")).toBe("close 0238 outside our area");
    expect(completed("close 0238 outside")).toBeNull();
    expect(completed("offer 02")).toBeNull();
  });
});
