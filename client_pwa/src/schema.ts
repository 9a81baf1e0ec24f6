// Made by `python -m schemas` from schemas/*.py. Do not edit: change the Structs and run it again.

export const PROTOCOL = 1;

export const BATCH = 100;

export const BATCH_BYTES = 262144;

export const PAGE = 500;

export const TAXONOMY_VERSION = 1;

export const SOURCE = ["line727", "text727", "psap911", "l988", "l211", "l311", "police_req", "ems_req", "fire_req", "onview", "walkup", "partner", "followup"] as const;
export type SourceCode = (typeof SOURCE)[number];

export const CALLER_ROLE = ["self", "family", "bystander", "business", "agency", "anonymous"] as const;
export type CallerRoleCode = (typeof CALLER_ROLE)[number];

export const LOCATION_KIND = ["outdoor_public", "indoor_public", "private_residence", "vehicle", "encampment", "school", "health_facility", "transit"] as const;
export type LocationKindCode = (typeof LOCATION_KIND)[number];

export const PLACE_WITHIN = ["exact", "m50", "m200", "km1", "unknown"] as const;
export type PlaceWithinCode = (typeof PLACE_WITHIN)[number];

export const TYPE_CODE = ["MH_CRISIS", "SUI_IDEATION", "SUI_ATTEMPT", "WELFARE", "PERSON_DOWN", "SLEEPING", "INTOX", "OVERDOSE", "OD_FOLLOWUP", "SYRINGE", "UNHOUSED_NEED", "ENCAMP", "TRESPASS_NV", "PANHANDLE", "PUBLIC_NUDITY", "DISTURB_VERBAL", "DISPUTE_FAMILY", "DISPUTE_PARTNER", "DISPUTE_NEIGHBOR", "NOISE", "ANIMAL_NV", "PARKING_CIVIL", "YOUTH_BEHAV", "RUNAWAY_YOUTH", "ELDER_CONFUSED", "GRIEF_TRAUMA", "TRANSPORT_SVC", "RESOURCE_INFO", "FOLLOWUP", "ASSIST_AGENCY"] as const;
export type TypeCodeCode = (typeof TYPE_CODE)[number];

export const CONFIDENTIAL_TYPE = ["CONFLICT_BREWING", "RETALIATION_RISK", "HOSP_BEDSIDE"] as const;
export type ConfidentialTypeCode = (typeof CONFIDENTIAL_TYPE)[number];

export const PRIORITY = ["P0", "P1", "P2", "P3", "P4"] as const;
export type PriorityCode = (typeof PRIORITY)[number];

export const ANSWER = ["yes", "no", "unknown"] as const;
export type AnswerCode = (typeof ANSWER)[number];

export const SCREENING_KEY = ["weapon", "violence_now", "threat_specific", "injury_serious", "attempt_now", "crime_progress", "fire_haz", "private_home", "minor_alone", "dv", "caller_wants_police", "premise_flag"] as const;
export type ScreeningKeyCode = (typeof SCREENING_KEY)[number];

export const TOWARDS = ["police", "standby", "ems", "wish"] as const;
export type TowardsCode = (typeof TOWARDS)[number];

export const ADVICE = ["supervisor", "standby", "youth", "safe_to_talk", "tell_caller", "place", "home"] as const;
export type AdviceCode = (typeof ADVICE)[number];

export const TYPE_ORDER = ["by_use", "as_listed"] as const;
export type TypeOrderCode = (typeof TYPE_ORDER)[number];

export const TRIAGE_RESULT = ["alt_only", "alt_with_ems", "alt_standby", "co_response", "police_only", "ems_only", "phone_resolved", "transfer_988", "transfer_211", "self_help", "duplicate", "not_triaged"] as const;
export type TriageResultCode = (typeof TRIAGE_RESULT)[number];

export const WOULD_HAVE_GONE_TO = ["police", "ems", "fire", "none", "unknown"] as const;
export type WouldHaveGoneToCode = (typeof WOULD_HAVE_GONE_TO)[number];

export const TOLD_WHAT = ["coming", "nobody", "other_service", "police", "call_back"] as const;
export type ToldWhatCode = (typeof TOLD_WHAT)[number];

export const PLACE_NOTE_KIND = ["hazard", "weapon", "animal", "access", "approach"] as const;
export type PlaceNoteKindCode = (typeof PLACE_NOTE_KIND)[number];

export const CALLED_BACK = ["reached", "left_word", "not_reached", "not_wanted"] as const;
export type CalledBackCode = (typeof CALLED_BACK)[number];

export const NOT_SENT_REASON = ["no_unit_available", "outside_hours", "outside_area", "disqualifier:weapon", "disqualifier:violence_now", "disqualifier:threat_specific", "disqualifier:injury_serious", "disqualifier:attempt_now", "disqualifier:crime_progress", "disqualifier:fire_haz", "disqualifier:private_home", "disqualifier:caller_wants_police", "timed_out", "caller_cancelled", "police_took", "ems_took", "safety_hold", "no_skill_match", "language", "system_down", "unknown"] as const;
export type NotSentReasonCode = (typeof NOT_SENT_REASON)[number];

export const CALL_STATUS = ["received", "triaged", "queued", "assigned", "active", "closed", "cancelled"] as const;
export type CallStatusCode = (typeof CALL_STATUS)[number];

export const ASSIGNMENT_STATE = ["offered", "accepted", "enroute", "staging", "on_scene", "contact", "transporting", "at_destination", "cleared", "declined", "expired", "superseded", "withdrawn", "preempted", "cancelled_enroute", "cancelled_on_scene", "transferred", "reassigned"] as const;
export type AssignmentStateCode = (typeof ASSIGNMENT_STATE)[number];

export const ENDING = ["withdrawn", "cancelled", "preempted", "reassigned", "transferred"] as const;
export type EndingCode = (typeof ENDING)[number];

export const DECLINE_REASON = ["unsafe", "no_skill", "conflict_of_interest", "vehicle", "fatigue_break", "too_far", "end_of_shift", "language", "other"] as const;
export type DeclineReasonCode = (typeof DECLINE_REASON)[number];

export const UNIT_STATUS = ["off", "roster", "available", "avail_area", "assigned", "enroute", "staging", "on_scene", "transporting", "at_destination", "paperwork", "break", "meal", "resupply", "training", "meeting", "oos", "decomp", "emergency"] as const;
export type UnitStatusCode = (typeof UNIT_STATUS)[number];

export const ORIGIN = ["device", "manual", "server", "sms"] as const;
export type OriginCode = (typeof ORIGIN)[number];

export const ALARM_KIND = ["offer_unanswered", "offer_unreached", "offer_waits", "phone_them", "self_initiated", "id_reuse", "custody", "too_late", "after_end", "skill_lost", "gap", "unreadable"] as const;
export type AlarmKindCode = (typeof ALARM_KIND)[number];

export const DEVICE_ALARM = ["untried", "rang", "silent", "refused", "unable", "lost"] as const;
export type DeviceAlarmCode = (typeof DEVICE_ALARM)[number];

export const BACKUP_KIND = ["team", "supervisor", "ems", "fire", "police"] as const;
export type BackupKindCode = (typeof BACKUP_KIND)[number];

export const BACKUP_REASON = ["medical", "scene_size", "transport_hold", "requested_by_person", "legal", "assault", "weapon"] as const;
export type BackupReasonCode = (typeof BACKUP_REASON)[number];

export const BACKUP_REFUSAL = ["nobody_free", "will_not_come", "enough_there"] as const;
export type BackupRefusalCode = (typeof BACKUP_REFUSAL)[number];

export const BACKUP_OUTCOME = ["arrived", "called_off", "never_came"] as const;
export type BackupOutcomeCode = (typeof BACKUP_OUTCOME)[number];

export const OFFER_NEXT = ["next_team", "supervisor", "nothing"] as const;
export type OfferNextCode = (typeof OFFER_NEXT)[number];

export const HELP_ENDING = ["mistake", "safe"] as const;
export type HelpEndingCode = (typeof HELP_ENDING)[number];

export const ROLL_REASON = ["check_ins", "timers", "danger", "practice"] as const;
export type RollReasonCode = (typeof ROLL_REASON)[number];

export const HELP_SENT = ["team", "ambulance", "police", "supervisor"] as const;
export type HelpSentCode = (typeof HELP_SENT)[number];

export const HANDED_TO = ["l988", "l211", "psap911", "ems", "police"] as const;
export type HandedToCode = (typeof HANDED_TO)[number];

export const CHECK_STEP = ["missed", "call_team", "supervisor"] as const;
export type CheckStepCode = (typeof CHECK_STEP)[number];

export const HANDOVER_WAY = ["to", "from"] as const;
export type HandoverWayCode = (typeof HANDOVER_WAY)[number];

export const SETTLED_HOW = ["fixed", "nothing_to_do", "told_person"] as const;
export type SettledHowCode = (typeof SETTLED_HOW)[number];

export const BEGUN = ["offered", "by_itself", "too_late", "after_end", "on_view"] as const;
export type BegunCode = (typeof BEGUN)[number];

export const OUTCOME_STATE = ["none", "due", "saved"] as const;
export type OutcomeStateCode = (typeof OUTCOME_STATE)[number];

export const SKILL = ["triage", "CLIN", "CRISIS", "MEDIC", "PEER", "OUTR", "MEDI", "NAVI"] as const;
export type SkillCode = (typeof SKILL)[number];

export const ROLE = ["dispatcher", "responder", "supervisor", "manager", "admin", "privacy_officer", "interrupter", "site_lead"] as const;
export type RoleCode = (typeof ROLE)[number];

export const CONTACT_RESULT = ["contact_made", "contact_declined", "contact_phone", "gone", "no_contact_other", "cancelled_enroute", "no_access", "duplicate", "deceased"] as const;
export type ContactResultCode = (typeof CONTACT_RESULT)[number];

export const RESOLUTION = ["resolved_on_scene", "safety_plan_made", "stays_with_support", "connected_warm", "referred", "transported_service", "transported_medical", "ems_took_over", "police_took_over", "hold_voluntary", "hold_involuntary", "agreement_reached", "cooled_no_agreement", "moved_along_voluntarily", "need_unmet", "needs_followup", "no_need_found"] as const;
export type ResolutionCode = (typeof RESOLUTION)[number];

export const UNMET_REASON = ["no_bed", "closed", "ineligible", "docs_missing", "no_transport", "waitlist", "declined", "none_exists"] as const;
export type UnmetReasonCode = (typeof UNMET_REASON)[number];

export const SERVICE = ["deescalation", "active_listening", "risk_assessment", "safety_plan", "suicide_screen", "means_safety", "first_aid", "vitals", "wound_care", "medication_help", "naloxone_given", "od_prevention_teach", "peer_support", "mediation", "family_support", "basic_needs", "transport", "id_documents_help", "benefits_help", "info_only", "advocacy", "syringe_collected", "death_notification_support", "interpreter_used"] as const;
export type ServiceCode = (typeof SERVICE)[number];

export const SUPPLY = ["naloxone_kit", "fentanyl_strip", "safer_use_kit", "safer_sex_kit", "wound_kit", "water", "food", "blanket", "clothes", "socks", "hygiene", "menstrual", "tent_tarp", "sleeping_bag", "bus_pass", "phone_charger", "pet_food", "baby_items", "cooling", "warming", "gift_card"] as const;
export type SupplyCode = (typeof SUPPLY)[number];

export const TRANSPORT_BY = ["us", "ems", "police", "taxi_voucher", "family"] as const;
export type TransportByCode = (typeof TRANSPORT_BY)[number];

export const DESTINATION = ["home", "family_friend", "shelter", "warming_cooling", "sobering", "detox", "crisis_receiving", "crisis_residential", "living_room_peer", "ed", "psych_hospital", "clinic", "dv_safe_place", "housing_program", "public_place", "transit_stop", "other_service"] as const;
export type DestinationCode = (typeof DESTINATION)[number];

