/** Whether free words look as if they named somebody or held a number. */

const PHONE = /\d(?:[\s().-]?\d){6,}/;
const TITLED = /\b(?:Mr|Mrs|Ms|Dr|Sra?|Don|Doña)\.?\s+\p{Lu}/u;
/** A capital letter in the middle of a sentence: often a name, sometimes a street or a day. */
const CAPITAL = /(?<=[\p{Ll},]\s)\p{Lu}\p{Ll}+/u;

/** A hint, never a refusal. */
export const looksPersonal = (words: string): boolean => PHONE.test(words) || TITLED.test(words) || CAPITAL.test(words);
