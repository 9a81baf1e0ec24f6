/** Sentences and codes of the confidential log. Coded only: nothing here asks for a name or a place to find. */
import type {
  ConflictTypeCode,
  CountBandCode,
  HowLearnedCode,
  JudgementCode,
  LookAgainCode,
  MediationActionCode,
  MediationOutcomeCode,
  PartOfDayCode,
  ShootingLikelyCode,
} from "../schema";

export const en = {
  "quiet.title": "Confidential log",
  "quiet.band": "Your site’s key. No names.",
  "quiet.where": "Where, when, how many?",
  "quiet.area": "Part of your area",
  "quiet.when": "When?",
  "quiet.today": "Today",
  "quiet.yesterday": "Yesterday",
  "quiet.count": "How many people?",
  "quiet.people": "{band} people",
  "quiet.about": "What was it about?",
  "quiet.did": "What did you do?",
  "quiet.now": "Where is it now?",
  "quiet.heard": "How did you hear of it?",
  "quiet.more": "More, if you want",
  "quiet.youth": "Was someone under 18 part of it?",
  "quiet.weapon": "Was a weapon there?",
  "quiet.group": "Was it between groups?",
  "quiet.retaliation": "Was it payback for something?",
  "quiet.shooting": "How likely was a shooting?",
  "quiet.prevented": "Did it stop payback? Your own view.",
  "quiet.minutes": "How long did it take you?",
  "quiet.minutesN": "{n} min",
  "quiet.look": "Look again",
  "quiet.togo": "{n} {n:answer|answers} to go",
  "quiet.save": "Save, locked",
  "quiet.saved": "Saved on this phone, locked.",
  "quiet.mine": "My logs",
  "quiet.all": "All logs",
  "quiet.me": "Me",
  "quiet.new": "Log a conflict",
  "quiet.listMine": "{n} {n:conflict|conflicts} in your log",
  "quiet.listAll": "{n} {n:conflict|conflicts} logged at your site",
  "quiet.none": "Nothing logged yet",
  "quiet.noneLead": "What you log shows here, coded, without names.",
  "quiet.due": "{n} to look at again",
  "quiet.dueBy": "look again by {day}",
  "quiet.late": "look again: late",
  "quiet.counts": "How they stand",
  "quiet.notSent": "saved here, not sent",
  "area.north": "North",
  "area.east": "East",
  "area.south": "South",
  "area.west": "West",
  "area.centre": "Centre",
  "area.unknown": "Not said",
} as const;

/** Every code list of the log; a list without a label for one of its codes is a type error. */
export type QuietCodes = {
  readonly conflict_type: Readonly<Record<ConflictTypeCode, string>>;
  readonly mediation_action: Readonly<Record<MediationActionCode, string>>;
  readonly mediation_outcome: Readonly<Record<MediationOutcomeCode, string>>;
  readonly how_learned: Readonly<Record<HowLearnedCode, string>>;
  readonly count_band: Readonly<Record<CountBandCode, string>>;
  readonly part_of_day: Readonly<Record<PartOfDayCode, string>>;
  readonly shooting_likely: Readonly<Record<ShootingLikelyCode, string>>;
  readonly judgement: Readonly<Record<JudgementCode, string>>;
  readonly look_again: Readonly<Record<LookAgainCode, string>>;
};

export const codes: QuietCodes = {
  conflict_type: {
    personal_disrespect: "Respect",
    money_debt: "Money",
    drug_market: "Drug market",
    relationship: "Relationship",
    family: "Family",
    neighbours: "Neighbours",
    school_youth: "School",
    group_rivalry: "Between groups",
    social_media: "Online post",
    robbery_dispute: "Robbery",
    retaliation: "Payback",
    party_event: "Party or event",
    unknown: "Not known",
  },
  mediation_action: {
    separated: "Kept them apart",
    shuttle_talk: "Went between",
    sit_down: "Sit-down",
    brought_influencer: "Brought someone they respect",
    family_involved: "Family came",
    property_returned: "Things given back",
    cool_off_time: "Time to cool off",
    left_area_support: "Helped someone leave",
    consequences_talk: "Talked about what follows",
    nonaggression_agreement: "Agreed not to harm",
    vigil_response: "Vigil",
    service_offer: "Offered a service",
  },
  mediation_outcome: {
    resolved: "Settled",
    resolved_temporarily: "For now",
    resolved_conditions: "With terms",
    ongoing: "Still going",
    not_resolved: "Not settled",
    violence_occurred: "Harm was done",
  },
  how_learned: {
    own_network: "My own network",
    participant: "A participant",
    resident: "A resident",
    partner_org: "A partner agency",
    hospital: "Hospital",
    social_media: "Online",
    saw_it: "Saw it",
    line727: "727 gave my number",
  },
  count_band: { "2-3": "2–3", "4-6": "4–6", "7-15": "7–15", "16+": "16+" },
  part_of_day: { morning: "Morning", afternoon: "Afternoon", evening: "Evening", night: "Night" },
  shooting_likely: {
    very: "Very likely",
    likely: "Likely",
    possible: "Possible",
    unlikely: "Unlikely",
  },
  judgement: { yes: "Yes", likely: "Likely", unsure: "Unsure", no: "No" },
  look_again: {
    "24h": "in 24 hours",
    "72h": "in 3 days",
    "7d": "in 7 days",
    "30d": "in 30 days",
    none: "no need",
  },
};