export const AGENCY = ["police", "ems", "fire", "co_responder", "school_security", "private_security", "child_protection", "adult_protection", "animal", "outreach_partner"] as const;
export type AgencyCode = (typeof AGENCY)[number];

export const ASKED_BY = ["responder", "dispatcher", "person", "bystander", "other_agency", "unknown"] as const;
export type AskedByCode = (typeof ASKED_BY)[number];

export const RELATIVE = ["before_us", "after_us", "with_us", "unknown"] as const;
export type RelativeCode = (typeof RELATIVE)[number];

export const REPEAT = ["first", "known_last_30d", "known_earlier", "unknown"] as const;
export type RepeatCode = (typeof REPEAT)[number];

export const REVIEW_REASON = ["death", "hold", "suicide_risk", "must_report", "help_pressed", "staff_injury", "person_injury", "need_unmet"] as const;
export type ReviewReasonCode = (typeof REVIEW_REASON)[number];

export const PRESENTING = ["anxiety_panic", "depression", "psychosis_signs", "mania_signs", "suicidal", "self_harm", "cognitive", "grief", "trauma", "alcohol", "opioid", "stimulant", "other_substance", "withdrawal", "medical_minor", "unmet_basic_needs", "housing_loss", "unsheltered", "family_conflict", "neighbour_conflict", "economic", "loneliness", "caregiver_strain", "developmental", "exploitation_concern", "weather_exposure"] as const;
export type PresentingCode = (typeof PRESENTING)[number];

export const HOW_KNOWN = ["asked", "observed", "declined"] as const;
export type HowKnownCode = (typeof HOW_KNOWN)[number];

export const AGE_BAND = ["0-12", "13-17", "18-24", "25-39", "40-59", "60+"] as const;
export type AgeBandCode = (typeof AGE_BAND)[number];

export const RACE_ETHNICITY = ["american_indian_alaska_native", "asian", "black", "hispanic_latino", "middle_eastern_north_african", "native_hawaiian_pacific_islander", "white"] as const;
export type RaceEthnicityCode = (typeof RACE_ETHNICITY)[number];

export const GENDER = ["woman", "man", "non_binary", "transgender", "two_spirit", "questioning"] as const;
export type GenderCode = (typeof GENDER)[number];

export const HOUSING_NOW = ["housed", "shelter", "unsheltered", "doubled_up", "institution", "unknown"] as const;
export type HousingNowCode = (typeof HOUSING_NOW)[number];

export const ACCESS_NEED = ["walking", "seeing", "hearing", "communicating", "remembering", "self_care", "none"] as const;
export type AccessNeedCode = (typeof ACCESS_NEED)[number];

export const DISPUTE_ABOUT = ["noise", "animals", "parking", "money", "disrespect", "young_people", "shared_space", "belongings", "living_together", "care", "unknown"] as const;
export type DisputeAboutCode = (typeof DISPUTE_ABOUT)[number];

export const AGREEMENT = ["yes", "partly", "no"] as const;
export type AgreementCode = (typeof AGREEMENT)[number];

export const FOLLOW_UP = ["24h", "72h", "7d", "30d", "none"] as const;
export type FollowUpCode = (typeof FOLLOW_UP)[number];

export const REFERRAL_STATE = ["draft", "offered_declined", "sent", "accepted", "waitlisted", "rejected", "scheduled", "connected", "completed", "not_completed", "unavailable", "expired"] as const;
export type ReferralStateCode = (typeof REFERRAL_STATE)[number];

export const UNAVAILABLE_REASON = ["no_bed", "closed", "ineligible", "docs_missing", "no_transport", "waitlist", "none_exists", "no_reply"] as const;
export type UnavailableReasonCode = (typeof UNAVAILABLE_REASON)[number];

export const NEED = ["shelter_adult", "shelter_family", "shelter_youth", "shelter_dv", "warming", "cooling", "drop_in", "food", "shower_laundry", "clothes", "detox", "sobering", "mat_otp", "harm_reduction", "crisis_receiving", "crisis_residential", "walk_in_mh", "outpatient_mh", "peer_warmline", "primary_care", "wound_clinic", "dental", "legal_aid", "eviction_help", "benefits", "id_docs", "employment", "childcare", "elder", "disability", "youth_dropin", "lgbtq", "veteran", "immigrant_legal", "mediation", "restorative", "victim_services", "hvip", "grief", "transport", "pets", "phone_charging"] as const;
export type NeedCode = (typeof NEED)[number];

export const CONSENT_FORM = ["verbal_witnessed", "signed_on_device", "written_paper"] as const;
export type ConsentFormCode = (typeof CONSENT_FORM)[number];

export const SHARED_FIELD = ["need", "first_name", "age_band", "language", "callback"] as const;
export type SharedFieldCode = (typeof SHARED_FIELD)[number];

export const URGENCY = ["tonight", "day", "week"] as const;
export type UrgencyCode = (typeof URGENCY)[number];

export const HOW_LEARNED = ["own_network", "participant", "resident", "partner_org", "hospital", "social_media", "saw_it", "line727"] as const;
export type HowLearnedCode = (typeof HOW_LEARNED)[number];

export const CONFLICT_TYPE = ["personal_disrespect", "money_debt", "drug_market", "relationship", "family", "neighbours", "school_youth", "group_rivalry", "social_media", "robbery_dispute", "retaliation", "party_event", "unknown"] as const;
export type ConflictTypeCode = (typeof CONFLICT_TYPE)[number];

export const COUNT_BAND = ["2-3", "4-6", "7-15", "16+"] as const;
export type CountBandCode = (typeof COUNT_BAND)[number];

export const PART_OF_DAY = ["morning", "afternoon", "evening", "night"] as const;
export type PartOfDayCode = (typeof PART_OF_DAY)[number];

export const SHOOTING_LIKELY = ["very", "likely", "possible", "unlikely"] as const;
export type ShootingLikelyCode = (typeof SHOOTING_LIKELY)[number];

export const MEDIATION_ACTION = ["separated", "shuttle_talk", "sit_down", "brought_influencer", "family_involved", "property_returned", "cool_off_time", "left_area_support", "consequences_talk", "nonaggression_agreement", "vigil_response", "service_offer"] as const;
export type MediationActionCode = (typeof MEDIATION_ACTION)[number];

export const MEDIATION_OUTCOME = ["resolved", "resolved_temporarily", "resolved_conditions", "ongoing", "not_resolved", "violence_occurred"] as const;
export type MediationOutcomeCode = (typeof MEDIATION_OUTCOME)[number];

export const JUDGEMENT = ["yes", "likely", "unsure", "no"] as const;
export type JudgementCode = (typeof JUDGEMENT)[number];

export const LOOK_AGAIN = ["24h", "72h", "7d", "30d", "none"] as const;
export type LookAgainCode = (typeof LOOK_AGAIN)[number];

export const CALLOUT_KIND = ["brewing", "retaliation_risk", "hospital", "vigil", "gathering"] as const;
export type CalloutKindCode = (typeof CALLOUT_KIND)[number];

export const CALLOUT_STATE = ["open", "filled", "ended"] as const;
export type CalloutStateCode = (typeof CALLOUT_STATE)[number];

export const CALLOUT_ENDING = ["done", "called_off", "lapsed"] as const;
export type CalloutEndingCode = (typeof CALLOUT_ENDING)[number];

export const CALLOUT_STEP = ["lead", "phone"] as const;
export type CalloutStepCode = (typeof CALLOUT_STEP)[number];

export const COMING_ANSWER = ["coming", "cannot"] as const;
export type ComingAnswerCode = (typeof COMING_ANSWER)[number];

export const CONSULT_REASON = ["hold", "suicide_risk", "threat_to_others", "medical", "minor", "must_report", "safe_to_leave"] as const;
export type ConsultReasonCode = (typeof CONSULT_REASON)[number];

export const CONSULT_ANSWER = ["as_planned", "stay", "seek_hold", "no_hold", "call_ems", "make_report", "phone_me", "coming"] as const;
export type ConsultAnswerCode = (typeof CONSULT_ANSWER)[number];

export const REPORT_ABOUT = ["child", "adult"] as const;
export type ReportAboutCode = (typeof REPORT_ABOUT)[number];

export const REPORTED_TO = ["child_protection", "adult_protection", "care_ombudsman", "police"] as const;
export type ReportedToCode = (typeof REPORTED_TO)[number];

export const REPORTER_ROLE = ["CLIN", "CRISIS", "MEDIC", "PEER", "OUTR", "MEDI", "NAVI", "supervisor"] as const;
export type ReporterRoleCode = (typeof REPORTER_ROLE)[number];

/** The unit takes the call; by voice when the desk enters it. Entity: the assignment. */
export interface AcceptAssignment {
  readonly call_id: string;
  readonly unit_id: string;
  readonly voice?: Voice | null;
}

/** What somebody needs help or time for: as many as apply. */
export interface AccessKnown {
  readonly how: "asked" | "declined" | "observed";
  readonly answer?: readonly ("communicating" | "hearing" | "none" | "remembering" | "seeing" | "self_care" | "walking")[];
}

/** What became of one command. A retry gets the first answer with ``again``. */
export interface Ack {
  readonly id: string;
  readonly r: "dup" | "held" | "ok" | "retry";
  readonly code?: string | null;
  readonly seq?: number | null;
  readonly again?: boolean;
}

/** The answers to a batch, and up to which number a second copy is safe. */
export interface Acks {
  readonly acks: readonly Ack[];
  readonly backup_seq: number;
  readonly m?: "acks";
}

/** A second save for the same assignment: kept beside the first, never over it. */
export interface Addition {
  readonly by: string;
  readonly at: number;
  readonly answers: OutcomeAnswers;
  readonly note?: string | null;
  readonly demographics?: Demographics | null;
  readonly presenting?: readonly ("alcohol" | "anxiety_panic" | "caregiver_strain" | "cognitive" | "depression" | "developmental" | "economic" | "exploitation_concern" | "family_conflict" | "grief" | "housing_loss" | "loneliness" | "mania_signs" | "medical_minor" | "neighbour_conflict" | "opioid" | "other_substance" | "psychosis_signs" | "self_harm" | "stimulant" | "suicidal" | "trauma" | "unmet_basic_needs" | "unsheltered" | "weather_exposure" | "withdrawal")[];
}

/** About how old somebody is. */
export interface AgeKnown {
  readonly how: "asked" | "declined" | "observed";
  readonly answer?: "0-12" | "13-17" | "18-24" | "25-39" | "40-59" | "60+" | null;
}

/** Something a named person at the desk must take up. */
export interface Alarm {
  readonly id: string;
  readonly kind: "after_end" | "custody" | "gap" | "id_reuse" | "offer_unanswered" | "offer_unreached" | "offer_waits" | "phone_them" | "self_initiated" | "skill_lost" | "too_late" | "unreadable";
  readonly call_id: string | null;
  readonly assignment_id: string | null;
  readonly unit_id: string | null;
  readonly raised_at: number;
  readonly resolved_at: number | null;
  readonly missed?: readonly Missed[];
  readonly missed_count?: number;
  readonly people?: readonly ToPhone[];
}

/** Where this phone is rung while its app is closed: a Web Push subscription, as the browser made it (RFC 8030). */
export interface AlarmAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Whether the alarm of this phone rings, as its person heard it; or that it has none. */
export interface AlarmHeard {
  readonly said: "rang" | "refused" | "silent" | "unable";
}

/** The alarm of this id stood on a phone's screen. Whoever knows the id was sent it, sealed to that phone. */
export interface AlarmShown {
  readonly id: string;
}

/** The desk says who comes and in how many minutes, or why nobody does. Entity: the backup. */
export interface AnswerBackup {
  readonly in_min?: number | null;
  readonly unit_id?: string | null;
  readonly refusal?: "enough_there" | "nobody_free" | "will_not_come" | null;
  readonly at?: number | null;
}

