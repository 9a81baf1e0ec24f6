/** Code lists of finding help and referring. */
import type { NeedCode, ReferralStateCode, SharedFieldCode, UnavailableReasonCode, UrgencyCode } from "../schema";

/** A list without a label for one of its codes is a type error. */
export type HelpCodes = {
  readonly need: Readonly<Record<NeedCode, string>>;
  readonly referral_state: Readonly<Record<ReferralStateCode, string>>;
  readonly unavailable_reason: Readonly<Record<UnavailableReasonCode, string>>;
  readonly shared_field: Readonly<Record<SharedFieldCode, string>>;
  readonly urgency: Readonly<Record<UrgencyCode, string>>;
};

export const en: HelpCodes = {
  need: {
    shelter_adult: "Bed, adult",
    shelter_family: "Bed, family",
    shelter_youth: "Bed, young person",
    shelter_dv: "Safe from a partner",
    warming: "Warm place",
    cooling: "Cool place",
    drop_in: "Drop-in",
    food: "Food",
    shower_laundry: "Shower, laundry",
    clothes: "Clothes",
    detox: "Detox",
    sobering: "Sobering place",
    mat_otp: "Opioid medicine",
    harm_reduction: "Harm reduction",
    crisis_receiving: "Crisis centre",
    crisis_residential: "Crisis house",
    walk_in_mh: "Mental health, walk in",
    outpatient_mh: "Mental health clinic",
    peer_warmline: "Peer phone line",
    primary_care: "Doctor",
    wound_clinic: "Wound clinic",
    dental: "Dentist",
    legal_aid: "Legal help",
    eviction_help: "Eviction help",
    benefits: "Benefits",
    id_docs: "Identity papers",
    employment: "Work",
    childcare: "Child care",
    elder: "Older people",
    disability: "Disability",
    youth_dropin: "Young people’s drop-in",
    lgbtq: "LGBTQ+",
    veteran: "Veterans",
    immigrant_legal: "Immigration law",
    mediation: "Mediation",
    restorative: "Restorative justice",
    victim_services: "Victim services",
    hvip: "Help after violence",
    grief: "Grief",
    transport: "Ride",
    pets: "Pets",
    phone_charging: "Phone charging",
  },
  referral_state: {
    draft: "Made on this phone",
    offered_declined: "Person said no",
    sent: "Person said yes",
    accepted: "Place said yes",
    waitlisted: "On a waiting list",
    rejected: "Place said no",
    scheduled: "Date given",
    connected: "Person arrived",
    completed: "Need met",
    not_completed: "Did not work out",
    unavailable: "Nothing fits",
    expired: "No reply in time",
  },
  unavailable_reason: {
    no_bed: "No bed",
    closed: "Closed",
    ineligible: "They don’t take this person",
    docs_missing: "Papers missing",
    no_transport: "No way to get there",
    waitlist: "Waiting list",
    none_exists: "Nothing like it here",
    no_reply: "Nobody answered",
  },
  shared_field: {
    need: "What they need",
    first_name: "First name",
    age_band: "Age band",
    language: "Language",
    callback: "Phone",
  },
  urgency: { tonight: "Tonight", day: "Within a day", week: "This week" },
};
