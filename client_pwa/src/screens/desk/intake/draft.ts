/** A call being taken: what was told so far. Kept on every change, so that a dropped line or a closed tab loses nothing. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  CALLER_ROLE,
  type CallerRoleCode,
  LOCATION_KIND,
  type LocationKindCode,
  PLACE_WITHIN,
  type PlaceWithinCode,
  PRIORITY,
  type PriorityCode,
  SOURCE,
  type SourceCode,
  type Taxonomy,
  TRIAGE_RESULT,
  type TriageResultCode,
  TYPE_CODE,
  type TypeCodeCode,
  WOULD_HAVE_GONE_TO,
  type WouldHaveGoneToCode,
} from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { type Edition, editionOf, FIRST, numbered } from "../editions/rules";
import type { Answers } from "../rules/triage";

export interface Draft {
  /** The call's id from its first moment. */
  readonly id: string;
  readonly started_at: number;
  /** The number of the edition that it was begun by, and is taken by whatever comes in between. */
  readonly edition: number;
  readonly source: SourceCode;
  readonly place: string;
  readonly area: string;
  readonly place_within: PlaceWithinCode;
  readonly location_kind: LocationKindCode | null;
  readonly said: string;
  readonly type_code: TypeCodeCode | null;
  /** Set only where the dispatcher differs from the proposal. */
  readonly priority: PriorityCode | null;
  readonly triage_result: TriageResultCode | null;
  readonly caller_role: CallerRoleCode | null;
  readonly callback: string;
  /** With a partner involved a number is called back only when they said that it is safe. */
  readonly is_safe_number: boolean;
  readonly language: string;
  readonly access_note: string;
  readonly would_have_gone_to: WouldHaveGoneToCode | null;
  readonly answers: Answers;
  /** What was on paper: the time it came in, as typed. */
  readonly on_paper: string;
}

/** What the board shows of an unfinished one. */
export type DraftLine = Pick<Draft, "id" | "started_at" | "place">;

export const blank = (id: string, now: number, edition: number = FIRST.number): Draft => ({
  id,
  started_at: now,
  edition,
  source: "line727",
  place: "",
  area: "",
  place_within: "exact",
  location_kind: null,
  said: "",
  type_code: null,
  priority: null,
  triage_result: null,
  caller_role: null,
  callback: "",
  is_safe_number: false,
  language: "",
  access_note: "",
  would_have_gone_to: null,
  answers: {},
  on_paper: "",
});

/** Nothing was told yet: not worth keeping. */
export const isBlank = (draft: Draft): boolean =>
  JSON.stringify({ ...draft, source: "line727" }) === JSON.stringify(blank(draft.id, draft.started_at, draft.edition));

type Kept = Readonly<Record<string, unknown>>;

const isKept = (value: unknown): value is Kept => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const code = <C extends string>(codes: readonly C[], value: unknown): C | null =>
  codes.find((each) => each === value) ?? null;

const readAnswers = (value: unknown): Answers => {
  if (!isKept(value)) return {};
  const known = Object.entries(value).map(([id, given]) => [id, code(["yes", "no", "unknown"], given)] as const);
  return Object.fromEntries(known.flatMap(([id, answer]) => (answer === null ? [] : [[id, answer] as const])));
};

const readDraft = (value: unknown, newest: number): Draft | null => {
  if (!isKept(value) || typeof value["id"] !== "string" || typeof value["started_at"] !== "number") return null;
  return {
    id: value["id"],
    started_at: value["started_at"],
    // What an earlier app kept does not say it.
    edition: typeof value["edition"] === "number" ? value["edition"] : newest,
    source: code(SOURCE, value["source"]) ?? "line727",
    place: text(value["place"]),
    area: text(value["area"]),
    place_within: code(PLACE_WITHIN, value["place_within"]) ?? "exact",
    location_kind: code(LOCATION_KIND, value["location_kind"]),
    said: text(value["said"]),
    type_code: code(TYPE_CODE, value["type_code"]),
    priority: code(PRIORITY, value["priority"]),
    triage_result: code(TRIAGE_RESULT, value["triage_result"]),
    caller_role: code(CALLER_ROLE, value["caller_role"]),
    callback: text(value["callback"]),
    is_safe_number: value["is_safe_number"] === true,
    language: text(value["language"]),
    access_note: text(value["access_note"]),
    would_have_gone_to: code(WOULD_HAVE_GONE_TO, value["would_have_gone_to"]),
    answers: readAnswers(value["answers"]),
    on_paper: text(value["on_paper"]),
  };
};