/** A supervisor answers a team, perhaps once more. Entity: the consult. */
export interface AnswerConsult {
  readonly answer: "as_planned" | "call_ems" | "coming" | "make_report" | "no_hold" | "phone_me" | "seek_hold" | "stay";
  readonly note?: string | null;
  readonly at?: number | null;
}

/** The unit is all right; by voice when the desk enters it. Entity: the roll-call. It is a check-in as well. */
export interface AnswerRoll {
  readonly unit_id: string;
  readonly answered_at?: number | null;
  readonly voice?: Voice | null;
}

/** What a supervisor said, and when; `note` is null where there is none, or it lies damaged. */
export interface Answered {
  readonly id: string;
  readonly by: string;
  readonly name: string;
  readonly at: number;
  readonly answer: "as_planned" | "call_ems" | "coming" | "make_report" | "no_hold" | "phone_me" | "seek_hold" | "stay";
  readonly note?: string | null;
}

/** After a lost answer: which of these do you have? Pairs of id and row hash (hex). */
export interface Ask {
  readonly ids: readonly (readonly [string, string])[];
  readonly m?: "ask";
}

/** A team at a call asks for somebody to come too; by voice when the desk enters it. Entity: the new backup. */
export interface AskBackup {
  readonly call_id: string;
  readonly unit_id: string;
  readonly kind: "ems" | "fire" | "police" | "supervisor" | "team";
  readonly reason: "assault" | "legal" | "medical" | "requested_by_person" | "scene_size" | "transport_hold" | "weapon";
  readonly asked_by?: "bystander" | "dispatcher" | "other_agency" | "person" | "responder" | "unknown";
  readonly asked_at?: number | null;
  readonly voice?: Voice | null;
}

/** A team at a call asks a supervisor. Entity: the new consult. */
export interface AskConsult {
  readonly call_id: string;
  readonly unit_id: string;
  readonly reason?: "hold" | "medical" | "minor" | "must_report" | "safe_to_leave" | "suicide_risk" | "threat_to_others" | null;
  readonly asked_at?: number | null;
}

/** First step of a device token: a nonce to sign; second step: the signature. */
export interface AskToken {
  readonly device: string;
  readonly person?: string | null;
  readonly nonce?: string | null;
  readonly sig?: string | null;
}

/** One unit asked or sent to one call. */
export interface Assignment {
  readonly id: string;
  readonly call_id: string;
  readonly unit_id: string;
  readonly state: "accepted" | "at_destination" | "cancelled_enroute" | "cancelled_on_scene" | "cleared" | "contact" | "declined" | "enroute" | "expired" | "offered" | "on_scene" | "preempted" | "reassigned" | "staging" | "superseded" | "transferred" | "transporting" | "withdrawn";
  readonly offered_at: number;
  readonly answer_by: number | null;
  readonly accepted_at: number | null;
  readonly enroute_at: number | null;
  readonly staged_at: number | null;
  readonly arrived_at: number | null;
  readonly contact_at: number | null;
  readonly transport_at: number | null;
  readonly dest_at: number | null;
  readonly cleared_at: number | null;
  readonly ended_at: number | null;
  readonly ending: "cancelled" | "preempted" | "reassigned" | "transferred" | "withdrawn" | null;
  readonly decline_reason: "conflict_of_interest" | "end_of_shift" | "fatigue_break" | "language" | "no_skill" | "other" | "too_far" | "unsafe" | "vehicle" | null;
  readonly self_initiated: boolean;
  readonly begun?: "after_end" | "by_itself" | "offered" | "on_view" | "too_late";
  readonly instead_of?: string | null;
  readonly wanted?: number;
  readonly lost_to?: string | null;
  readonly checked_at?: number | null;
  readonly check_due_at?: number | null;
  readonly check_step?: "call_team" | "missed" | "supervisor" | null;
  readonly no_link?: boolean;
  readonly outcome: "due" | "none" | "saved";
  readonly origin: "device" | "manual" | "server" | "sms";
  readonly said_by: string | null;
  readonly ladder: readonly Rung[];
  readonly version: number;
}

/** Somebody whom a team at a call asked to come too. */
export interface Backup {
  readonly id: string;
  readonly call_id: string;
  readonly unit_id: string;
  readonly by: string;
  readonly name: string;
  readonly kind: "ems" | "fire" | "police" | "supervisor" | "team";
  readonly reason: "assault" | "legal" | "medical" | "requested_by_person" | "scene_size" | "transport_hold" | "weapon";
  readonly asked_by: "bystander" | "dispatcher" | "other_agency" | "person" | "responder" | "unknown";
  readonly asked_at: number;
  readonly received_at: number;
  readonly answered_at: number | null;
  readonly due_at: number | null;
  readonly coming_id: string | null;
  readonly refusal: "enough_there" | "nobody_free" | "will_not_come" | null;
  readonly ended_at: number | null;
  readonly outcome: "arrived" | "called_off" | "never_came" | null;
  readonly lights: "no" | "unknown" | "yes";
  readonly version: number;
}

/** The device a copy is from now. Without a session it hands over what it holds and reads nothing. */
export interface Became {
  readonly device: string;
  readonly session: Session | null;
}

/** A copy of a device becomes one of its own: a nonce of ``/api/sync/token``, signed by the key both hold. */
export interface BecomeDevice {
  readonly device: string;
  readonly person: string;
  readonly nonce: string;
  readonly sig: string;
  readonly device_public: string;
  readonly first_nonce: string;
  readonly app: string;
}

/** How many there were, and the newest of them. */
export interface Before {
  readonly calls: number;
  readonly last: EarlierCall;
}

/** Something somebody reported to 727. Its status follows from its assignments. */
export interface Call {
  readonly id: string;
  readonly number: string;
  readonly status: "active" | "assigned" | "cancelled" | "closed" | "queued" | "received" | "triaged";
  readonly source: "ems_req" | "fire_req" | "followup" | "l211" | "l311" | "l988" | "line727" | "onview" | "partner" | "police_req" | "psap911" | "text727" | "walkup";
  readonly type_code: "ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV";
  readonly priority: "P0" | "P1" | "P2" | "P3" | "P4";
  readonly taxonomy_version: number;
  readonly received_at: number;
  readonly entered_at: number;
  readonly triaged_at: number | null;
  readonly first_offer_at: number | null;
  readonly closed_at: number | null;
  readonly triage_result: "alt_only" | "alt_standby" | "alt_with_ems" | "co_response" | "duplicate" | "ems_only" | "not_triaged" | "phone_resolved" | "police_only" | "self_help" | "transfer_211" | "transfer_988";
  readonly would_have_gone_to: "ems" | "fire" | "none" | "police" | "unknown";
  readonly would_have_gone_to_proposed?: "ems" | "fire" | "none" | "police" | "unknown" | null;
  readonly not_sent_reason: "caller_cancelled" | "disqualifier:attempt_now" | "disqualifier:caller_wants_police" | "disqualifier:crime_progress" | "disqualifier:fire_haz" | "disqualifier:injury_serious" | "disqualifier:private_home" | "disqualifier:threat_specific" | "disqualifier:violence_now" | "disqualifier:weapon" | "ems_took" | "language" | "no_skill_match" | "no_unit_available" | "outside_area" | "outside_hours" | "police_took" | "safety_hold" | "system_down" | "timed_out" | "unknown" | null;
  readonly screening: Readonly<Record<string, "no" | "unknown" | "yes">>;
  readonly asked?: Readonly<Record<string, Words>>;
  readonly caller_role: "agency" | "anonymous" | "business" | "bystander" | "family" | "self";
  readonly location_kind: "encampment" | "health_facility" | "indoor_public" | "outdoor_public" | "private_residence" | "school" | "transit" | "vehicle";
  readonly area: string;
  readonly language: string | null;
  readonly minor_involved: "no" | "unknown" | "yes";
  readonly persons_count: number | null;
  readonly place?: string | null;
  readonly place_within?: "exact" | "km1" | "m200" | "m50" | "unknown";
  readonly callback?: string | null;
  readonly said?: string | null;
  readonly access_note?: string | null;
  readonly handovers?: readonly Handover[];
  readonly taken_by?: Readonly<Record<string, string>>;
  readonly on_paper?: boolean;
  readonly merged_into?: string | null;
  readonly merged_at?: number | null;
  readonly corrections?: readonly Correction[];
  readonly told?: readonly Told[];
  readonly place_notes?: readonly PlaceNote[];
  readonly other_places?: Readonly<Record<string, string>>;
  readonly other_words?: Readonly<Record<string, string>>;
  readonly unreadable?: boolean;
  readonly version: number;
}

/** What came of a promised call-back. Entity: the call; `told` names the promise. */
export interface CallBack {
  readonly told: string;
  readonly how: "left_word" | "not_reached" | "not_wanted" | "reached";
  readonly at?: number | null;
}

/** Those of a call's codes that a correction is about; null where it is not about them. */
export interface CallFacts {
  readonly type_code?: "ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV" | null;
  readonly priority?: "P0" | "P1" | "P2" | "P3" | "P4" | null;
  readonly location_kind?: "encampment" | "health_facility" | "indoor_public" | "outdoor_public" | "private_residence" | "school" | "transit" | "vehicle" | null;
  readonly area?: string | null;
  readonly place_within?: "exact" | "km1" | "m200" | "m50" | "unknown" | null;
}

/** Somebody at work is in trouble. Entity: the new help. It is heard whatever else is wrong with it. */
export interface CallForHelp {
  readonly unit_id?: string | null;
  readonly pressed_at?: number | null;
}

/** The desk asks every team on shift whether it is all right. Entity: the new roll-call. */
export interface CallRoll {
  readonly why: "check_ins" | "danger" | "practice" | "timers";
  readonly at?: number | null;
}

/** A site lead asks interrupters who are on call to come: coded only (site). Nothing here names or places anybody. */
export interface Callout {
  readonly id: string;
  readonly by: string;
  readonly area: string;
  readonly part_of_day: "afternoon" | "evening" | "morning" | "night";
  readonly kind: "brewing" | "gathering" | "hospital" | "retaliation_risk" | "vigil";
  readonly people: number;
  readonly state: "ended" | "filled" | "open";
  readonly coming: number;
  readonly made_at: number;
  readonly ended_at: number | null;
  readonly ending: "called_off" | "done" | "lapsed" | null;
  readonly step: "lead" | "phone" | null;
  readonly named?: ToPhone | null;
  readonly to_phone?: readonly ToPhone[];
  readonly version: number;
}

/** A card: what it is for, when to use it, and at most eight steps in plain words. */
export interface Card {
  readonly id: string;
  readonly title: Words;
  readonly when: Words;
  readonly steps: readonly Words[];
  readonly source: string;
  readonly types?: readonly ("ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV")[];
  readonly reviewed_by?: string | null;
  readonly reviewed_on?: string | null;
}

/** A set of cards: the n-th here. It is never changed, only followed by the next; readers have the newest alone. */
export interface Cards {
  readonly cards: readonly Card[];
  readonly id: string;
  readonly number: number;
  readonly set_at: number;
}

/** The unit says that it is all right; by voice when the desk enters it. Entity: the assignment. */
export interface CheckIn {
  readonly call_id: string;
  readonly unit_id: string;
  readonly more_min?: number | null;
  readonly checked_at?: number | null;
  readonly voice?: Voice | null;
}

/** Somebody who went is all right, and will be heard from again in so many minutes; or is safe and done. */
export interface CheckInOut {
  readonly in_min?: number | null;
  readonly safe?: boolean;
  readonly person_id?: string | null;
  readonly at?: number | null;
}

/** The device's clocks at this moment: wall, milliseconds since its app started, and which start that was. */
export interface ClockReading {
  readonly wall: number;
  readonly mono: number;
  readonly boot: string;
}

