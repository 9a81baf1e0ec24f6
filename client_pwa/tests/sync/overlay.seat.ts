/** What whoever answers for a team sees at once of what they say: reviews, questions to a supervisor, reports made,
 * and of what a supervisor sets. */
import { EDITIONS } from "../../src/sync/later/desk/editions";
import { REVIEWS } from "../../src/sync/later/desk/reviews";
import { CONSULTS } from "../../src/sync/later/team/consults";
import { REPORTS } from "../../src/sync/later/team/reports";
import { NOON } from "./clock";
import { command } from "./pending";

export const SEAT_FORESEEN = { ...REVIEWS, ...CONSULTS, ...REPORTS, ...EDITIONS };

const SAID = { en: "Heat", es: "Calor" };
const CARD = { id: "heat", title: SAID, when: SAID, steps: [SAID], source: "CDC" };
const WRITTEN = { id: "e0", assignment_id: "a0", call_id: "c3", unit_id: "u9", must_report: ["child"], reports: [] };
const CONSULT = { id: "q1", ...{ call_id: "c1", unit_id: "u1", asked_at: 1, answered_at: null, answers: [] } };
const REVIEW = { id: "rv1", about: "encounter", reasons: ["hold", "need_unmet"], seen: ["need_unmet"], at: 1 };

export const SEAT_ROWS = [
  ["consult", CONSULT],
  ["encounter", WRITTEN],
  ["review", REVIEW],
] as const;

export const SEAT_CASES = {
  "report.made": [
    command("report.made", "mr1", { call_id: "c3", unit_id: "u9", to: "police", role: "CLIN" }),
    ...(["encounter", "e0", { reports: [{ id: "mr1", to: "police", role: "CLIN", at: NOON }] }] as const),
  ],
  "felt.say": [
    command("felt.say", "felt-1", { unit_id: "u1", safe: true }),
    ...(["unit", "felt-1", undefined] as const),
  ],
  "consult.ask": [
    command("consult.ask", "q2", { call_id: "c1", unit_id: "u1", reason: "hold" }),
    ...(["consult", "q2", { by: "p1", name: "Ana", reason: "hold", asked_at: NOON, answered_at: null }] as const),
  ],
  "consult.answer": [
    command("consult.answer", "q1", { answer: "stay", note: "a word" }),
    ...(["consult", "q1", { answered_at: NOON, answers: [{ by: "p1", answer: "stay", note: "a word" }] }] as const),
  ],
  "review.sign": [
    command("review.sign", "rv1", { reasons: ["hold", "death"] }),
    ...(["review", "rv1", { seen: ["hold", "need_unmet"], reviewed_at: NOON, by: "p1", name: "Ana" }] as const),
  ],
  "taxonomy.set": [
    command("taxonomy.set", "e2", { follows: 1, types: [{ type_code: "NOISE" }] }),
    ...([
      "taxonomy",
      "e2",
      { number: 2, types: [{ type_code: "NOISE" }], set_at: NOON, by: "p1", name: "Ana" },
    ] as const),
  ],
  "cards.set": [
    command("cards.set", "k2", { follows: 1, cards: [CARD] }),
    ...(["cards", "k2", { number: 2, cards: [CARD], set_at: NOON }] as const),
  ],
  "wording.set": [
    command("wording.set", "w1", { follows: 0, sentences: { "phone:home.ready": SAID } }),
    ...(["wording", "w1", { number: 1, sentences: [], set_at: NOON }] as const),
  ],
} as const;
