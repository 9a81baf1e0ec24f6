/** What each type of call usually asks for: how urgent, and which skills together. A proposal; the dispatcher decides. */
import type { Call, PriorityCode, SkillCode, TypeCodeCode } from "../../../schema";

export interface TypeRule {
  readonly priority: PriorityCode;
  /** Sets of skills in order of preference; a set is met when somebody in the team has each of them. */
  readonly skills: readonly (readonly SkillCode[])[];
  /** An ambulance is called at the same time, whatever the answers say. */
  readonly ambulance?: true;
  /** Usually solved by phone: no team needs to go. */
  readonly phone?: true;
}

export const TYPES: Readonly<Record<TypeCodeCode, TypeRule>> = {
  MH_CRISIS: { priority: "P2", skills: [["CLIN", "MEDIC"], ["CLIN"], ["CRISIS"]] },
  SUI_IDEATION: { priority: "P1", skills: [["CLIN"]] },
  SUI_ATTEMPT: { priority: "P1", skills: [["CLIN"]], ambulance: true },
  WELFARE: { priority: "P3", skills: [["CRISIS"], ["OUTR"]] },
  PERSON_DOWN: { priority: "P1", skills: [["MEDIC"]] },
  SLEEPING: { priority: "P4", skills: [["OUTR"], ["PEER"]] },
  INTOX: { priority: "P3", skills: [["MEDIC"], ["PEER"]] },
  OVERDOSE: { priority: "P1", skills: [["MEDIC", "PEER"], ["MEDIC"]], ambulance: true },
  OD_FOLLOWUP: { priority: "P4", skills: [["PEER"]] },
  SYRINGE: { priority: "P4", skills: [["OUTR"]] },
  UNHOUSED_NEED: { priority: "P3", skills: [["OUTR"], ["NAVI"]] },
  ENCAMP: { priority: "P4", skills: [["OUTR"]] },
  TRESPASS_NV: { priority: "P3", skills: [["CRISIS"], ["MEDI"]] },
  PANHANDLE: { priority: "P4", skills: [["OUTR"]] },
  PUBLIC_NUDITY: { priority: "P3", skills: [["CRISIS"]] },
  DISTURB_VERBAL: { priority: "P2", skills: [["CRISIS"], ["MEDI"]] },
  DISPUTE_FAMILY: { priority: "P2", skills: [["MEDI"], ["CRISIS"]] },
  DISPUTE_PARTNER: { priority: "P2", skills: [["CRISIS"]] },
  DISPUTE_NEIGHBOR: { priority: "P3", skills: [["MEDI"]] },
  NOISE: { priority: "P4", skills: [["MEDI"]] },
  ANIMAL_NV: { priority: "P4", skills: [["MEDI"]] },
  PARKING_CIVIL: { priority: "P4", skills: [["MEDI"]] },
  YOUTH_BEHAV: { priority: "P3", skills: [["CRISIS", "PEER"], ["CRISIS"]] },
  RUNAWAY_YOUTH: { priority: "P2", skills: [["CRISIS"]] },
  ELDER_CONFUSED: { priority: "P2", skills: [["MEDIC"], ["CRISIS"]] },
  GRIEF_TRAUMA: { priority: "P2", skills: [["CRISIS"], ["PEER"]] },
  TRANSPORT_SVC: { priority: "P4", skills: [] },
  RESOURCE_INFO: { priority: "P4", skills: [["NAVI"]], phone: true },
  FOLLOWUP: { priority: "P4", skills: [["NAVI"]] },
  ASSIST_AGENCY: { priority: "P2", skills: [] },
};

/** What alternative responders are called for most, before a desk has calls of its own to count. */
const USUAL: readonly TypeCodeCode[] = [
  "MH_CRISIS",
  "WELFARE",
  "UNHOUSED_NEED",
  "DISTURB_VERBAL",
  "SUI_IDEATION",
  "INTOX",
  "TRESPASS_NV",
  "PERSON_DOWN",
];

/** These types, the most used first: by the calls on this desk, then by what is usual, then as the list stands. */
export const typesByUse = (
  calls: Iterable<Pick<Call, "type_code">>,
  types: readonly TypeCodeCode[],
): readonly TypeCodeCode[] => {
  const used = new Map<TypeCodeCode, number>();
  for (const { type_code } of calls) used.set(type_code, (used.get(type_code) ?? 0) + 1);
  const usual = (code: TypeCodeCode): number => {
    const at = USUAL.indexOf(code);
    return at < 0 ? USUAL.length : at;
  };
  return [...types].sort((one, other) => (used.get(other) ?? 0) - (used.get(one) ?? 0) || usual(one) - usual(other));
};
