import { describe, expect, it } from "vitest";
import type { Help } from "../../src/schema";
import { alarmWords, lookOf } from "../../src/screens/desk/board/alarms";
import type { Desk } from "../../src/screens/desk/board/use";
import { openAlarms, standings } from "../../src/screens/desk/rules/board";
import { type Policy, policyOf, proposals, USUAL } from "../../src/screens/desk/rules/helps";
import { aCall, anAlarm, anAssignment, aUnit, NOON } from "./rows";

const OTTER = aUnit("otter", []);
const CALL = aCall({ id: "call-1", number: "0234", place: "7 Example Row" });
const ON_IT = anAssignment({ id: "a1", call_id: "call-1", unit_id: "otter", state: "contact" });
const aHelp = (more: Partial<Help> = {}): Help => ({
  ...{ id: "h1", unit_id: "otter", by: "p1", name: "Ama", raised_at: NOON, received_at: NOON },
  ...{ taken_at: null, ended_at: null, ending: null, version: 1 },
  ...more,
});

const deskOf = (help: Help, assignments = [ON_IT]): Desk => {
  const calls = new Map([[CALL.id, CALL]]);
  const all = standings(calls.values(), assignments);
  const rows: Partial<Desk> = {
    ...{ now: NOON, calls, units: new Map([[OTTER.id, OTTER]]) },
    alarms: openAlarms([], calls, assignments, [help]),
    standing: new Map(all.map((standing) => [standing.call.id, standing])),
  };
  return rows as Desk;
};

const words = (help: Help, assignments = [ON_IT]) => {
  const desk = deskOf(help, assignments);
  const [alarm] = desk.alarms;
  return alarm && { ...alarmWords(alarm, desk), look: lookOf(alarm, undefined) };
};

describe("somebody who calls for help", () => {
  it("stands before everything else, until somebody has it and not only until it is over", () => {
    const others = [anAlarm({ id: "x1", raised_at: NOON - 1 })];
    const missed = [anAssignment({ id: "a2", check_step: "supervisor", check_due_at: NOON - 9 })];
    const strip = (help: Help) => openAlarms(others, new Map(), missed, [help]).map(({ kind }) => kind);

    expect(strip(aHelp())[0]).toBe("help");
    expect(strip(aHelp({ ended_at: NOON, ending: "safe" }))[0]).toBe("help");
    expect(strip(aHelp({ taken_at: NOON }))).not.toContain("help");
  });

  it("is named with the team, the call and the place", () => {
    expect(words(aHelp())).toEqual({
      strong: "Help — Ama, Otter",
      rest: "0234 · 7 Example Row",
      look: "worst",
    });
    expect(words(aHelp({ unit_id: null, name: "" }), [])).toMatchObject({ rest: "on no call" });
  });

  it("says how late it came, and that somebody took it back", () => {
    expect(words(aHelp({ received_at: NOON + 3_600_000 }))?.rest).toContain("there was no signal");
    expect(words(aHelp({ received_at: NOON + 30_000 }))?.rest).not.toContain("signal");
    expect(words(aHelp({ ended_at: NOON, ending: "mistake" }))?.rest).toContain("Pressed by mistake");
  });
});

describe("who is sent", () => {
  const WREN = aUnit("wren", []);
  const may = (policy: Policy, now: Parameters<typeof proposals>[1]) =>
    proposals(policy, now)
      .filter((it) => it.may)
      .map(({ to, isNext }) => (isNext ? `${to}!` : to));
  const NOTHING = { atRisk: false, team: WREN, sent: [] };

  it("is another team first, and the police only when a person says that a life is at risk", () => {
    expect(may(USUAL, NOTHING)).toEqual(["team!", "ambulance", "supervisor"]);
    expect(may(USUAL, { ...NOTHING, atRisk: true })).toEqual(["team!", "ambulance", "supervisor", "police"]);
  });

  it("is the police where the policy presets them, and in its order", () => {
    const policy: Policy = { ...USUAL, order: ["supervisor", "team"], police_preset: true };

    expect(may(policy, NOTHING)).toEqual(["supervisor!", "team", "ambulance", "police"]);
  });

  it("is the next one after what was sent, and an ambulance at once where no team is free for a life", () => {
    expect(may(USUAL, { ...NOTHING, sent: ["team"] })).toEqual(["team", "ambulance!", "supervisor"]);
    const none: Policy = { ...USUAL, order: ["team", "supervisor"] };
    expect(may(none, { atRisk: false, team: null, sent: [] })).toEqual(["supervisor!", "ambulance"]);
    expect(may(none, { atRisk: true, team: null, sent: [] })[1]).toBe("ambulance!");
  });

  it("follows the newest policy", () => {
    const one = { ...USUAL, id: "1", set_at: 1, by: "p1", name: "Ada" };

    expect(policyOf([])).toBe(USUAL);
    expect(policyOf([{ ...one, number: 2 }, { ...one, id: "2", number: 3 }, one]).number).toBe(3);
  });
});

describe("the last step", () => {
  it("names whom to phone, with the number, and says so where nobody is named", () => {
    const people = [{ person_id: "p9", name: "Sam Roe", phone: "555 0199" }];

    expect(words(aHelp({ phone_at: NOON, people }))?.rest).toContain("Phone now: Sam Roe 555 0199");
    expect(words(aHelp({ phone_at: NOON, people: [] }))?.rest).toContain("nobody on call is named");
    expect(words(aHelp())?.rest).not.toContain("hone now");
  });
});
