/** The code lists that only a desk or an office reads. */
import type {
  AgreementCode,
  AlarmKindCode,
  AnswerCode,
  CallStatusCode,
  CalledBackCode,
  CheckStepCode,
  DisputeAboutCode,
  FollowUpCode,
  HandedToCode,
  HelpSentCode,
  NotSentReasonCode,
  OriginCode,
  OutcomeStateCode,
  ReviewReasonCode,
  RollReasonCode,
  SourceCode,
  ToldWhatCode,
  TriageResultCode,
} from "../schema";

/** A list without a label for one of its codes is a type error. */
export type DeskCodes = {
  readonly source: Readonly<Record<SourceCode, string>>;
  readonly call_status: Readonly<Record<CallStatusCode, string>>;
  readonly answer: Readonly<Record<AnswerCode, string>>;
  readonly triage_result: Readonly<Record<TriageResultCode, string>>;
  readonly not_sent_reason: Readonly<Record<NotSentReasonCode, string>>;
  readonly origin: Readonly<Record<OriginCode, string>>;
  readonly alarm_kind: Readonly<Record<AlarmKindCode, string>>;
  readonly check_step: Readonly<Record<CheckStepCode, string>>;
  readonly review_reason: Readonly<Record<ReviewReasonCode, string>>;
  readonly roll_reason: Readonly<Record<RollReasonCode, string>>;
  readonly help_sent: Readonly<Record<HelpSentCode, string>>;
  readonly handed_to: Readonly<Record<HandedToCode, string>>;
  readonly told_what: Readonly<Record<ToldWhatCode, string>>;
  readonly called_back: Readonly<Record<CalledBackCode, string>>;
  readonly dispute_about: Readonly<Record<DisputeAboutCode, string>>;
  readonly agreement: Readonly<Record<AgreementCode, string>>;
  readonly follow_up: Readonly<Record<FollowUpCode, string>>;
  readonly outcome_state: Readonly<Record<OutcomeStateCode, string>>;
};

export const en: DeskCodes = {
  source: {
    line727: "Direct line",
    text727: "Text or web",
    psap911: "From 911",
    l988: "From 988",
    l211: "From 211",
    l311: "From 311",
    police_req: "Police asked",
    ems_req: "Ambulance asked",
    fire_req: "Fire asked",
    onview: "Team came across it",
    walkup: "Walked up to the team",
    partner: "Partner agency",
    followup: "Visit we promised",
  },
  call_status: {
    received: "Taken",
    triaged: "Screened",
    queued: "Waiting for a team",
    assigned: "A team has it",
    active: "A team is there",
    closed: "Closed",
    cancelled: "Cancelled",
  },
  answer: { yes: "Yes", no: "No", unknown: "Don’t know" },
  triage_result: {
    alt_only: "727 alone",
    alt_with_ems: "727 with an ambulance",
    alt_standby: "727 waits nearby until called in",
    co_response: "Police and 727 together",
    police_only: "Police only",
    ems_only: "Ambulance only",
    phone_resolved: "Solved by phone",
    transfer_988: "Passed to 988",
    transfer_211: "Passed to 211",
    self_help: "Caller takes it from here",
    duplicate: "Same as another call",
    not_triaged: "Never screened",
  },
  not_sent_reason: {
    no_unit_available: "No team free",
    outside_hours: "Outside our hours",
    outside_area: "Outside our area",
    "disqualifier:weapon": "Weapon",
    "disqualifier:violence_now": "Violence now",
    "disqualifier:threat_specific": "Threat to a certain person",
    "disqualifier:injury_serious": "Serious injury",
    "disqualifier:attempt_now": "Attempt under way",
    "disqualifier:crime_progress": "Crime in progress",
    "disqualifier:fire_haz": "Fire, chemicals or traffic",
    "disqualifier:private_home": "Inside a private home",
    "disqualifier:caller_wants_police": "Caller insisted on police",
    timed_out: "Waited too long",
    caller_cancelled: "Caller ended it",
    police_took: "Police took it",
    ems_took: "Ambulance took it",
    safety_hold: "Held for safety",
    no_skill_match: "No team with the skill",
    language: "No team with the language",
    system_down: "System down",
    unknown: "Not known",
  },
  origin: { device: "By phone app", manual: "By voice, entered at the desk", server: "By the server", sms: "By text" },
  alarm_kind: {
    offer_unanswered: "Nobody answered the offer",
    offer_unreached: "No phone of the team has the offer yet",
    offer_waits: "The team has the offer and has not answered",
    skill_lost: "A team can no longer do what its call asks for",
    phone_them: "Phone them now",
    self_initiated: "A team went without an offer",
    id_reuse: "Two different records under one id",
    custody: "A saved record waits for a supervisor",
    too_late: "A team went on an offer that was over",
    after_end: "A team went on after the desk ended it",
    gap: "Came due while the system was down",
    unreadable: "Part of a record cannot be read",
  },
  check_step: {
    missed: "Check-in missed",
    call_team: "Call the team now",
    supervisor: "The supervisor decides on help",
  },
  review_reason: {
    death: "Found dead",
    hold: "Involuntary hold",
    suicide_risk: "Risk of suicide",
    must_report: "A report may be due",
    help_pressed: "Help was pressed",
    staff_injury: "One of ours was hurt",
    person_injury: "Somebody was hurt",
    need_unmet: "Need not met",
  },
  roll_reason: {
    check_ins: "Check-ins did not come",
    timers: "The timers stood still",
    danger: "Danger where teams are",
    practice: "Practice",
  },
  help_sent: { team: "Another team", ambulance: "Ambulance", police: "Police", supervisor: "Supervisor" },
  handed_to: { l988: "988", l211: "211", psap911: "911", ems: "Ambulance", police: "Police" },
  told_what: {
    coming: "A team comes",
    nobody: "Nobody comes",
    other_service: "Another service comes",
    police: "Police come",
    call_back: "We call back",
  },
  called_back: {
    reached: "Reached",
    left_word: "Left word",
    not_reached: "Not reached",
    not_wanted: "No longer wanted",
  },
  dispute_about: {
    noise: "Noise",
    animals: "Animals",
    parking: "Parking",
    money: "Money",
    disrespect: "Disrespect",
    young_people: "Young people",
    shared_space: "A space they share",
    belongings: "Whose it is",
    living_together: "Living together",
    care: "Caring for somebody",
    unknown: "Not known",
  },
  agreement: { yes: "They agreed", partly: "They agreed in part", no: "No agreement" },
  follow_up: {
    "24h": "To look again within a day",
    "72h": "To look again within 3 days",
    "7d": "To look again within a week",
    "30d": "To look again within a month",
    none: "Nothing promised",
  },
  outcome_state: { none: "No log due", due: "Log still to come", saved: "Logged" },
};
