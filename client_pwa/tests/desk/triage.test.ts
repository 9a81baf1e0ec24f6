import { describe, expect, it } from "vitest";
import { NOT_SENT_REASON, SCREENING_KEY, TRIAGE_RESULT, TYPE_CODE } from "../../src/schema";
import {
  type Answers,
  BY_PHONE,
  noToAll,
  openOf,
  propose,
  proposePriority,
  reasonsFor,
  sendsTeam,
  unasked,
} from "../../src/screens/desk/rules/triage";
import { asked, FIRST, typesShown } from "../../src/screens/desk/editions/rules";

const QUESTIONS = asked(FIRST, null);
const allNo: Answers = Object.fromEntries(QUESTIONS.map(({ id }) => [id, "no" as const]));

describe("questions asked in one go", () => {
  it("keep every answer that was given, and are open again when it is taken back", () => {
    const given: Answers = { weapon: "yes", dv: "unknown" };
    const rest = openOf(given, QUESTIONS);

    const all = noToAll(given, rest);

    expect(all).toEqual({ ...allNo, ...given });
    expect(unasked(all, rest)).toEqual(given);
    expect(openOf(unasked(all, rest), QUESTIONS), "not asked is no answer at all").toEqual(rest);
  });
});

describe("where the answers point", () => {
  it("counts a call without a single answer as never screened", () => {
    expect(propose("WELFARE", {}, FIRST)).toMatchObject({ result: "not_triaged", answered: 0 });
  });

  it("sends 727 alone when nothing speaks against it", () => {
    expect(propose("WELFARE", allNo, FIRST)).toMatchObject({
      result: "alt_only",
      because: [],
      answered: QUESTIONS.length,
    });
  });

  it.each([
    ["weapon", "police_only"],
    ["crime_progress", "police_only"],
    ["fire_haz", "police_only"],
    ["violence_now", "alt_standby"],
    ["injury_serious", "alt_with_ems"],
    ["attempt_now", "alt_with_ems"],
    ["caller_wants_police", "police_only"],
  ] as const)("a yes to %s points to %s, and says why", (key, result) => {
    expect(propose("WELFARE", { ...allNo, [key]: "yes" }, FIRST)).toMatchObject({ result, because: [key] });
  });

  it("puts danger to the team before everything, and still asks for the ambulance", () => {
    const proposal = propose("WELFARE", { weapon: "yes", injury_serious: "yes", violence_now: "yes" }, FIRST);

    expect(proposal.result).toBe("police_only");
    expect(proposal.hints).toContain("ambulance");
  });

  it.each([
    ["threat_specific", "supervisor"],
    ["minor_alone", "youth"],
    ["dv", "safe_to_talk"],
    ["premise_flag", "place"],
    ["private_home", "home"],
  ] as const)("a yes to %s changes no result, and hints at %s", (key, hint) => {
    const proposal = propose("WELFARE", { ...allNo, [key]: "yes" }, FIRST);

    expect(proposal.result).toBe("alt_only");
    expect(proposal.hints).toEqual([hint]);
  });

  it("takes don't know for an answer that is told and changes nothing", () => {
    expect(propose("WELFARE", { weapon: "unknown", dv: "no" }, FIRST)).toMatchObject({
      result: "alt_only",
      unknown: ["weapon"],
      answered: 2,
    });
  });

  it("calls the ambulance for types that need one, answered or not", () => {
    expect(propose("OVERDOSE", {}, FIRST).result).toBe("alt_with_ems");
    expect(propose("RESOURCE_INFO", {}, FIRST).result).toBe("phone_resolved");
  });

  it("never proposes less than P1 for a life at risk", () => {
    expect(proposePriority("NOISE", { injury_serious: "yes" }, FIRST)).toBe("P1");
    expect(proposePriority("NOISE", { weapon: "yes" }, FIRST)).toBe("P4");
  });

  it("gives the reason that an answer ruled a team out first, and every reason at most once", () => {
    const reasons = reasonsFor({ weapon: "yes", private_home: "yes", dv: "yes" });

    expect(reasons.slice(0, 2)).toEqual(["disqualifier:weapon", "disqualifier:private_home"]);
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  it("leaves no reason and no question out", () => {
    const everything = Object.fromEntries(SCREENING_KEY.map((key) => [key, "yes" as const]));

    expect([...reasonsFor(everything)].sort()).toEqual([...NOT_SENT_REASON].sort());
    expect(FIRST.questions.map(({ id }) => id).sort()).toEqual([...SCREENING_KEY].sort());
  });

  it("knows of every result whether a team goes", () => {
    expect(TRIAGE_RESULT.filter(sendsTeam)).toEqual([
      "alt_only",
      "alt_with_ems",
      "alt_standby",
      "co_response",
      "not_triaged",
    ]);
    expect(BY_PHONE.some(sendsTeam)).toBe(false);
  });
});

describe("the types", () => {
  it("all stand in the list once, the used ones first", () => {
    const order = typesShown([{ type_code: "NOISE" }, { type_code: "NOISE" }, { type_code: "PARKING_CIVIL" }], FIRST);

    expect(order.slice(0, 3)).toEqual(["NOISE", "PARKING_CIVIL", "MH_CRISIS"]);
    expect([...order].sort()).toEqual([...TYPE_CODE].sort());
  });

  it("never propose P0: that is a colleague who needs help", () => {
    expect(TYPE_CODE.filter((code) => FIRST.priority(code) === "P0")).toEqual([]);
  });
});
