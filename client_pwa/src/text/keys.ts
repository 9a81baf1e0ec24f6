/**
 * How Spanish travels: its sentences alone, in the order of the English ones, for English is on every phone with its keys.
 *
 * lighter.ts takes the keys off when it builds the app, `words.ts` puts them back. Nothing else knows of it.
 */

/** Sentences by key, or such tables by name. */
export type Keyed = Readonly<{ [key: string]: string | Keyed }>;
export type Sentences = readonly (string | Sentences)[];

/** The sentences of a Spanish table in the order of the English keys. Throws where it lacks one. */
export const withoutKeys = (english: Keyed, spanish: Keyed): Sentences =>
  Object.entries(english).map(([key, one]) => {
    const other = spanish[key];
    if (typeof one === "string" && typeof other === "string") return other;
    if (typeof one === "object" && typeof other === "object") return withoutKeys(one, other);
    throw new Error(`Spanish has no words for "${key}"`);
  });

const inOrder = (english: Keyed, sentences: Sentences): Keyed =>
  Object.fromEntries(
    Object.entries(english).map(([key, one], at) => {
      const other = sentences[at] ?? "";
      return [key, typeof one === "object" && typeof other === "object" ? inOrder(one, other) : (other as string)];
    }),
  );

/** A Spanish table with its keys, however it came. */
export const withKeys = <T>(english: T, spanish: T | Sentences): T =>
  Array.isArray(spanish) ? (inOrder(english as Keyed, spanish) as T) : (spanish as T);