/** The call needs nobody any more; without a team there must be a reason or a result by phone. Entity: the call. */
export interface CloseCall {
  readonly triage_result?: "alt_only" | "alt_standby" | "alt_with_ems" | "co_response" | "duplicate" | "ems_only" | "not_triaged" | "phone_resolved" | "police_only" | "self_help" | "transfer_211" | "transfer_988" | null;
  readonly not_sent_reason?: "caller_cancelled" | "disqualifier:attempt_now" | "disqualifier:caller_wants_police" | "disqualifier:crime_progress" | "disqualifier:fire_haz" | "disqualifier:injury_serious" | "disqualifier:private_home" | "disqualifier:threat_specific" | "disqualifier:violence_now" | "disqualifier:weapon" | "ems_took" | "language" | "no_skill_match" | "no_unit_available" | "outside_area" | "outside_hours" | "police_took" | "safety_hold" | "system_down" | "timed_out" | "unknown" | null;
  readonly to_do?: boolean;
}

/** How far a call-out climbed towards one interrupter, what they answered, and by when they will be heard from. */
export interface Coming {
  readonly id: string;
  readonly callout_id: string;
  readonly person_id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly asked_at: number | null;
  readonly sent_at: number | null;
  readonly delivered_at: number | null;
  readonly shown_at: number | null;
  readonly pushed_at: number | null;
  readonly push_failed_at: number | null;
  readonly rang_at: number | null;
  readonly answer: "cannot" | "coming" | null;
  readonly said_at: number | null;
  readonly from_at: number | null;
  readonly also: boolean;
  readonly checked_at: number | null;
  readonly check_by: number | null;
  readonly missed_at: number | null;
  readonly no_link: boolean;
  readonly safe_at: number | null;
  readonly version: number;
}

/** What a person agreed may be told to whom, until when. Help never depends on it. */
export interface Consent {
  readonly form: "signed_on_device" | "verbal_witnessed" | "written_paper";
  readonly given_at: number;
  readonly expires_at: number;
}

/** A team at a call asks a supervisor, who answers, perhaps more than once: the latest answer is what holds. */
export interface Consult {
  readonly id: string;
  readonly call_id: string;
  readonly unit_id: string;
  readonly by: string;
  readonly name: string;
  readonly asked_at: number;
  readonly received_at: number;
  readonly answered_at: number | null;
  readonly reason?: "hold" | "medical" | "minor" | "must_report" | "safe_to_leave" | "suicide_risk" | "threat_to_others" | null;
  readonly answers?: readonly Answered[];
  readonly unreadable?: boolean;
  readonly version: number;
}

/** What the desk knows better now; what is not named stays as it was. Entity: the call. */
export interface CorrectCall {
  readonly type_code?: "ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV" | null;
  readonly priority?: "P0" | "P1" | "P2" | "P3" | "P4" | null;
  readonly location_kind?: "encampment" | "health_facility" | "indoor_public" | "outdoor_public" | "private_residence" | "school" | "transit" | "vehicle" | null;
  readonly area?: string | null;
  readonly place?: string | null;
  readonly place_within?: "exact" | "km1" | "m200" | "m50" | "unknown" | null;
  readonly said?: string | null;
}

/** The desk said better what the call is: what it said, and what stood there when that arrived. */
export interface Correction {
  readonly id: string;
  readonly at: number;
  readonly to: CallFacts;
  readonly was: CallFacts;
  readonly place?: boolean;
  readonly said?: boolean;
}

/** To how many callers of one day a desk gave the site's number, told once the day is over. Entity: this telling. */
export interface CountGiven {
  readonly day: string;
  readonly given: number;
}

/** The unit cannot take it, and nobody is scored for that. Entity: the assignment. */
export interface DeclineAssignment {
  readonly reason: "conflict_of_interest" | "end_of_shift" | "fatigue_break" | "language" | "no_skill" | "other" | "too_far" | "unsafe" | "vehicle";
  readonly voice?: Voice | null;
}

/** A row that left this scope. */
export interface Del {
  readonly s: string;
  readonly t: string;
  readonly id: string;
}

/** About the person, as far as they said or it was seen. ``None`` means not asked. */
export interface Demographics {
  readonly age_band?: AgeKnown | null;
  readonly race_ethnicity?: RaceTold | null;
  readonly gender?: GenderTold | null;
  readonly language?: LanguageKnown | null;
  readonly housing_now?: HousingKnown | null;
  readonly access_need?: AccessKnown | null;
  readonly veteran?: VeteranTold | null;
  readonly tribal?: TribeTold | null;
}

/** A phone or desk as the desk may know of it: who is signed in, what it has not sent, whether its alarm rings. */
export interface Device {
  readonly id: string;
  readonly person_id: string | null;
  readonly name: string | null;
  readonly unsent: number;
  readonly heard_at: number;
  readonly app: string;
  readonly clock_off_ms: number | null;
  readonly cloned: boolean;
  readonly alarm?: "lost" | "rang" | "refused" | "silent" | "unable" | "untried" | null;
  readonly alarm_at?: number | null;
  readonly in_a_tab_at?: number | null;
}

/** Everything a phone needs to refer somebody with no network. */
export interface Directory {
  readonly version: number;
  readonly timezone: string;
  readonly services: readonly DirectoryService[];
}

/** When a service is open on a weekday (0 Monday), minutes since midnight local time. */
export interface DirectoryHours {
  readonly weekday: number;
  readonly opens: number;
  readonly closes: number;
}

/** A number to call. */
export interface DirectoryPhone {
  readonly number: string;
  readonly kind?: string;
}

/** One service somebody can be referred to. ``search`` is the normalised text both sides match on. */
export interface DirectoryService {
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  readonly description: string;
  readonly status: "active" | "defunct" | "inactive" | "temporarily closed";
  readonly needs: readonly string[];
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly phones: readonly DirectoryPhone[];
  readonly hours: readonly DirectoryHours[] | null;
  readonly eligibility: string;
  readonly fees: string;
  readonly application: string;
  readonly languages: readonly string[];
  readonly wait: string;
  readonly assured_at: number | null;
  readonly search: string;
}

/** Which directory is current; the directory itself comes over HTTP. `timezone` is the city's, if that is known. */
export interface DirectoryVersion {
  readonly id: string;
  readonly version: number;
  readonly url: string;
  readonly sha256: string;
  readonly timezone?: string | null;
}

/** What neighbours or a family were at odds over, how many of them were there, what came of it. Nobody's side. */
export interface Dispute {
  readonly about: "animals" | "belongings" | "care" | "disrespect" | "living_together" | "money" | "noise" | "parking" | "shared_space" | "unknown" | "young_people";
  readonly parties: number;
  readonly agreement: "no" | "partly" | "yes";
  readonly follow_up?: "24h" | "30d" | "72h" | "7d" | "none";
}

/** Whether an interrupter is on call, as they said themselves; it ends by itself. The id is the person's. */
export interface Duty {
  readonly id: string;
  readonly name: string;
  readonly on_call: boolean;
  readonly said_at: number;
  readonly until_at: number | null;
  readonly version: number;
}

/** Earlier calls within `days`, and the notes that hold for the place; none where nothing is known. */
export interface Earlier {
  readonly days: number;
  readonly place: Before | null;
  readonly number: Before | null;
  readonly place_notes?: readonly PlaceNote[];
}

/** Where a call comes from, empty where nothing was told; `call_id` is the one being taken and is not counted. */
export interface EarlierAsked {
  readonly call_id: string;
  readonly place: string;
  readonly callback: string;
}

/** One earlier call, without place, number or words. */
export interface EarlierCall {
  readonly id: string;
  readonly number: string;
  readonly status: "active" | "assigned" | "cancelled" | "closed" | "queued" | "received" | "triaged";
  readonly type_code: "ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV";
  readonly received_at: number;
  readonly triage_result: "alt_only" | "alt_standby" | "alt_with_ems" | "co_response" | "duplicate" | "ems_only" | "not_triaged" | "phone_resolved" | "police_only" | "self_help" | "transfer_211" | "transfer_988";
  readonly not_sent_reason: "caller_cancelled" | "disqualifier:attempt_now" | "disqualifier:caller_wants_police" | "disqualifier:crime_progress" | "disqualifier:fire_haz" | "disqualifier:injury_serious" | "disqualifier:private_home" | "disqualifier:threat_specific" | "disqualifier:violence_now" | "disqualifier:weapon" | "ems_took" | "language" | "no_skill_match" | "no_unit_available" | "outside_area" | "outside_hours" | "police_took" | "safety_hold" | "system_down" | "timed_out" | "unknown" | null;
}

/** The outcome of one assignment, as the team saved it, with what a partner added. */
export interface Encounter {
  readonly id: string;
  readonly assignment_id: string;
  readonly call_id: string;
  readonly unit_id: string;
  readonly by: string;
  readonly first_saved_at: number;
  readonly final_at: number;
  readonly received_at: number;
  readonly answers: OutcomeAnswers;
  readonly additions: readonly Addition[];
  readonly note?: string | null;
  readonly demographics?: Demographics | null;
  readonly presenting?: readonly ("alcohol" | "anxiety_panic" | "caregiver_strain" | "cognitive" | "depression" | "developmental" | "economic" | "exploitation_concern" | "family_conflict" | "grief" | "housing_loss" | "loneliness" | "mania_signs" | "medical_minor" | "neighbour_conflict" | "opioid" | "other_substance" | "psychosis_signs" | "self_harm" | "stimulant" | "suicidal" | "trauma" | "unmet_basic_needs" | "unsheltered" | "weather_exposure" | "withdrawal")[];
  readonly must_report?: readonly ("adult" | "child")[];
  readonly reports?: readonly MandatedReport[];
  readonly unreadable?: boolean;
  readonly version: number;
}

/** The desk ends an assignment. Entity: the assignment. */
export interface EndAssignment {
  readonly ending: "cancelled" | "preempted" | "reassigned" | "transferred" | "withdrawn";
}

/** What came of it, as the team saw it or the desk heard; came they with lights and siren? Entity: the backup. */
export interface EndBackup {
  readonly outcome: "arrived" | "called_off" | "never_came";
  readonly lights?: "no" | "unknown" | "yes";
  readonly at?: number | null;
}

/** Nobody else is to come. Whoever went is still waited for until they are safe. Entity: the call-out. */
export interface EndCallout {
  readonly ending: "called_off" | "done";
  readonly at?: number | null;
}

/** Whoever called for help needs it no longer. Entity: the help. The desk has to take it all the same. */
export interface EndHelp {
  readonly ending: "mistake" | "safe";
  readonly at?: number | null;
}

/** A note about a place holds no longer, or never did. Entity: a call from there. */
export interface EndPlaceNote {
  readonly note: string;
}

/** The desk asks no longer. Entity: the roll-call, which ends by itself when everybody answered. */
export interface EndRoll {
  readonly at?: number | null;
}

/** The unit goes off duty, and leaves what goes on to whoever takes over. Entity: the shift. */
export interface EndShift {
  readonly unit_id: string;
  readonly note?: string | null;
}

/** Join with a one-time code. A browser that already is a device of the organization proves it by ``sig``. */
export interface Enrol {
  readonly code: string;
  readonly device_public: string;
  readonly nonce: string;
  readonly app: string;
  readonly device?: string | null;
  readonly sig?: string | null;
}

/** What a device keeps from enrolment; the signing key is pinned. */
export interface Enrolled {
  readonly device: string;
  readonly signing_public: string;
  readonly keys: readonly SealingKey[];
  readonly session: Session;
}

/** The desk sent the unit by voice, now or while there was no server. Entity: the new assignment. */
export interface EnterAssignment {
  readonly call_id: string;
  readonly unit_id: string;
  readonly assigned_at?: number | null;
  readonly voice?: Voice | null;
}

/** Destroy everything personal about a call, for good, backups included. Entity: the call. */
export interface EraseCall {
  readonly reason: string;
}

