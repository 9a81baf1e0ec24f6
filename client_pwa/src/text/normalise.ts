// One way to fold text for search, the same on the phone and on the server.
// schemas/normalise.py mirrors this file; tests/vectors/normalise.json proves that they agree.

/** Lower-case letters that Unicode does not take apart, and what people type for them. */
const UNSPLIT: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
};
const UNSPLIT_LETTERS = /[ßæœøłđðþıς]/gu;

/** Left out rather than made a gap: "women's" is found by "womens", as it is typed on a phone. */
const LEFT_OUT = /['’‘ʼ`\p{Mn}\p{Me}]/gu;
const GAP = /[^\p{L}\p{N}\p{Mc}]+/gu;

/** The text as words of plain lower-case letters and digits, one space between them. */
export function normalise(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(UNSPLIT_LETTERS, (letter) => UNSPLIT[letter] ?? letter)
    .normalize("NFKD")
    .replace(LEFT_OUT, "")
    .replace(GAP, " ")
    .trim();
}

/** True when every word of the query begins some word of `search`, a text that is normalised already. */
export function matches(query: string, search: string): boolean {
  const words = ` ${search}`;
  return normalise(query)
    .split(" ")
    .every((word) => words.includes(` ${word}`));
}
