/** The desk's keyboard. Letters count only while no field has the focus, and can be turned off; F keys always count. */

export type DeskAction =
  | { readonly type: "line" }
  | { readonly type: "next" }
  | { readonly type: "previous" }
  | { readonly type: "open" }
  | { readonly type: "new_call" }
  | { readonly type: "teams" }
  | { readonly type: "offer" }
  | { readonly type: "hold" }
  | { readonly type: "move" }
  | { readonly type: "wanted" }
  | { readonly type: "undo" }
  | { readonly type: "by_phone" }
  | { readonly type: "not_sending" }
  | { readonly type: "pass_on" }
  | { readonly type: "tell" }
  | { readonly type: "note_place" }
  | { readonly type: "correct" }
  | { readonly type: "merge" }
  | { readonly type: "same" }
  | { readonly type: "timeline" }
  | { readonly type: "voice" }
  | { readonly type: "check_in" }
  | { readonly type: "backup" }
  | { readonly type: "end_of_shift" }
  | { readonly type: "roll" }
  | { readonly type: "areas" }
  | { readonly type: "keys" }
  | { readonly type: "choose"; readonly n: number }
  | { readonly type: "alarm"; readonly n: number };

/** What of a key press matters here. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export interface Where {
  /** The focus is in a field that takes letters. */
  readonly typing: boolean;
  /** The focus is on something that Enter and the arrows already mean something to. */
  readonly busy: boolean;
  /** The person has not turned the letters off. */
  readonly letters: boolean;
}

const LETTERS: Readonly<Record<string, DeskAction>> = {
  "/": { type: "line" },
  j: { type: "next" },
  k: { type: "previous" },
  c: { type: "new_call" },
  u: { type: "teams" },
  o: { type: "offer" },
  h: { type: "hold" },
  m: { type: "move" },
  w: { type: "wanted" },
  z: { type: "undo" },
  p: { type: "by_phone" },
  n: { type: "not_sending" },
  x: { type: "pass_on" },
  g: { type: "tell" },
  f: { type: "note_place" },
  d: { type: "correct" },
  l: { type: "merge" },
  "=": { type: "same" },
  t: { type: "timeline" },
  v: { type: "voice" },
  i: { type: "check_in" },
  b: { type: "backup" },
  e: { type: "end_of_shift" },
  r: { type: "roll" },
  a: { type: "areas" },
  "?": { type: "keys" },
};

const MOVES: Readonly<Record<string, DeskAction>> = {
  ArrowDown: { type: "next" },
  ArrowUp: { type: "previous" },
  Enter: { type: "open" },
};

/** What a key does on the board; null when it does nothing of ours. */
export const deskAction = (press: Press, where: Where): DeskAction | null => {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const f = /^F([1-9])$/.exec(press.key);
  if (f !== null) return { type: "alarm", n: Number(f[1]) };
  if (where.typing) return null;
  const move = MOVES[press.key];
  if (move !== undefined) return where.busy ? null : move;
  if (!where.letters) return null;
  if (/^[1-9]$/.test(press.key)) return { type: "choose", n: Number(press.key) };
  return LETTERS[press.key.toLowerCase()] ?? null;
};

export type IntakeAction =
  | { readonly type: "field"; readonly n: number }
  | { readonly type: "answer"; readonly answer: "yes" | "no" | "unknown" }
  | { readonly type: "rest" }
  | { readonly type: "by_phone" }
  | { readonly type: "ambulance" }
  | { readonly type: "wider" }
  | { readonly type: "same" }
  | { readonly type: "not_sending" }
  | { readonly type: "site" }
  | { readonly type: "offer" }
  | { readonly type: "leave" };

const ANSWERS: Readonly<Record<string, "yes" | "no" | "unknown">> = { y: "yes", n: "no", d: "unknown" };
const WITH_ALT: Readonly<Record<string, IntakeAction>> = {
  KeyP: { type: "by_phone" },
  KeyA: { type: "ambulance" },
  KeyN: { type: "not_sending" },
  KeyW: { type: "wider" },
  Equal: { type: "same" },
  KeyS: { type: "site" },
};

/** What a key does while a call is taken. With Alt the place of the key counts: some keyboards print other letters. */
export const intakeAction = (press: Press & { readonly code: string }, typing: boolean): IntakeAction | null => {
  if (press.key === "Escape") return { type: "leave" };
  if (press.ctrlKey || press.metaKey) return press.key === "Enter" ? { type: "offer" } : null;
  if (press.key === "=" && !typing) return { type: "same" };
  const digit = /^Digit([1-5])$/.exec(press.code);
  if (press.altKey) return digit === null ? (WITH_ALT[press.code] ?? null) : { type: "field", n: Number(digit[1]) };
  if (typing) return null;
  if (/^[1-5]$/.test(press.key)) return { type: "field", n: Number(press.key) };
  if (press.key.toLowerCase() === "a") return { type: "rest" };
  const answer = ANSWERS[press.key.toLowerCase()];
  return answer === undefined ? null : { type: "answer", answer };
};

/** Whether letters typed now belong to this element. */
export const takesText = (element: Element | null): boolean => {
  if (element === null) return false;
  const name = element.tagName;
  if (name === "TEXTAREA" || name === "SELECT") return true;
  if (name !== "INPUT") return false;
  return !["radio", "checkbox", "button", "submit"].includes(element.getAttribute("type") ?? "text");
};