/** What somebody calls their gender: as many as apply, words of their own, or both. */
export interface GenderTold {
  readonly how: "asked" | "declined";
  readonly answer?: readonly ("man" | "non_binary" | "questioning" | "transgender" | "two_spirit" | "woman")[];
  readonly words?: string | null;
}

/** Somebody at the desk leaves it to whoever takes over. Entity: the new handoff. */
export interface GiveHandoff {
  readonly note?: string | null;
}

/** This phone has stored everything up to here: delivered. */
export interface Got {
  readonly cur: string;
  readonly m?: "got";
}

/** The desk passed the call on to another service. Entity: the call; the id of this command names the handover. */
export interface HandOver {
  readonly to: "ems" | "l211" | "l988" | "police" | "psap911";
  readonly at?: number | null;
}

/** What a team, or without a unit the desk, left to whoever takes over when its shift ended, and who read it. */
export interface Handoff {
  readonly id: string;
  readonly unit_id: string | null;
  readonly shift_id: string | null;
  readonly by: string;
  readonly name: string;
  readonly since: number | null;
  readonly made_at: number;
  readonly calls?: readonly Left[];
  readonly reasons?: readonly Left[];
  readonly backs?: readonly Left[];
  readonly logs?: readonly Left[];
  readonly promised?: number;
  readonly referrals?: readonly Left[];
  readonly hazards?: readonly HeardHazard[];
  readonly supplies?: readonly SupplyGiven[];
  readonly alarms?: number;
  readonly unsent?: number;
  readonly held?: number;
  readonly notes?: readonly string[];
  readonly unkept?: number;
  readonly late_at?: number | null;
  readonly read_at?: number | null;
  readonly read_by?: string | null;
  readonly reader?: string | null;
  readonly done?: readonly string[];
  readonly version: number;
}

/** The call passed on to another service, or by another service to us. */
export interface Handover {
  readonly id: string;
  readonly to: "ems" | "l211" | "l988" | "police" | "psap911";
  readonly way?: "from" | "to";
  readonly begun_at: number;
  readonly taken_at: number | null;
}

/** What callers of this shift said was dangerous, in which area: never whose door. */
export interface HeardHazard {
  readonly area: string;
  readonly key: "attempt_now" | "caller_wants_police" | "crime_progress" | "dv" | "fire_haz" | "injury_serious" | "minor_alone" | "premise_flag" | "private_home" | "threat_specific" | "violence_now" | "weapon";
}

/** A command in custody: it arrived, could not be applied, and has an owner. Its content stays sealed. */
export interface Held {
  readonly id: string;
  readonly type: string;
  readonly entity: string;
  readonly person_id: string;
  readonly code: string;
  readonly held_at: number;
  readonly owner: string;
}

/** What a command in custody says, for whoever owns it: the arguments this reader may see, by their access class. */
export interface HeldContent {
  readonly id: string;
  readonly type: string;
  readonly v: number | null;
  readonly entity: string;
  readonly person_id: string;
  readonly code: string;
  readonly saved_at: number | null;
  readonly held_at: number;
  readonly args: Readonly<Record<string, unknown>> | null;
  readonly withheld: readonly string[];
}

/** What a client says first. ``pending`` is how many commands it has not sent. */
export interface Hello {
  readonly p: 1;
  readonly device: string;
  readonly nonce: string;
  readonly app: string;
  readonly schema: number;
  readonly pending: number;
  readonly low_water: number;
  readonly clock: ClockReading;
  readonly cur?: string | null;
  readonly have?: readonly (readonly [string, number, string])[];
  readonly resent?: boolean;
  readonly m?: "hello";
  readonly token?: string;
  readonly ticket?: string;
}

/** Somebody at work who called for help: pressed at `raised_at`, heard at `received_at`, perhaps much later. */
export interface Help {
  readonly id: string;
  readonly unit_id: string | null;
  readonly by: string;
  readonly name: string;
  readonly raised_at: number;
  readonly received_at: number;
  readonly taken_at: number | null;
  readonly ended_at: number | null;
  readonly ending: "mistake" | "safe" | null;
  readonly sent?: readonly SentHelp[];
  readonly phone_at?: number | null;
  readonly people?: readonly ToPhone[];
  readonly position?: Position | null;
  readonly version: number;
}

/** Who is sent for help, in which order: the n-th that was set here. Police as preset, or where a life is at risk. */
export interface HelpPolicy {
  readonly id: string;
  readonly number: number;
  readonly order: readonly ("ambulance" | "police" | "supervisor" | "team")[];
  readonly police_preset: boolean;
  readonly on_call: ToPhone | null;
  readonly weapon_police?: boolean;
  readonly unanswered?: "next_team" | "nothing" | "supervisor";
  readonly set_at: number;
  readonly by: string;
  readonly name: string;
}

/** A desk wants to ask this unit for a call shortly; null: no longer. Entity: the unit. */
export interface HoldUnit {
  readonly call_id?: string | null;
}

/** Where somebody lives now. */
export interface HousingKnown {
  readonly how: "asked" | "declined" | "observed";
  readonly answer?: "doubled_up" | "housed" | "institution" | "shelter" | "unknown" | "unsheltered" | null;
}

/** The language that somebody speaks best. */
export interface LanguageKnown {
  readonly how: "asked" | "declined" | "observed";
  readonly answer?: string | null;
}

/** One thing that goes on after the shift, and the call it is about; the number is empty where it has none. */
export interface Left {
  readonly id: string;
  readonly call_id: string;
  readonly number: string;
}

/** How much one message may carry. */
export interface Limits {
  readonly batch?: number;
  readonly bytes?: number;
  readonly page?: number;
}

/** A report that the law asks for was made; nothing of what it says. Entity: the new report. */
export interface MadeReport {
  readonly call_id: string;
  readonly unit_id: string;
  readonly to: "adult_protection" | "care_ombudsman" | "child_protection" | "police";
  readonly role: "CLIN" | "CRISIS" | "MEDI" | "MEDIC" | "NAVI" | "OUTR" | "PEER" | "supervisor";
  readonly at?: number | null;
}

/** People are wanted: in which part of the area, when of day, for what, how many. Entity: the new call-out. */
export interface MakeCallout {
  readonly area: string;
  readonly part_of_day: "afternoon" | "evening" | "morning" | "night";
  readonly kind: "brewing" | "gathering" | "hospital" | "retaliation_risk" | "vigil";
  readonly people?: number;
}

/** A service was offered to the person. Entity: the new referral. */
export interface MakeReferral {
  readonly call_id: string;
  readonly unit_id: string;
  readonly need: "benefits" | "childcare" | "clothes" | "cooling" | "crisis_receiving" | "crisis_residential" | "dental" | "detox" | "disability" | "drop_in" | "elder" | "employment" | "eviction_help" | "food" | "grief" | "harm_reduction" | "hvip" | "id_docs" | "immigrant_legal" | "legal_aid" | "lgbtq" | "mat_otp" | "mediation" | "outpatient_mh" | "peer_warmline" | "pets" | "phone_charging" | "primary_care" | "restorative" | "shelter_adult" | "shelter_dv" | "shelter_family" | "shelter_youth" | "shower_laundry" | "sobering" | "transport" | "veteran" | "victim_services" | "walk_in_mh" | "warming" | "wound_clinic" | "youth_dropin";
  readonly state: "offered_declined" | "sent" | "unavailable";
  readonly urgency: "day" | "tonight" | "week";
  readonly service_id?: string | null;
  readonly unavailable_reason?: "closed" | "docs_missing" | "ineligible" | "no_bed" | "no_reply" | "no_transport" | "none_exists" | "waitlist" | null;
  readonly shared_fields?: readonly ("age_band" | "callback" | "first_name" | "language" | "need")[];
  readonly shared?: Readonly<Partial<Record<"age_band" | "callback" | "first_name" | "language" | "need", string>>>;
  readonly consent?: Consent | null;
}

/** That a report the law asks for was made: to whom, in which role, when. Nothing of what it says is kept. */
export interface MandatedReport {
  readonly id: string;
  readonly to: "adult_protection" | "care_ombudsman" | "child_protection" | "police";
  readonly role: "CLIN" | "CRISIS" | "MEDI" | "MEDIC" | "NAVI" | "OUTR" | "PEER" | "supervisor";
  readonly at: number;
}

/** A conflict an interrupter worked on, coded only (site). Nothing here names, places or links anybody. */
export interface Mediation {
  readonly id: string;
  readonly by: string;
  readonly area: string;
  readonly day: string;
  readonly part_of_day: "afternoon" | "evening" | "morning" | "night";
  readonly how_learned: "hospital" | "line727" | "own_network" | "participant" | "partner_org" | "resident" | "saw_it" | "social_media";
  readonly conflict_type: "drug_market" | "family" | "group_rivalry" | "money_debt" | "neighbours" | "party_event" | "personal_disrespect" | "relationship" | "retaliation" | "robbery_dispute" | "school_youth" | "social_media" | "unknown";
  readonly parties: "16+" | "2-3" | "4-6" | "7-15";
  readonly youth_present: "no" | "unknown" | "yes";
  readonly weapon_present: "no" | "unknown" | "yes";
  readonly shooting_likely: "likely" | "possible" | "unlikely" | "very";
  readonly group_involved: "no" | "unknown" | "yes";
  readonly retaliation_related: "no" | "unknown" | "yes";
  readonly actions: readonly ("brought_influencer" | "consequences_talk" | "cool_off_time" | "family_involved" | "left_area_support" | "nonaggression_agreement" | "property_returned" | "separated" | "service_offer" | "shuttle_talk" | "sit_down" | "vigil_response")[];
  readonly outcome: "not_resolved" | "ongoing" | "resolved" | "resolved_conditions" | "resolved_temporarily" | "violence_occurred";
  readonly retaliation_prevented: "likely" | "no" | "unsure" | "yes";
  readonly look_again: "24h" | "30d" | "72h" | "7d" | "none";
  readonly staff_minutes: number | null;
  readonly received_at: number;
  readonly version: number;
}

/** A team came across somebody and is with them. Entity: the new call, which begins with the team on it. */
export interface MeetSomebody {
  readonly unit_id: string;
  readonly assignment_id: string;
  readonly met_at?: number | null;
}

/** A colleague signed on to a unit, with the skills and languages that person brings. */
export interface Member {
  readonly person_id: string;
  readonly name: string;
  readonly skills: readonly ("CLIN" | "CRISIS" | "MEDI" | "MEDIC" | "NAVI" | "OUTR" | "PEER" | "triage")[];
  readonly languages?: readonly string[];
}

/** The call is about the same event as another, which leads; null: it is not, after all. Entity: the call. */
export interface MergeCall {
  readonly into?: string | null;
}

/** A deadline that passed while nobody was there to keep it: of what kind, of which record, when. */
export interface Missed {
  readonly kind: string;
  readonly entity: string;
  readonly due_at: number;
}

/** What the next team should know of the place of a call. Entity: the call; the id of this command names the note. */
export interface NotePlace {
  readonly kind: "access" | "animal" | "approach" | "hazard" | "weapon";
  readonly text: string;
  readonly days?: number;
  readonly at?: number | null;
}

/** Ask a unit to take a call. Entity: the new assignment. */
export interface OfferAssignment {
  readonly call_id: string;
  readonly unit_id: string;
  readonly despite?: boolean;
  readonly instead_of?: string | null;
  readonly wanted?: number;
}

/** Another agency the team itself saw. */
export interface OtherOnScene {
  readonly agency: "adult_protection" | "animal" | "child_protection" | "co_responder" | "ems" | "fire" | "outreach_partner" | "police" | "private_security" | "school_security";
  readonly asked_by: "bystander" | "dispatcher" | "other_agency" | "person" | "responder" | "unknown";
  readonly when: "after_us" | "before_us" | "unknown" | "with_us";
}

