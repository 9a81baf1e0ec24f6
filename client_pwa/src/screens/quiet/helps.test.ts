import { describe, expect, it } from "vitest";
import type { Help, HelpSentCode } from "../../schema";
import { proposed } from "../holding/policy";
import { goingTo, laidFor, onBoard, untakenOf, USUAL } from "./helps";

const NOON = 1_790_000_000_000;

const help = (id: string, change: Partial<Help> = {}): Help => ({
  ...{ id, unit_id: null, by: "p1", name: "Tre", raised_at: NOON, received_at: NOON },
  ...{ taken_at: null, ended_at: null, ending: null, sent: [], version: 1 },
  ...change,
});

const SENT = { id: "s1", unit_id: null, team: null, by: "lead", name: "", at: NOON, at_risk: false, policy: 0 };
const ids = (helps: readonly Help[]): readonly string[] => helps.map(({ id }) => id);

describe("a call for help before a site's leads", () => {
  const all = [
    help("taken", { taken_at: NOON }),
    help("later", { raised_at: NOON + 1 }),
    help("over", { ended_at: NOON, ending: "safe" }),
    help("settled", { taken_at: NOON, ended_at: NOON, ending: "safe" }),
  ];

  it("stands there until somebody has it and it is over, and what nobody has comes first", () => {
    expect(ids(onBoard(all))).toEqual(["over", "later", "taken"]);
  });

  it("presses while nobody has it, also where whoever called says that it is over", () => {
    expect(ids(untakenOf(all))).toEqual(["over", "later"]);
  });

  it("says how long it lay on a phone where that matters", () => {
    expect(laidFor(help("h", { received_at: NOON + 30_000 }))).toBeNull();
    expect(laidFor(help("h", { received_at: NOON + 600_000 }))).toBe(600_000);
  });
});

describe("a call for help before whoever is asked to go", () => {
  it("is another's, to which a team was sent, until it is over", () => {
    const to = (each: HelpSentCode) => [{ ...SENT, to: each }];
    const all = [
      help("asked", { sent: to("team") }),
      help("own", { by: "p2", sent: to("team") }),
      help("ambulance", { sent: to("ambulance") }),
      help("over", { sent: to("team"), ended_at: NOON }),
    ];

    expect(ids(goingTo(all, "p2"))).toEqual(["asked"]);
  });
});

describe("who is proposed in a site", () => {
  const may = (policy: { readonly police_preset: boolean }, atRisk: boolean) =>
    proposed({ ...USUAL, ...policy }, USUAL.order, { atRisk, hasTeam: true, sent: [] });

  it("is another team first and the police last, who may be called only where preset or decided then", () => {
    const usual = may({ police_preset: false }, false);

    expect(usual.map(({ to }) => to)).toEqual(["team", "supervisor", "ambulance", "police"]);
    expect(usual.find(({ isNext }) => isNext)?.to).toBe("team");
    expect(usual.find(({ to }) => to === "police")?.may).toBe(false);
    expect(may({ police_preset: false }, true).find(({ to }) => to === "police")?.may).toBe(true);
    expect(may({ police_preset: true }, false).find(({ to }) => to === "police")?.may).toBe(true);
  });

  it("is never the police next while anybody else is left", () => {
    const sent: HelpSentCode[] = ["team", "supervisor"];
    const left = proposed(USUAL, USUAL.order, { atRisk: true, hasTeam: true, sent });

    expect(left.find(({ isNext }) => isNext)?.to).toBe("ambulance");
  });

  it("is no team where nobody else is on call", () => {
    const nobody = proposed(USUAL, USUAL.order, { atRisk: false, hasTeam: false, sent: [] });

    expect(nobody.find(({ to }) => to === "team")?.may).toBe(false);
    expect(nobody.find(({ isNext }) => isNext)?.to).toBe("supervisor");
  });
});
