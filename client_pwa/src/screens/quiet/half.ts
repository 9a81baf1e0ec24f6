/**
 * A log that is half entered, and a screen that nobody touches.
 *
 * Where a PIN opens the phone, what was answered so far lies behind it: whatever locks the phone, nothing of it is lost
 * and nothing can be read. Where there is no PIN, nothing is kept before Save.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { go } from "../../router";
import { isLocked } from "../../sync/client";
import { asDraft, blank, type Draft } from "./mediation";

const KEY = "mediation";

export interface Half {
  readonly draft: Draft;
  /** What is entered now; the answer is all of it. */
  readonly set: (change: Partial<Draft>) => Draft;
  /** It was saved: nothing is half entered any more. */
  readonly drop: () => void;
}

/** `back`: what was kept is there again. A locked phone begins anew, and shows it once it was opened. */
export const useHalf = (back: (draft: Draft) => void): Half => {
  const { client, Above } = useApp();
  const [draft, setDraft] = useState(() => blank(client.now()));
  const newest = useRef(draft);
  // Whoever was quicker than the disk: what they entered joins what it kept. Null once the phone has looked.
  const early = useRef<Partial<Draft> | null>({});
  const keeps = useRef(false);
  const writing = useRef<Promise<unknown>>(Promise.resolve());
  const after = (work: () => Promise<unknown>): void => {
    if (keeps.current) writing.current = writing.current.then(work).catch(() => undefined);
  };
  const show = (next: Draft): Draft => {
    newest.current = next;
    setDraft(next);
    return next;
  };
  useEffect(() => {
    const begin = async (): Promise<void> => {
      keeps.current = await isLocked(client.session);
      const kept = keeps.current && Above === undefined ? await client.draft.load(KEY) : undefined;
      const entered = early.current;
      if (entered === null) return;
      early.current = null;
      const found = asDraft(kept, client.now());
      if (found !== null) back(show({ ...found, ...entered }));
      if (Object.keys(entered).length > 0) after(() => client.draft.keep(KEY, newest.current));
    };
    begin().catch(() => undefined);
  }, [client]);
  return {
    draft,
    set: (change) => {
      if (early.current !== null) early.current = { ...early.current, ...change };
      const next = show({ ...newest.current, ...change });
      after(() => client.draft.keep(KEY, next));
      return next;
    },
    drop: () => {
      early.current = null;
      after(() => client.draft.drop(KEY));
    },
  };
};

/** The log stands open for so long with nobody touching it. */
const IDLE_MS = 60_000;
const TOUCHED = ["pointerdown", "keydown", "scroll"] as const;

/** Lock what a PIN opens, when the log was on the screen for a minute and nobody touched it. */
export const useIdleLock = (isLog: boolean): void => {
  const { client, Above } = useApp();
  useEffect(() => {
    let timer = 0;
    const lock = async (): Promise<void> => {
      if (!(await isLocked(client.session))) return;
      // Locked it shows nothing but what was just entered.
      if (Above !== undefined) return go("/unlock");
      const { lockNow } = await import("../../sync/later/locking/guard");
      lockNow(client);
    };
    const begin = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void lock().catch(() => undefined), IDLE_MS);
    };
    if (!isLog) return undefined;
    begin();
    for (const name of TOUCHED) addEventListener(name, begin, true);
    return () => {
      clearTimeout(timer);
      for (const name of TOUCHED) removeEventListener(name, begin, true);
    };
  }, [client, Above, isLog]);
};
