/** About the person: what can be answered, and what a tap makes of it. Nothing is answered that nobody tapped. Pure. */
import type { Demographics } from "../../../schema";
import { type Question, QUESTIONS, type Told } from "../../../text/person";
import { codes } from "../../../text/person/person.en";

const YES_NO = ["yes", "no"];
/** What is spoken most in cities here, the most usual first; a signed language is one of them. */
const LANGUAGES = "en es ase zh vi ar ht tl ko ru fr pt so am uk fa hi".split(" ");

export const answersTo = (question: Question): readonly string[] => {
  if (question === "language") return LANGUAGES;
  return question === "veteran" || question === "tribal" ? YES_NO : Object.keys(codes[question]);
};

const SEVERAL: ReadonlySet<Question> = new Set(["access_need", "race_ethnicity", "gender"]);
/** What can be seen without a word. The rest only the person can say. */
export const VISIBLE: ReadonlySet<Question> = new Set(["age_band", "language", "housing_now", "access_need"]);
/** What somebody may say in words that no list has. */
export const WORDED: ReadonlySet<Question> = new Set(["gender", "tribal"]);

export const told = (person: Demographics, question: Question): Told | null => person[question] ?? null;

export const isOn = (person: Demographics, question: Question, code: string): boolean => {
  const known = told(person, question);
  return code === "declined" ? known?.how === code : [known?.answer ?? []].flat().includes(code);
};

/** The answers with this one in place; one that says nothing is taken out. */
const withTold = (person: Demographics, question: Question, next: Told): Demographics => {
  const { [question]: _before, ...rest } = person;
  const says = next.how === "declined" || [next.answer ?? [], next.words || []].flat().length > 0;
  return says ? { ...rest, [question]: next } : rest;
};

/** After a tap on an answer: on where it was off, and off where it was on. */
export const answered = (person: Demographics, question: Question, code: string): Demographics => {
  const known = told(person, question);
  const was = isOn(person, question, code);
  if (code === "declined") return withTold(person, question, was ? { how: "asked" } : { how: "declined" });
  const before = [known?.answer ?? []].flat();
  const others = before.filter((each) => each !== code && code !== "none" && each !== "none");
  const all = was ? others : [...others, code];
  const answer = SEVERAL.has(question) ? answersTo(question).filter((each) => all.includes(each)) : was ? null : code;
  const how = known?.how === "observed" ? known.how : "asked";
  return withTold(person, question, { how, answer, ...(known?.words == null ? {} : { words: known.words }) });
};

/** Said by the person, or only seen by the team. */
export const known = (person: Demographics, question: Question, how: "asked" | "observed"): Demographics =>
  withTold(person, question, { ...told(person, question), how });

/** What they call it themselves. */
export const worded = (person: Demographics, question: Question, words: string): Demographics => {
  const answer = told(person, question)?.answer ?? null;
  return withTold(person, question, { how: "asked", answer, words: words.trimStart() });
};

export const count = (person: Demographics): number => QUESTIONS.filter((each) => told(person, each) !== null).length;
