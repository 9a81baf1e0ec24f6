/**
 * Sentences in two languages behind typed keys.
 *
 * A set of words is made from an English and a Spanish table with the same keys; a missing key or parameter is a type
 * error. `{name}` is filled in; `{n:answer|answers}` picks the word for the number `n` by the language's own plural rule.
 */
import { signal } from "@preact/signals";
import { withKeys } from "./keys";

export type Language = "en" | "es";
export const LANGUAGES: readonly Language[] = ["en", "es"];
/** Each language in its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", es: "Español" };

type Table = Readonly<Record<string, string>>;
/** The names between braces in a sentence. */
type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Number}:${string}` ? Number : Name) | Names<Rest>
  : never;
type Values<S extends string> = { readonly [N in Names<S>]: string | number };
/** What must be handed in beside the key: nothing where the sentence has no braces. */
export type Given<S extends string> = [Names<S>] extends [never] ? [] : [values: Values<S>];

/** A function from key to sentence in the language of the moment. */
export type Speak<T extends Table> = <K extends keyof T & string>(key: K, ...given: Given<T[K]>) => string;

const KEPT = "field727.language";

/** The person's choice if there is one, else the first language of the browser that we speak. */
const first = (): Language => {
  const kept = typeof localStorage === "undefined" ? null : localStorage.getItem(KEPT);
  const wanted = [kept ?? "", ...(typeof navigator === "undefined" ? [] : navigator.languages)];
  const spoken = wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag === "en" || tag === "es");
  return spoken === "es" ? "es" : "en";
};

/** The language of the moment. A component that calls a word function is drawn again when it changes. */
export const language = signal<Language>(first());

/** A table that is fetched only when it is spoken, so that a phone does not wait for a language it does not need. */
type Later<T> = () => Promise<T>;

/** Fetches of the Spanish tables that were announced and not made yet. */
const unread = new Set<Later<void>>();

/** Resolves when every sentence announced so far can be said in this language. */
export const ready = async (spoken: Language = language.value): Promise<void> => {
  if (spoken === "es") await Promise.all([...unread].map((read) => read()));
};

/** Speak this language from now on, on this device. */
export const chooseLanguage = async (chosen: Language): Promise<void> => {
  await ready(chosen);
  localStorage.setItem(KEPT, chosen);
  language.value = chosen;
};

/** Another window of this device was told to speak another language: so does this one. */
if (typeof addEventListener === "function")
  addEventListener("storage", ({ key, newValue }) => {
    if (key === KEPT) void chooseLanguage(newValue as Language);
  });

/** The Spanish table, at once or as soon as it was fetched; English stands in for it until then. */
const spanishOf = <T>(english: T, spanish: T | Later<T>): ((spoken: Language) => T) => {
  const table = signal(typeof spanish === "function" ? null : spanish);
  if (typeof spanish === "function") {
    const fetchIt = spanish as Later<T>;
    const read = async (): Promise<void> => {
      table.value = withKeys(english, await fetchIt());
      unread.delete(read);
    };
    unread.add(read);
  }
  return (spoken) => (spoken === "es" ? (table.value ?? english) : english);
};

/**
 * A formatter that is made when it is first needed, again for another language and when the device's zone has changed:
 * to make one takes a slow phone 10 to 50 ms, and to use it none.
 */
export const formatter = <F>(make: (spoken: Language) => F): ((spoken?: Language) => F) => {
  const made = new Map<string, F>();
  return (spoken = language.value) => {
    const key = `${spoken}${new Date().getTimezoneOffset()}`;
    const found = made.get(key) ?? make(spoken);
    made.set(key, found);
    return found;
  };
};

const plurals = formatter((spoken) => new Intl.PluralRules(spoken));

const plural = (spoken: Language, forms: string, n: number): string => {
  const [one, other] = forms.split("|");
  return (plurals(spoken).select(n) === "one" ? one : other) ?? forms;
};

/** The sentence with its values in place. */
export const fill = (spoken: Language, sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)(?::([^}]*))?\}/g, (whole, name: string, forms: string | undefined) => {
    const value = values[name];
    if (value === undefined) return whole;
    return forms === undefined ? String(value) : plural(spoken, forms, Number(value));
  });

type Instead = Readonly<Record<Language | "ours", string>>;

/** By our English sentence: what this organization says instead, wherever that sentence stands. */
const instead = signal<ReadonlyMap<string, Instead>>(new Map());

/** Say these from now on. A sentence that stands differently in this app than when it was replaced is said as ours. */
export const speakAs = (sentences: readonly Instead[]): void => {
  instead.value = new Map(sentences.map((each) => [each.ours, each]));
};

type Spanish<T extends Table> = Readonly<Record<keyof T, string>>;

/** Word functions of two tables by language, for words shown to somebody who speaks another one. */
export const wordsIn = <const T extends Table>(
  english: T,
  spanish: Spanish<T> | Later<Spanish<T>>,
): ((spoken: Language) => Speak<T>) => {
  const table = spanishOf<Spanish<T>>(english, spanish);
  return (spoken) =>
    (key, ...given) =>
      fill(spoken, instead.value.get(english[key] ?? "")?.[spoken] ?? table(spoken)[key], given[0] ?? {});
};

/**
 * Make a word function from two tables: `export const t = words(en, es)`. Spanish must have every key.
 * `words(en, async () => (await import("./es")).es)` fetches Spanish only for those who speak it.
 */
export const words = <const T extends Table>(english: T, spanish: Spanish<T> | Later<Spanish<T>>): Speak<T> => {
  const speak = wordsIn(english, spanish);
  return (key, ...given) => speak(language.value)(key, ...given);
};

type Lists = Readonly<Record<string, Table>>;
type Translated<L extends Lists> = {
  readonly [K in keyof L]: Readonly<Record<keyof L[K], string>>;
};

/** Make a label function for code lists: `label("need", "food")`. A code from a newer server shows as itself. */
export const labels = <const L extends Lists>(english: L, spanish: Translated<L> | Later<Translated<L>>) => {
  const table = spanishOf<Translated<L>>(english, spanish);
  return <K extends keyof L & string>(list: K, code: string, spoken: Language = language.value): string => {
    const lists: Lists = table(spoken);
    return lists[list]?.[code] ?? code;
  };
};