/** One sealed command as it lies on the phone, re-sent byte for byte. */
export interface OutboxRow {
  readonly id: string;
  readonly dseq: number;
  readonly person: string;
  readonly at: number;
  readonly mono: number;
  readonly type: string;
  readonly v: number;
  readonly entity: string;
  readonly base: number | null;
  readonly after: string | null;
  readonly enc: "p256-1";
  readonly kid: string;
  readonly sealed: string;
}

/** What the unit logged: four axes, services, supplies, safety. ``None`` means not asked, ``()`` means none. */
export interface OutcomeAnswers {
  readonly contact_result: "cancelled_enroute" | "contact_declined" | "contact_made" | "contact_phone" | "deceased" | "duplicate" | "gone" | "no_access" | "no_contact_other";
  readonly resolution?: readonly ("agreement_reached" | "connected_warm" | "cooled_no_agreement" | "ems_took_over" | "hold_involuntary" | "hold_voluntary" | "moved_along_voluntarily" | "need_unmet" | "needs_followup" | "no_need_found" | "police_took_over" | "referred" | "resolved_on_scene" | "safety_plan_made" | "stays_with_support" | "transported_medical" | "transported_service")[] | null;
  readonly unmet_reason?: "closed" | "declined" | "docs_missing" | "ineligible" | "no_bed" | "no_transport" | "none_exists" | "waitlist" | null;
  readonly transport?: Transport | null;
  readonly others_on_scene?: readonly OtherOnScene[];
  readonly services?: readonly ("active_listening" | "advocacy" | "basic_needs" | "benefits_help" | "death_notification_support" | "deescalation" | "family_support" | "first_aid" | "id_documents_help" | "info_only" | "interpreter_used" | "means_safety" | "mediation" | "medication_help" | "naloxone_given" | "od_prevention_teach" | "peer_support" | "risk_assessment" | "safety_plan" | "suicide_screen" | "syringe_collected" | "transport" | "vitals" | "wound_care")[] | null;
  readonly supplies?: readonly SupplyGiven[] | null;
  readonly persons_count?: number | null;
  readonly repeat_contact?: "first" | "known_earlier" | "known_last_30d" | "unknown";
  readonly would_have_gone_to?: "ems" | "fire" | "none" | "police" | "unknown";
  readonly team_safe?: boolean | null;
  readonly staff_injured?: boolean | null;
  readonly dispute?: Dispute | null;
}

/** A page of the outcome log, newest first, with what the page can honestly be said to leave out. */
export interface OutcomeLog {
  readonly rows: readonly OutcomeLogRow[];
  readonly calls: number;
  readonly open_logs: number;
  readonly not_sent: number;
  readonly more: string | null;
}

/** One line of the outcome log on a manager's screen: a call and, where a team went, one response. */
export interface OutcomeLogRow {
  readonly call_key: string;
  readonly response_key: string;
  readonly hour: string;
  readonly area: string;
  readonly type_code: string;
  readonly priority: string;
  readonly status: string;
  readonly triage_result: string;
  readonly not_sent_reason: string | null;
  readonly state: string | null;
  readonly self_initiated: boolean;
  readonly begun: string;
  readonly outcome: string;
  readonly contact_result: string | null;
  readonly resolution: readonly string[];
  readonly unmet_reason: string | null;
  readonly transport_by: string | null;
  readonly transport_to: string | null;
  readonly others: readonly string[];
  readonly referrals: number;
  readonly wait_s: number | null;
  readonly with_them_s: number | null;
}

/** How the number ends to which a text for whoever asks goes; null where none of theirs is known. */
export interface OwnNumber {
  readonly ends: string | null;
}

/** What changed between two cursors: whole change sets only. */
export interface Page {
  readonly prev: string | null;
  readonly cur: string;
  readonly puts: readonly Put[];
  readonly dels: readonly Del[];
  readonly add: readonly string[];
  readonly drop: readonly string[];
  readonly more: boolean;
  readonly head?: number;
  readonly m?: "page" | "push";
  readonly tick_age_s?: number | null;
  readonly backup_age_s?: number | null;
  readonly sums?: readonly (readonly [string, number, string])[];
}

/** I am here; ``pending`` is how many commands I have not sent, ``hidden`` that nobody can see my page. */
export interface Ping {
  readonly pending?: number | null;
  readonly hidden?: boolean | null;
  readonly m?: "ping";
}

/** Where whoever called for help is, as their phone knows itself, where they allowed that. Entity: the help. */
export interface PlaceHelp {
  readonly position: Position;
}

/** What somebody wrote about the place of a call for whoever goes there next; it ends by itself. */
export interface PlaceNote {
  readonly id: string;
  readonly kind: "access" | "animal" | "approach" | "hazard" | "weapon";
  readonly text: string | null;
  readonly by: string | null;
  readonly role: "admin" | "dispatcher" | "interrupter" | "manager" | "privacy_officer" | "responder" | "site_lead" | "supervisor";
  readonly written_at: number;
  readonly ends_at: number;
}

/** Where a phone was, by itself, when, and within how many metres. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
  readonly accuracy_m: number;
  readonly at: number;
}

/** How long a team has to answer an offer, and how long such a call may wait for a yes (null: as appointed). */
export interface PriorityTimes {
  readonly priority: "P0" | "P1" | "P2" | "P3" | "P4";
  readonly answer_s: number;
  readonly wait_s?: number | null;
}

/** RFC 9457 problem details with a stable code and what to do: retry, fix or never. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly advice: "fix" | "never" | "retry";
}

/** A row as these scopes see it. */
export interface Put {
  readonly s: readonly string[];
  readonly t: string;
  readonly id: string;
  readonly ver: number;
  readonly d: Readonly<Record<string, unknown>>;
}

/** A screening question: in which words, of which types (null: of every one), and which answers stop. */
export interface Question {
  readonly id: string;
  readonly words: Words;
  readonly short: Words;
  readonly note?: Words | null;
  readonly types?: readonly ("ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV")[] | null;
  readonly stops?: readonly Stop[];
  readonly advice?: "home" | "place" | "safe_to_talk" | "standby" | "supervisor" | "tell_caller" | "youth" | null;
  readonly asked?: boolean;
}

/** What somebody calls their race or ethnicity: as many as apply. */
export interface RaceTold {
  readonly how: "asked" | "declined";
  readonly answer?: readonly ("american_indian_alaska_native" | "asian" | "black" | "hispanic_latino" | "middle_eastern_north_african" | "native_hawaiian_pacific_islander" | "white")[];
}

/** Whoever takes over read it and saw to what `done` names; said again, it adds to that. Entity: the handoff. */
export interface ReadHandoff {
  readonly at?: number | null;
  readonly done?: readonly string[];
}

/** What came of it, as the team saw it. Entity: the new encounter; a second one is an addition. */
export interface RecordEncounter {
  readonly call_id: string;
  readonly unit_id: string;
  readonly assignment_id?: string | null;
  readonly answers: OutcomeAnswers;
  readonly note?: string | null;
  readonly demographics?: Demographics | null;
  readonly presenting?: readonly ("alcohol" | "anxiety_panic" | "caregiver_strain" | "cognitive" | "depression" | "developmental" | "economic" | "exploitation_concern" | "family_conflict" | "grief" | "housing_loss" | "loneliness" | "mania_signs" | "medical_minor" | "neighbour_conflict" | "opioid" | "other_substance" | "psychosis_signs" | "self_harm" | "stimulant" | "suicidal" | "trauma" | "unmet_basic_needs" | "unsheltered" | "weather_exposure" | "withdrawal")[];
}

/** A conflict worked on, coded only. Entity: the new mediation. Exists in a site only. */
export interface RecordMediation {
  readonly area: string;
  readonly day: string;
  readonly part_of_day: "afternoon" | "evening" | "morning" | "night";
  readonly how_learned: "hospital" | "line727" | "own_network" | "participant" | "partner_org" | "resident" | "saw_it" | "social_media";
  readonly conflict_type: "drug_market" | "family" | "group_rivalry" | "money_debt" | "neighbours" | "party_event" | "personal_disrespect" | "relationship" | "retaliation" | "robbery_dispute" | "school_youth" | "social_media" | "unknown";
  readonly parties: "16+" | "2-3" | "4-6" | "7-15";
  readonly actions: readonly ("brought_influencer" | "consequences_talk" | "cool_off_time" | "family_involved" | "left_area_support" | "nonaggression_agreement" | "property_returned" | "separated" | "service_offer" | "shuttle_talk" | "sit_down" | "vigil_response")[];
  readonly outcome: "not_resolved" | "ongoing" | "resolved" | "resolved_conditions" | "resolved_temporarily" | "violence_occurred";
  readonly youth_present?: "no" | "unknown" | "yes";
  readonly weapon_present?: "no" | "unknown" | "yes";
  readonly shooting_likely?: "likely" | "possible" | "unlikely" | "very";
  readonly group_involved?: "no" | "unknown" | "yes";
  readonly retaliation_related?: "no" | "unknown" | "yes";
  readonly retaliation_prevented?: "likely" | "no" | "unsure" | "yes";
  readonly look_again?: "24h" | "30d" | "72h" | "7d" | "none";
  readonly staff_minutes?: number | null;
}

/** One offer of a service to a person: made, refused, or impossible. */
export interface Referral {
  readonly id: string;
  readonly call_id: string;
  readonly unit_id: string;
  readonly by: string;
  readonly service_id: string | null;
  readonly need: "benefits" | "childcare" | "clothes" | "cooling" | "crisis_receiving" | "crisis_residential" | "dental" | "detox" | "disability" | "drop_in" | "elder" | "employment" | "eviction_help" | "food" | "grief" | "harm_reduction" | "hvip" | "id_docs" | "immigrant_legal" | "legal_aid" | "lgbtq" | "mat_otp" | "mediation" | "outpatient_mh" | "peer_warmline" | "pets" | "phone_charging" | "primary_care" | "restorative" | "shelter_adult" | "shelter_dv" | "shelter_family" | "shelter_youth" | "shower_laundry" | "sobering" | "transport" | "veteran" | "victim_services" | "walk_in_mh" | "warming" | "wound_clinic" | "youth_dropin";
  readonly state: "accepted" | "completed" | "connected" | "draft" | "expired" | "not_completed" | "offered_declined" | "rejected" | "scheduled" | "sent" | "unavailable" | "waitlisted";
  readonly unavailable_reason: "closed" | "docs_missing" | "ineligible" | "no_bed" | "no_reply" | "no_transport" | "none_exists" | "waitlist" | null;
  readonly urgency: "day" | "tonight" | "week";
  readonly made_at: number;
  readonly received_at: number;
  readonly shared_fields?: readonly ("age_band" | "callback" | "first_name" | "language" | "need")[];
  readonly consent?: Consent | null;
  readonly shared?: Readonly<Partial<Record<"age_band" | "callback" | "first_name" | "language" | "need", string>>> | null;
  readonly unreadable?: boolean;
  readonly version: number;
}

/** A sentence of ours, in English as it stood when it was replaced, and what is said instead. */
export interface Replaced {
  readonly key: string;
  readonly ours: string;
  readonly en: string;
  readonly es: string;
}

/** The unit reached a stage of a call: on the way, arrived, with the person, clear. Entity: the assignment. */
export interface ReportStage {
  readonly call_id: string;
  readonly unit_id: string;
  readonly stage: "at_destination" | "cleared" | "contact" | "enroute" | "on_scene" | "staging" | "transporting";
  readonly reached_at?: number | null;
  readonly corrects?: boolean;
  readonly voice?: Voice | null;
}

/** Forget the derived rows of a scope (``*``: all), never the outbox; read again from ``cur``, else from null. */
export interface Reset {
  readonly scope: string;
  readonly why: "checksum" | "epoch" | "floor" | "schema";
  readonly cur?: string | null;
  readonly m?: "reset";
}

/** Somebody at the desk has it. Entity: the alarm. */
export interface ResolveAlarm {

}

/** Somebody saw to a command in custody; it stays as it came. Entity: the command that is held. */
export interface ResolveHeld {
  readonly how: "fixed" | "nothing_to_do" | "told_person";
  readonly fixed_by?: string | null;
}

