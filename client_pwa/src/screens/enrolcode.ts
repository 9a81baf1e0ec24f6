/** The enrolment code as people type and paste it. Pure. */

/** Characters of a typed code: letters and digits without 0, O, 1 and I. */
const LENGTH = 8;

/** What was typed, without spaces and dashes, upper-cased, at most eight characters. */
export const tidy = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, LENGTH);

export const isWhole = (code: string): boolean => code.length === LENGTH;

/** The code of a sign-in link: everything after the `#`; null where there is none. */
export const codeOf = (hash: string): string | null => {
  const code = decodeURIComponent(hash.replace(/^#/, "")).trim();
  return code === "" ? null : code;
};