/** What was kept, as far as this version of the app can read it. */
export const readDrafts = (kept: unknown, newest: number = FIRST.number): readonly Draft[] =>
  Array.isArray(kept) ? kept.map((each) => readDraft(each, newest)).filter((draft) => draft !== null) : [];

const KEY = "desk.intake";

/** The unfinished calls of this person on this computer. */
export const useDrafts = (client: SyncClient): readonly DraftLine[] => {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  useEffect(() => {
    client.draft.load(KEY).then(
      (kept) => setDrafts(readDrafts(kept)),
      () => undefined,
    );
  }, [client]);
  return drafts;
};

/** The desk with the edition that this call was begun by: one that arrives meanwhile is for the next call. */
export const begunBy = <D extends { readonly edition: Edition }>(
  draft: Draft | null,
  desk: D,
  all: Iterable<Taxonomy>,
): D => (draft === null ? desk : { ...desk, edition: numbered(all, draft.edition) });

export interface Intake {
  /** Null until it was looked for. */
  readonly draft: Draft | null;
  /** False while the newest change is still being written. */
  readonly isKept: boolean;
  readonly set: (change: Partial<Draft>) => void;
  /** Resolves when everything typed is kept. */
  readonly kept: () => Promise<unknown>;
  /** It became a call. */
  readonly drop: () => Promise<unknown>;
}

/** The id of the call that was begun here and is not drawn yet. */
let begun: string | null = null;

/** A new call: its id. */
export const begin = (client: SyncClient): string => {
  begun = client.newId();
  return begun;
};

/** One unfinished call: the kept one of this id, else a new one. */
export const useIntake = (client: SyncClient, id: string): Intake => {
  const fresh = (): Draft => blank(id, client.now(), editionOf(client.rows("taxonomy").value.values()).number);
  // Of a call that was just begun nothing is kept: it is there at once, and what is typed after C stands in it.
  const [draft, setDraft] = useState<Draft | null>(() => (id === begun ? fresh() : null));
  const [isKept, setKept] = useState(true);
  const writing = useRef<Promise<unknown>>(Promise.resolve());
  const newest = useRef(0);
  // Two changes may come before the next drawing: each builds on the one before it.
  const latest = useRef<Draft | null>(null);
  latest.current = draft;
  useLayoutEffect(() => {
    if (id === begun) {
      begun = null;
      return;
    }
    const newest = editionOf(client.rows("taxonomy").value.values()).number;
    client.draft.load(KEY).then(
      (kept) => setDraft(readDrafts(kept, newest).find((each) => each.id === id) ?? fresh()),
      () => setDraft(fresh()),
    );
  }, [client, id]);
  const write = (own: string, put: readonly Draft[]): Promise<unknown> => {
    const work = async (): Promise<void> => {
      const others = readDrafts(await client.draft.load(KEY)).filter((each) => each.id !== own);
      await client.draft.keep(KEY, [...others, ...put]);
    };
    writing.current = writing.current.then(work, work);
    return writing.current;
  };
  return {
    draft,
    isKept,
    set: (change) => {
      const before = latest.current;
      if (before === null) return;
      const next = { ...before, ...change };
      latest.current = next;
      newest.current += 1;
      const turn = newest.current;
      setDraft(next);
      setKept(false);
      write(next.id, isBlank(next) ? [] : [next]).then(
        () => turn === newest.current && setKept(true),
        () => undefined,
      );
    },
    kept: () => writing.current.catch(() => undefined),
    drop: () => (draft === null ? Promise.resolve() : write(draft.id, []).catch(() => undefined)),
  };
};