/** Too many come at once: say hello again after so long. It is not an error, and nothing of it is shown. */
export interface Retry {
  readonly after_ms: number;
  readonly m?: "retry";
}

/** Something a supervisor is to look at, the gravest of its `reasons` first, and who has. */
export interface Review {
  readonly id: string;
  readonly about: "encounter" | "help";
  readonly about_id: string;
  readonly call_id: string | null;
  readonly number: string | null;
  readonly unit_id: string | null;
  readonly team: string | null;
  readonly at: number;
  readonly reasons: readonly ("death" | "help_pressed" | "hold" | "must_report" | "need_unmet" | "person_injury" | "staff_injury" | "suicide_risk")[];
  readonly seen?: readonly ("death" | "help_pressed" | "hold" | "must_report" | "need_unmet" | "person_injury" | "staff_injury" | "suicide_risk")[];
  readonly reviewed_at?: number | null;
  readonly by?: string | null;
  readonly name?: string | null;
  readonly version: number;
}

/** One team in a roll-call: asked at `asked_at`, perhaps not for the first time, and when it answered. */
export interface Roll {
  readonly id: string;
  readonly roll_id: string;
  readonly unit_id: string;
  readonly why: "check_ins" | "danger" | "practice" | "timers";
  readonly called_at: number;
  readonly asked_at: number;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly step: "call_team" | "missed" | "supervisor" | null;
  readonly no_link: boolean;
  readonly version: number;
}

/** How far one offer climbed towards one person: sent to a socket, stored by the phone, shown on its screen. */
export interface Rung {
  readonly person_id: string;
  readonly sent_at: number | null;
  readonly delivered_at: number | null;
  readonly shown_at: number | null;
  readonly pushed_at?: number | null;
  readonly push_failed_at?: number | null;
  readonly texted_at?: number | null;
  readonly text_failed_at?: number | null;
  readonly rang_at?: number | null;
}

/** A text that came: from which number, what it says, and the id its provider gave it. */
export interface Said {
  readonly id: string;
  readonly number: string;
  readonly text: string;
}

/** Somebody comes, there in so many minutes, or cannot; no reason is asked. Entity: the call-out. */
export interface SayComing {
  readonly coming: boolean;
  readonly in_min?: number | null;
  readonly person_id?: string | null;
  readonly at?: number | null;
}

/** I am on call from now, or not any more; it ends by itself after twelve hours. Entity: the person's own id. */
export interface SayDuty {
  readonly on_call: boolean;
  readonly at?: number | null;
}

/** Whether somebody of the team felt safe: added to the sums of the team's week, and forgotten. */
export interface SayFelt {
  readonly unit_id: string;
  readonly safe: boolean;
}

/** An organization's public key to seal commands to, signed by the key pinned at enrolment. */
export interface SealingKey {
  readonly kid: string;
  readonly public: string;
  readonly sig: string;
}

/** The desk sent somebody to whoever calls for help, and so has it. Entity: the help. */
export interface SendHelp {
  readonly to: "ambulance" | "police" | "supervisor" | "team";
  readonly unit_id?: string | null;
  readonly at_risk?: boolean;
  readonly policy?: number;
  readonly at?: number | null;
}

/** Whom the desk sent to somebody who called for help, who at the desk, by which number of its policy. */
export interface SentHelp {
  readonly id: string;
  readonly to: "ambulance" | "police" | "supervisor" | "team";
  readonly unit_id: string | null;
  readonly team: string | null;
  readonly by: string;
  readonly name: string;
  readonly at: number;
  readonly at_risk: boolean;
  readonly policy: number;
}

/** A signed-in person on a device. A desk's numbers calls in these letters while its server is not there. */
export interface Session {
  readonly person: SessionPerson;
  readonly org: SessionOrganization;
  readonly roles: readonly ("admin" | "dispatcher" | "interrupter" | "manager" | "privacy_officer" | "responder" | "site_lead" | "supervisor")[];
  readonly device: string;
  readonly csrf: string;
  readonly expires_at: number;
  readonly letters?: string | null;
}

/** Where they are signed in. ``desk_phone``: whom Help calls. ``site_phone``: what the desk gives for the site. */
export interface SessionOrganization {
  readonly tag: string;
  readonly name: string;
  readonly kind: "city" | "site";
  readonly training: boolean;
  readonly desk_phone?: string | null;
  readonly site_phone?: string | null;
  readonly push?: string | null;
  readonly texts?: boolean;
}

/** Who is signed in. */
export interface SessionPerson {
  readonly id: string;
  readonly name: string;
}

/** From now these are the cards. Entity: the new set; those before it stay on record. */
export interface SetCards {
  readonly cards: readonly Card[];
  readonly follows: number;
}

/** Who is sent for help, in which order, from now. Entity: the new policy; those before it stay on record. */
export interface SetHelpPolicy {
  readonly order: readonly ("ambulance" | "police" | "supervisor" | "team")[];
  readonly police_preset: boolean;
  readonly on_call?: string | null;
  readonly weapon_police?: boolean;
  readonly unanswered?: "next_team" | "nothing" | "supervisor";
}

/** From now calls are taken by this. Entity: the new edition; those before it stay on record. */
export interface SetTaxonomy {
  readonly types: readonly TypeInUse[];
  readonly agreed_on?: string | null;
  readonly order?: "as_listed" | "by_use" | null;
  readonly sources?: readonly ("ems_req" | "fire_req" | "followup" | "l211" | "l311" | "l988" | "line727" | "onview" | "partner" | "police_req" | "psap911" | "text727" | "walkup")[] | null;
  readonly priorities?: readonly PriorityTimes[] | null;
  readonly questions?: readonly Question[] | null;
  readonly follows: number;
}

/** The unit says how it is. Entity: the unit. Time after a hard call ends by itself. */
export interface SetUnitStatus {
  readonly status: "avail_area" | "available" | "break" | "decomp" | "meal" | "meeting" | "oos" | "paperwork" | "resupply" | "training";
}

/** From now the app says these sentences so. Entity: the new wording; those before it stay on record. */
export interface SetWording {
  readonly sentences: Readonly<Record<string, Words>>;
  readonly follows: number;
}

/** The server's part of the key that opens what lies on this phone: 32 bytes, the same as long as it exists. */
export interface Share {
  readonly share: string;
  readonly until: number | null;
  readonly now: number;
}

/** The offer stood on this person's screen. Entity: the assignment. */
export interface ShowAssignment {
  readonly shown_at: number;
}

/** It stood on the screen of somebody who was asked. Entity: the call-out. */
export interface ShowCallout {
  readonly shown_at: number;
}

/** A supervisor looked at it. Entity: the review. `reasons` are those that stood there then, and no others. */
export interface SignReview {
  readonly reasons: readonly ("death" | "help_pressed" | "hold" | "must_report" | "need_unmet" | "person_injury" | "staff_injury" | "suicide_risk")[];
  readonly at?: number | null;
}

/** These people are on this unit from now. Entity: the new shift. */
export interface StartShift {
  readonly unit_id: string;
  readonly person_ids: readonly string[];
  readonly skills?: Readonly<Record<string, readonly ("CLIN" | "CRISIS" | "MEDI" | "MEDIC" | "NAVI" | "OUTR" | "PEER" | "triage")[]>>;
  readonly in_a_tab?: boolean;
}

/** Given this answer, the call is first somebody else's. */
export interface Stop {
  readonly answer: "no" | "unknown" | "yes";
  readonly towards: "ems" | "police" | "standby" | "wish";
}

/** Follow the changes after this cursor; with ``sums``, the page that catches up tells what each scope shows. */
export interface Sub {
  readonly cur?: string | null;
  readonly sums?: boolean;
  readonly m?: "sub";
}

/** How many of one thing were given. */
export interface SupplyGiven {
  readonly code: "baby_items" | "blanket" | "bus_pass" | "clothes" | "cooling" | "fentanyl_strip" | "food" | "gift_card" | "hygiene" | "menstrual" | "naloxone_kit" | "pet_food" | "phone_charger" | "safer_sex_kit" | "safer_use_kit" | "sleeping_bag" | "socks" | "tent_tarp" | "warming" | "water" | "wound_kit";
  readonly quantity: number;
}

/** A stage was said by mistake: the unit did not reach it, or not then. Entity: the assignment. */
export interface TakeBackStage {
  readonly call_id: string;
  readonly unit_id: string;
  readonly stage: "at_destination" | "cleared" | "contact" | "enroute" | "on_scene" | "staging" | "transporting";
  readonly report?: string | null;
}

/** The desk has taken a call. Entity: the new call. */
export interface TakeCall {
  readonly source: "ems_req" | "fire_req" | "followup" | "l211" | "l311" | "l988" | "line727" | "onview" | "partner" | "police_req" | "psap911" | "text727" | "walkup";
  readonly type_code: "ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV";
  readonly priority: "P0" | "P1" | "P2" | "P3" | "P4";
  readonly received_at: number;
  readonly triage_result: "alt_only" | "alt_standby" | "alt_with_ems" | "co_response" | "duplicate" | "ems_only" | "not_triaged" | "phone_resolved" | "police_only" | "self_help" | "transfer_211" | "transfer_988";
  readonly would_have_gone_to: "ems" | "fire" | "none" | "police" | "unknown";
  readonly caller_role: "agency" | "anonymous" | "business" | "bystander" | "family" | "self";
  readonly location_kind: "encampment" | "health_facility" | "indoor_public" | "outdoor_public" | "private_residence" | "school" | "transit" | "vehicle";
  readonly area?: string;
  readonly screening?: Readonly<Record<string, "no" | "unknown" | "yes">>;
  readonly language?: string | null;
  readonly minor_involved?: "no" | "unknown" | "yes";
  readonly persons_count?: number | null;
  readonly place?: string | null;
  readonly place_within?: "exact" | "km1" | "m200" | "m50" | "unknown";
  readonly callback?: string | null;
  readonly said?: string | null;
  readonly access_note?: string | null;
  readonly label?: string | null;
  readonly on_paper?: boolean;
  readonly taxonomy_version?: number;
  readonly would_have_gone_to_proposed?: "ems" | "fire" | "none" | "police" | "unknown" | null;
  readonly asked?: Readonly<Record<string, Words>>;
}

/** Somebody at the desk has it. Entity: the help. */
export interface TakeHelp {
  readonly at?: number | null;
}

/** Who has the call at the other end, or gave it to us from there, and since when. Entity: the call. */
export interface TakenOver {
  readonly to: "ems" | "l211" | "l988" | "police" | "psap911";
  readonly way?: "from" | "to";
  readonly name: string;
  readonly at?: number | null;
  readonly handover?: string | null;
}

/** An edition: the n-th that counts here. It is never changed, only followed by the next. */
export interface Taxonomy {
  readonly types: readonly TypeInUse[];
  readonly agreed_on?: string | null;
  readonly order?: "as_listed" | "by_use" | null;
  readonly sources?: readonly ("ems_req" | "fire_req" | "followup" | "l211" | "l311" | "l988" | "line727" | "onview" | "partner" | "police_req" | "psap911" | "text727" | "walkup")[] | null;
  readonly priorities?: readonly PriorityTimes[] | null;
  readonly questions?: readonly Question[] | null;
  readonly id: string;
  readonly number: number;
  readonly set_at: number;
  readonly by?: string | null;
  readonly name?: string;
}

/** What the caller was told to expect, and by when. Entity: the call; the id of this command names it. */
export interface TellCaller {
  readonly what: "call_back" | "coming" | "nobody" | "other_service" | "police";
  readonly by?: number | null;
  readonly at?: number | null;
}

/** A single-use pass (30 s) for the first frame of a WebSocket. */
export interface Ticket {
  readonly ticket: string;
}

/** Somebody the desk is to phone; null where nobody told their number. */
export interface ToPhone {
  readonly person_id: string;
  readonly name: string;
  readonly phone: string | null;
}

