/** About the person met: sentences, and the lists of what they may say of themselves. For phone and desk. */
import type {
  AccessNeedCode,
  AgeBandCode,
  Demographics,
  GenderCode,
  HousingNowCode,
  PresentingCode,
  RaceEthnicityCode,
} from "../../schema";

export const en = {
  noticed: "What you noticed",
  noticedLead: "What you saw or heard. Not a diagnosis.",
  title: "About the person",
  row: "Not needed. Help never depends on it.",
  lead: "Ask, don’t guess. Leave out what you like: help never depends on it.",
  said: "They said it",
  seen: "We only saw it",
  declined: "Did not want to say",
  words: "In their own words",
} as const;

/** A list without a label for one of its codes is a type error. */
export type PersonCodes = {
  readonly question: Readonly<Record<keyof Demographics, string>>;
  readonly age_band: Readonly<Record<AgeBandCode, string>>;
  readonly housing_now: Readonly<Record<HousingNowCode, string>>;
  readonly access_need: Readonly<Record<AccessNeedCode, string>>;
  readonly race_ethnicity: Readonly<Record<RaceEthnicityCode, string>>;
  readonly gender: Readonly<Record<GenderCode, string>>;
  readonly presenting: Readonly<Record<PresentingCode, string>>;
};

export const codes: PersonCodes = {
  question: {
    age_band: "Age",
    language: "Language they speak best",
    housing_now: "Where they live now",
    access_need: "Needs help or time with",
    race_ethnicity: "Race or ethnicity",
    gender: "Gender",
    veteran: "Served in the military",
    tribal: "Belongs to a tribe",
  },
  age_band: {
    "0-12": "Under 13",
    "13-17": "13 to 17",
    "18-24": "18 to 24",
    "25-39": "25 to 39",
    "40-59": "40 to 59",
    "60+": "60 or older",
  },
  housing_now: {
    housed: "Has a home",
    shelter: "In a shelter",
    unsheltered: "Sleeps outside",
    doubled_up: "Stays with others",
    institution: "In hospital, care or jail",
    unknown: "Not known",
  },
  access_need: {
    walking: "Walking",
    seeing: "Seeing",
    hearing: "Hearing",
    communicating: "Being understood",
    remembering: "Remembering",
    self_care: "Washing, dressing",
    none: "No need",
  },
  race_ethnicity: {
    american_indian_alaska_native: "American Indian or Alaska Native",
    asian: "Asian",
    black: "Black or African American",
    hispanic_latino: "Hispanic or Latino",
    middle_eastern_north_african: "Middle Eastern or North African",
    native_hawaiian_pacific_islander: "Native Hawaiian or Pacific Islander",
    white: "White",
  },
  gender: {
    woman: "Woman",
    man: "Man",
    non_binary: "Non-binary",
    transgender: "Transgender",
    two_spirit: "Two-Spirit",
    questioning: "Not sure yet",
  },
  presenting: {
    anxiety_panic: "Anxious or panicking",
    depression: "Very low, without hope",
    psychosis_signs: "Heard or saw what others did not",
    mania_signs: "Very high, could not slow down",
    suicidal: "Thoughts of suicide",
    self_harm: "Had hurt themselves",
    cognitive: "Confused or forgetful",
    grief: "Grieving",
    trauma: "Shaken by something that was done to them",
    alcohol: "Alcohol",
    opioid: "Opioids",
    stimulant: "Stimulants",
    other_substance: "Another substance",
    withdrawal: "Withdrawal",
    medical_minor: "Small wound or illness",
    unmet_basic_needs: "Without food, water or clothes",
    housing_loss: "Losing their home",
    unsheltered: "Living outside",
    family_conflict: "Conflict in the family",
    neighbour_conflict: "Conflict with neighbours",
    economic: "Money trouble",
    loneliness: "Lonely",
    caregiver_strain: "Worn out by caring for somebody",
    developmental: "Developmental disability",
    exploitation_concern: "Maybe exploited by somebody",
    weather_exposure: "Heat or cold",
  },
};
