import { afterEach, describe, expect, it } from "vitest";
import type { Assignment } from "../../src/schema";
import { alarmWords, lookOf } from "../../src/screens/desk/board/alarms";
import { checkWords } from "../../src/screens/desk/checkin/line";
import { news, sayings } from "../../src/screens/desk/board/speech";
import type { Desk } from "../../src/screens/desk/board/use";
import { boardOf, openAlarms, standings } from "../../src/screens/desk/rules/board";
import { checkOf, firstDue, missedCheckIns } from "../../src/screens/desk/rules/checkins";
import { clock } from "../../src/text/times";
import { language } from "../../src/text/words";
import { aCall, anAlarm, anAssignment, aUnit, MINUTE, NOON } from "./rows";

afterEach(() => {
  language.value = "en";
});

const CALL = aCall({ id: "call-1", number: "0234", place: "7 Example Row", priority: "P2" });
const OTTER = aUnit("otter", []);
const at = { call_id: "call-1", unit_id: "otter", state: "contact", check_due_at: NOON } as const;

const otter = (more: Partial<Assignment> = {}): Assignment => anAssignment({ id: "a1", ...at, ...more });

const deskOf = (...assignments: readonly Assignment[]): Desk => {
  const calls = new Map([[CALL.id, CALL]]);
  const all = standings(calls.values(), assignments);
  const rows: Partial<Desk> = {
    now: NOON + 3 * MINUTE,
    calls,
    units: new Map([[OTTER.id, OTTER]]),
    assignments: new Map(assignments.map((it) => [it.id, it])),
    alarms: openAlarms([], calls, assignments),
    standing: new Map(all.map((standing) => [standing.call.id, standing])),
    board: boardOf(all, NOON),
  };
  return rows as Desk;
};

const words = (assignment: Assignment) => {
  const desk = deskOf(assignment);
  const [alarm] = desk.alarms;
  return alarm && { ...alarmWords(alarm, desk), look: lookOf(alarm, CALL) };
};

describe("a team that does not check in", () => {
  it("stands first on the strip from the moment it is missed, and as long as it is", () => {
    const unanswered = anAlarm({ id: "x1", call_id: "call-1" });
    const alarms = (assignment: Assignment) =>
      openAlarms([unanswered], new Map(), [assignment]).map(({ kind }) => kind);

    expect(alarms(otter())).toEqual(["offer_unanswered"]);
    expect(alarms(otter({ check_step: "missed" }))).toEqual(["check_in", "offer_unanswered"]);
    expect(alarms(otter({ check_step: "missed", check_due_at: null }))).toEqual(["offer_unanswered"]);
  });

  it("is told from one whose phones are not heard, and what to do grows", () => {
    expect(words(otter({ check_step: "missed" }))).toEqual({
      strong: "Missed check-in — Otter",
      rest: "Phone connected · 0234 · 7 Example Row",
      look: "bad",
    });
    expect(words(otter({ check_step: "call_team", no_link: true }))).toEqual({
      strong: "No link — Otter",
      rest: "Call the team now · No phone of theirs is heard · 0234 · 7 Example Row",
      look: "bad",
    });
    expect(words(otter({ check_step: "supervisor" }))).toMatchObject({
      rest: "The supervisor decides on help · Phone connected · 0234 · 7 Example Row",
      look: "grave",
    });
  });

  it("is said aloud at each step, and in Spanish", () => {
    const before = sayings(deskOf(otter({ check_step: "missed" })), null);
    const after = sayings(deskOf(otter({ check_step: "call_team" })), null);

    expect(news(before.alarms, after.alarms)).toHaveLength(1);
    expect(news(before.alarms, before.alarms)).toEqual([]);
    language.value = "es";
    expect(words(otter({ check_step: "missed", no_link: true }))?.strong).toBe("Sin conexión — Otter");
  });

  it("is among what came due while the system was down", () => {
    const assignment = otter();
    const missed = [{ kind: "assignment.check", entity: "a1", due_at: NOON }];
    const gap = anAlarm({ id: "x1", kind: "gap", call_id: null, missed, missed_count: 1 });

    expect(alarmWords(gap, deskOf(assignment)).rest).toBe(
      "Check-in that nobody watched: Otter · 1 in all: go through them",
    );
  });
});

describe("how it stands with a check-in", () => {
  it("is by when, then due, then missed or no link", () => {
    const how = (assignment: Assignment, now: number) => {
      const check = checkOf(assignment, now);
      return check === null ? null : checkWords(check, now);
    };

    expect(how(otter({ check_due_at: null }), NOON)).toBe(null);
    expect(how(otter(), NOON - 6 * MINUTE)).toBe(`Check-in by ${clock(NOON)}, in 6 min`);
    expect(how(otter(), NOON + MINUTE)).toBe("Check-in due 1 min ago");
    expect(how(otter({ check_step: "missed" }), NOON + 3 * MINUTE)).toBe("Check-in missed, due 3 min ago");
    expect(how(otter({ check_step: "missed", no_link: true }), NOON + 3 * MINUTE)).toBe(
      "No link, check-in due 3 min ago",
    );
    expect(missedCheckIns([otter()])).toEqual([]);
  });

  it("of two teams on a call the key speaks of the one that is due first", () => {
    const other = anAssignment({ id: "a2", ...at, unit_id: "unit-2", check_due_at: NOON - MINUTE });

    expect(firstDue([otter(), other])?.id).toBe("a2");
    expect(firstDue([otter({ check_due_at: null })])).toBeUndefined();
  });
});