/** Ten minutes of sync, ``full`` or, signed out, ``upload``; ``revoked``: what is theirs goes, but the outbox. */
export interface Token {
  readonly token: string;
  readonly kind: "full" | "upload";
  readonly expires_at: number;
  readonly revoked?: boolean;
}

/** Sign this with the device key. */
export interface TokenNonce {
  readonly nonce: string;
}

/** What the caller was told, when, and by when it was to come true. */
export interface Told {
  readonly id: string;
  readonly what: "call_back" | "coming" | "nobody" | "other_service" | "police";
  readonly at: number;
  readonly by?: number | null;
  readonly done_at?: number | null;
  readonly how?: "left_word" | "not_reached" | "not_wanted" | "reached" | null;
  readonly unsafe?: boolean;
}

/** Where the person was taken, by whom, and whether they wanted to go. */
export interface Transport {
  readonly by: "ems" | "family" | "police" | "taxi_voucher" | "us";
  readonly destination: "clinic" | "crisis_receiving" | "crisis_residential" | "detox" | "dv_safe_place" | "ed" | "family_friend" | "home" | "housing_program" | "living_room_peer" | "other_service" | "psych_hospital" | "public_place" | "shelter" | "sobering" | "transit_stop" | "warming_cooling";
  readonly service_id?: string | null;
  readonly consented?: boolean | null;
}

/** Whether somebody belongs to a tribe, and which, in their words. */
export interface TribeTold {
  readonly how: "asked" | "declined";
  readonly answer?: "no" | "unknown" | "yes" | null;
  readonly words?: string | null;
}

/** A type of call that is in use; without a priority or skills it has those of the first edition. */
export interface TypeInUse {
  readonly type_code: "ANIMAL_NV" | "ASSIST_AGENCY" | "DISPUTE_FAMILY" | "DISPUTE_NEIGHBOR" | "DISPUTE_PARTNER" | "DISTURB_VERBAL" | "ELDER_CONFUSED" | "ENCAMP" | "FOLLOWUP" | "GRIEF_TRAUMA" | "INTOX" | "MH_CRISIS" | "NOISE" | "OD_FOLLOWUP" | "OVERDOSE" | "PANHANDLE" | "PARKING_CIVIL" | "PERSON_DOWN" | "PUBLIC_NUDITY" | "RESOURCE_INFO" | "RUNAWAY_YOUTH" | "SLEEPING" | "SUI_ATTEMPT" | "SUI_IDEATION" | "SYRINGE" | "TRANSPORT_SVC" | "TRESPASS_NV" | "UNHOUSED_NEED" | "WELFARE" | "YOUTH_BEHAV";
  readonly priority?: "P0" | "P1" | "P2" | "P3" | "P4" | null;
  readonly would_have_gone_to?: "ems" | "fire" | "none" | "police" | "unknown" | null;
  readonly skills?: readonly (readonly ("CLIN" | "CRISIS" | "MEDI" | "MEDIC" | "NAVI" | "OUTR" | "PEER" | "triage")[])[] | null;
  readonly leads_to?: "alt_only" | "alt_standby" | "alt_with_ems" | "co_response" | "duplicate" | "ems_only" | "not_triaged" | "phone_resolved" | "police_only" | "self_help" | "transfer_211" | "transfer_988" | null;
}

/** A team: its call sign, state, and who is signed on. Its skills are theirs. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly status: "assigned" | "at_destination" | "avail_area" | "available" | "break" | "decomp" | "emergency" | "enroute" | "meal" | "meeting" | "off" | "on_scene" | "oos" | "paperwork" | "resupply" | "roster" | "staging" | "training" | "transporting";
  readonly status_at: number;
  readonly status_until?: number | null;
  readonly shift_id: string | null;
  readonly shift_started_at: number | null;
  readonly skills: readonly ("CLIN" | "CRISIS" | "MEDI" | "MEDIC" | "NAVI" | "OUTR" | "PEER" | "triage")[];
  readonly members: readonly Member[];
  readonly phones?: Readonly<Record<string, string>>;
  readonly base?: string | null;
  readonly held_for?: string | null;
  readonly held_until?: number | null;
  readonly version: number;
}

/** Whether somebody served in the military. */
export interface VeteranTold {
  readonly how: "asked" | "declined";
  readonly answer?: "no" | "unknown" | "yes" | null;
}

/** A unit said it by voice and the desk entered it; by whom, if that was asked. */
export interface Voice {
  readonly said_by?: string | null;
}

/** The server's first answer: where the log stands, its clock, and how far backups reach. */
export interface Welcome {
  readonly epoch: number;
  readonly nonce: string;
  readonly now: number;
  readonly keys: readonly SealingKey[];
  readonly scopes: readonly string[];
  readonly floor: number;
  readonly head: number;
  readonly limits: Limits;
  readonly skew_ms: number;
  readonly backup_seq: number;
  readonly tick_age_s: number | null;
  readonly upgrade?: boolean;
  readonly is_copy?: boolean;
  readonly backup_age_s?: number | null;
  readonly keep_s?: number | null;
  readonly m?: "welcome";
}

/** A wording: the n-th here. It is never changed, only followed by the next; readers have the newest alone. */
export interface Wording {
  readonly id: string;
  readonly number: number;
  readonly set_at: number;
  readonly sentences: readonly Replaced[];
}

/** What is said, in both languages of the desk. */
export interface Words {
  readonly en: string;
  readonly es: string;
}

/** Somebody of the team who has the form of this outcome open. */
export interface Writer {
  readonly assignment_id: string;
  readonly person_id: string;
  readonly since: number;
}

/** Who else of the team has such a form open now, as far as the server knows; it replaces what was told before. */
export interface Writers {
  readonly by: readonly Writer[];
  readonly m?: "writers";
}

/** The form of this outcome has been open here for so long; null: none is. Told to the phones of this unit alone. */
export interface Writing {
  readonly unit_id: string;
  readonly assignment_id?: string | null;
  readonly for_s?: number;
  readonly m?: "writing";
}

export interface RecordTypes {
  readonly call: Call;
  readonly assignment: Assignment;
  readonly unit: Unit;
  readonly alarm: Alarm;
  readonly help: Help;
  readonly help_policy: HelpPolicy;
  readonly taxonomy: Taxonomy;
  readonly cards: Cards;
  readonly wording: Wording;
  readonly backup: Backup;
  readonly handoff: Handoff;
  readonly roll: Roll;
  readonly device: Device;
  readonly encounter: Encounter;
  readonly referral: Referral;
  readonly review: Review;
  readonly consult: Consult;
  readonly held: Held;
  readonly directory: DirectoryVersion;
  readonly mediation: Mediation;
  readonly callout: Callout;
  readonly coming: Coming;
  readonly duty: Duty;
}

export interface CommandArgs {
  readonly 'call.take': TakeCall;
  readonly 'call.meet': MeetSomebody;
  readonly 'call.correct': CorrectCall;
  readonly 'call.merge': MergeCall;
  readonly 'call.close': CloseCall;
  readonly 'call.hand_over': HandOver;
  readonly 'call.taken_over': TakenOver;
  readonly 'call.tell': TellCaller;
  readonly 'call.note_place': NotePlace;
  readonly 'call.end_place_note': EndPlaceNote;
  readonly 'call.call_back': CallBack;
  readonly 'site.count': CountGiven;
  readonly 'call.erase': EraseCall;
  readonly 'shift.start': StartShift;
  readonly 'shift.end': EndShift;
  readonly 'unit.status': SetUnitStatus;
  readonly 'unit.hold': HoldUnit;
  readonly 'handoff.give': GiveHandoff;
  readonly 'handoff.read': ReadHandoff;
  readonly 'assignment.offer': OfferAssignment;
  readonly 'assignment.enter': EnterAssignment;
  readonly 'assignment.accept': AcceptAssignment;
  readonly 'assignment.decline': DeclineAssignment;
  readonly 'assignment.show': ShowAssignment;
  readonly 'assignment.stage': ReportStage;
  readonly 'assignment.take_back': TakeBackStage;
  readonly 'assignment.check_in': CheckIn;
  readonly 'assignment.end': EndAssignment;
  readonly 'backup.ask': AskBackup;
  readonly 'backup.answer': AnswerBackup;
  readonly 'backup.end': EndBackup;
  readonly 'help.call': CallForHelp;
  readonly 'help.place': PlaceHelp;
  readonly 'help.take': TakeHelp;
  readonly 'help.end': EndHelp;
  readonly 'help.send': SendHelp;
  readonly 'help.policy': SetHelpPolicy;
  readonly 'taxonomy.set': SetTaxonomy;
  readonly 'cards.set': SetCards;
  readonly 'wording.set': SetWording;
  readonly 'roll.call': CallRoll;
  readonly 'roll.answer': AnswerRoll;
  readonly 'roll.end': EndRoll;
  readonly 'alarm.resolve': ResolveAlarm;
  readonly 'custody.resolve': ResolveHeld;
  readonly 'encounter.record': RecordEncounter;
  readonly 'felt.say': SayFelt;
  readonly 'report.made': MadeReport;
  readonly 'consult.ask': AskConsult;
  readonly 'consult.answer': AnswerConsult;
  readonly 'review.sign': SignReview;
  readonly 'referral.make': MakeReferral;
  readonly 'mediation.record': RecordMediation;
  readonly 'duty.say': SayDuty;
  readonly 'callout.make': MakeCallout;
  readonly 'callout.shown': ShowCallout;
  readonly 'callout.say': SayComing;
  readonly 'callout.check_in': CheckInOut;
  readonly 'callout.end': EndCallout;
}

export type CommandType = keyof CommandArgs;

export const NATURE: Readonly<Record<CommandType, 'fact' | 'intent'>> = {
  'call.take': 'fact',
  'call.meet': 'fact',
  'call.correct': 'fact',
  'call.merge': 'fact',
  'call.close': 'fact',
  'call.hand_over': 'fact',
  'call.taken_over': 'fact',
  'call.tell': 'fact',
  'call.note_place': 'fact',
  'call.end_place_note': 'fact',
  'call.call_back': 'fact',
  'site.count': 'fact',
  'call.erase': 'intent',
  'shift.start': 'fact',
  'shift.end': 'fact',
  'unit.status': 'fact',
  'unit.hold': 'fact',
  'handoff.give': 'fact',
  'handoff.read': 'fact',
  'assignment.offer': 'intent',
  'assignment.enter': 'fact',
  'assignment.accept': 'intent',
  'assignment.decline': 'intent',
  'assignment.show': 'fact',
  'assignment.stage': 'fact',
  'assignment.take_back': 'fact',
  'assignment.check_in': 'fact',
  'assignment.end': 'intent',
  'backup.ask': 'fact',
  'backup.answer': 'fact',
  'backup.end': 'fact',
  'help.call': 'fact',
  'help.place': 'fact',
  'help.take': 'fact',
  'help.end': 'fact',
  'help.send': 'fact',
  'help.policy': 'fact',
  'taxonomy.set': 'intent',
  'cards.set': 'intent',
  'wording.set': 'intent',
  'roll.call': 'fact',
  'roll.answer': 'fact',
  'roll.end': 'fact',
  'alarm.resolve': 'fact',
  'custody.resolve': 'fact',
  'encounter.record': 'fact',
  'felt.say': 'fact',
  'report.made': 'fact',
  'consult.ask': 'fact',
  'consult.answer': 'fact',
  'review.sign': 'fact',
  'referral.make': 'fact',
  'mediation.record': 'fact',
  'duty.say': 'fact',
  'callout.make': 'fact',
  'callout.shown': 'fact',
  'callout.say': 'fact',
  'callout.check_in': 'fact',
  'callout.end': 'fact',
};

export const VERSION: Readonly<Partial<Record<CommandType, number>>> = {
  'assignment.accept': 2,
  'assignment.decline': 2,
  'assignment.stage': 2,
};
