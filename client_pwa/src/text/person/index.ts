/** `p("title")`, `personLabel("gender", "woman")`: about the person met, and what was said as lines to read. */
import type { Demographics, PresentingCode } from "../../schema";
import { s } from "../shell";
import { tongue } from "../times";
import { labels, words } from "../words";
import { codes, en } from "./person.en";

export const p = words(en, async () => (await import("./person.es")).es);
export const personLabel = labels(codes, async () => (await import("./person.es")).codes);

export type Question = keyof Demographics;

/** In the order they are asked. */
export const QUESTIONS = Object.keys(codes.question) as readonly Question[];

/** A question as it is answered, whichever it is. */
export interface Told {
  readonly how: "asked" | "observed" | "declined";
  readonly answer?: string | readonly string[] | null;
  readonly words?: string | null;
}

/** What can be answered to a question, in words. */
export const answerLabel = (question: Question, code: string): string => {
  if (question === "language") return tongue(code);
  if (code === "yes" || code === "no") return s(code);
  return question === "veteran" || question === "tribal" ? s("dontKnow") : personLabel(question, code);
};

/** One line for each question that was answered: its name, and what is known of it. */
export const linesOf = (said: Demographics): readonly (readonly [string, string])[] =>
  QUESTIONS.flatMap((question) => {
    const told: Told | null | undefined = said[question];
    if (told == null) return [];
    const { how, answer, words: own } = told;
    const parts = [answer ?? []].flat().map((code) => answerLabel(question, code));
    if (own != null && own !== "") parts.push(own);
    if (how !== "asked") parts.push(p(how === "declined" ? how : "seen"));
    return [[personLabel("question", question), parts.join(" · ")] as const];
  });

/** Every code of what can be noticed, in the order it is shown. */
export const PRESENTING = Object.keys(codes.presenting) as readonly PresentingCode[];

/** What was noticed, as one line. */
export const noticedWords = (all: readonly PresentingCode[]): string =>
  all.map((code) => personLabel("presenting", code)).join(" · ");
