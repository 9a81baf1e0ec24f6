/** The people somebody chose to talk to after a hard call: on this phone only, and told to nobody. Pure. */

export interface Contact {
  readonly name: string;
  readonly number: string;
}

/** So many at most: in a bad hour a list is not to be searched. */
export const MOST = 5;
const SHORTEST = 3;

/** The number as a phone dials it: digits, and a plus in front. */
export const dialled = (number: string): string => {
  const digits = number.replace(/\D/g, "");
  return number.trim().startsWith("+") ? `+${digits}` : digits;
};

/** The list with this one in it; the same list where there is no name, no number to dial, or no room. */
export const withContact = (all: readonly Contact[], { name, number }: Contact): readonly Contact[] =>
  name.trim() === "" || dialled(number).length < SHORTEST || all.length >= MOST
    ? all
    : [...all, { name: name.trim(), number: number.trim() }];

const isContact = (one: unknown): one is Contact =>
  typeof one === "object" &&
  one !== null &&
  typeof (one as Partial<Contact>).name === "string" &&
  typeof (one as Partial<Contact>).number === "string";

/** A kept list, if it is one of ours; otherwise nothing. */
export const asContacts = (kept: unknown): readonly Contact[] | null =>
  Array.isArray(kept) && kept.every(isContact) ? kept : null;
