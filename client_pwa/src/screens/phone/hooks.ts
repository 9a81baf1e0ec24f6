/** What several phone screens ask of the app: the team's work, a safe save, a draft that survives. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { toast } from "../../parts/toast";
import type { Assignment, Call, Encounter, Unit } from "../../schema";
import type { Command } from "../../sync/client";
import { s } from "../../text/shell";
import { activeOf, lived, myUnit } from "./work";

export interface Work {
  readonly unit: Unit | null;
  readonly active: Assignment | null;
  readonly calls: ReadonlyMap<string, Call>;
  readonly assignments: ReadonlyMap<string, Assignment>;
}

/** The team of the moment and the call it is on. */
export const useWork = (): Work => {
  const { client } = useApp();
  const person = client.session.person.id;
  const unit = myUnit(client.rows("unit").value, person);
  const assignments = client.rows("assignment").value;
  return {
    unit,
    active: activeOf(assignments, unit, person),
    calls: client.rows("call").value,
    assignments,
  };
};

/** One assignment with its call, by the assignment's id or that of one it stands in for. */
export const useAssignment = (id: string): { readonly assignment: Assignment | null; readonly call: Call | null } => {
  const { client } = useApp();
  const assignment = lived(client.rows("assignment").value, id);
  const call = assignment === null ? null : client.rows("call").value.get(assignment.call_id);
  return { assignment, call: call ?? null };
};

/** The outcome of this assignment as this phone knows it: one's own before it is sent, the pair's once it is. */
export const useEncounter = (assignment: Assignment): Encounter | null => {
  const { client } = useApp();
  const all = [...client.rows("encounter").value.values()];
  const own = all.filter((each) => each.call_id === assignment.call_id && each.unit_id === assignment.unit_id);
  return own.find((each) => each.assignment_id === assignment.id) ?? own[0] ?? null;
};

export interface Saver {
  /** The id of the last once all are safe on this phone. A failure is said aloud and keeps everything as it was. */
  readonly save: (...commands: readonly Command[]) => Promise<string | null>;
  /** While saving: a second tap does nothing. */
  readonly saving: boolean;
}

export const useSave = (): Saver => {
  const { client } = useApp();
  const [saving, setSaving] = useState(false);
  const busy = useRef(false);
  const save = async (...commands: readonly Command[]): Promise<string | null> => {
    if (busy.current) return null;
    busy.current = true;
    setSaving(true);
    try {
      let id = null;
      for (const command of commands) ({ id } = await client.save(command));
      return id;
    } catch {
      toast({ strong: s("save.failed"), rest: s("save.failedLead"), icon: "alert" });
      return null;
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };
  return { save, saving };
};

export interface DraftOf<T> {
  /** Null until the phone has looked for a kept one. */
  readonly value: T | null;
  readonly set: (value: T) => void;
  readonly drop: () => Promise<void>;
}

/** A value kept on every change, and there again after the app was closed. `read` refuses what it does not know. */
export const useDraft = <T>(key: string, blank: () => T, read: (kept: unknown) => T | null): DraftOf<T> => {
  const { client } = useApp();
  const [value, setValue] = useState<T | null>(null);
  const writing = useRef<Promise<unknown>>(Promise.resolve());
  const isTouched = useRef(false);
  // Only the key decides what is loaded; the other two are the same functions written anew at each drawing.
  const how = useRef({ blank, read });
  how.current = { blank, read };
  useEffect(() => {
    let left = false;
    const show = (kept: unknown): void => {
      // Whoever was quicker than the disk goes on with what they entered.
      if (!left && !isTouched.current) setValue(how.current.read(kept) ?? how.current.blank());
    };
    client.draft.load(key).then(show, () => show(null));
    return () => {
      left = true;
    };
  }, [client, key]);
  const after = (work: () => Promise<unknown>): Promise<unknown> => {
    writing.current = writing.current.then(work, work);
    return writing.current;
  };
  return {
    value,
    set: (next) => {
      isTouched.current = true;
      setValue(next);
      after(() => client.draft.keep(key, next)).catch(() => undefined);
    },
    drop: async () => {
      await after(() => client.draft.drop(key)).catch(() => undefined);
    },
  };
};

/** So many ids are remembered: more than a shift has. */
const REMEMBERED = 40;

/** Ids that this phone remembers, the newest last; null until it has looked. And how to remember others. */
export const useIds = (key: string) => {
  const { value, set } = useDraft<readonly string[]>(
    key,
    () => [],
    (kept) => (Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : null),
  );
  return [value, (ids: readonly string[]): void => set(ids.slice(-REMEMBERED))] as const;
};

/** What was entered, and of what: each key has one at a time. */
interface Half<T> {
  readonly of: string;
  readonly it: T;
}

/**
 * A form that is half filled in, there again whatever closed or locked the phone: what it says, `set` and `drop`.
 *
 * Of another call or shift, as `of` tells, it begins blank.
 */
export const useHalf = <T>(key: string, of: string, blank: T) => {
  const { value, set, drop } = useDraft<Half<T>>(
    key,
    () => ({ of, it: blank }),
    (kept) => {
      const half = kept as Half<T> | undefined;
      return half?.of === of ? half : null;
    },
  );
  return [value?.it ?? blank, (it: T): void => set({ of, it }), drop] as const;
};

/** Number to call for dispatch, if this phone knows one. */
export const useDeskPhone = (): string | null => useApp().client.session.org.desk_phone ?? null;
