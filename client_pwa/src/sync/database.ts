/** One IndexedDB database, opened when first used and again when the browser closed it under us. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** An older tab of the app does not let go of a database: what needs it waits until that tab is closed. */
export const heldUp = signal(false);

export interface Database<S extends DBSchema> {
  /** Work that reads or that makes exactly one transaction: it may be called twice if the first never began. */
  readonly use: <T>(work: (db: IDBPDatabase<S>) => Promise<T>) => Promise<T>;
  /** A newer version of the app took it over: every use fails until this one is opened again. */
  readonly outdated: ReadonlySignal<boolean>;
  readonly close: () => Promise<void>;
}

const wasClosed = (error: unknown): boolean => error instanceof DOMException && error.name === "InvalidStateError";

export const openDatabase = <S extends DBSchema>(
  name: string,
  version: number,
  upgrade: (db: IDBPDatabase<S>, from: number) => void,
): Database<S> => {
  let opening: Promise<IDBPDatabase<S>> | null = null;
  const outdated = signal(false);

  const forget = (): void => {
    opening = null;
  };
  const open = async (): Promise<IDBPDatabase<S>> => {
    if (opening !== null) return opening;
    // Asking the browser would wait as long as the newer one is held up by somebody else.
    if (outdated.value) throw new DOMException("a newer app has it", "VersionError");
    const next = openDB<S>(name, version, {
      upgrade: (db, from) => upgrade(db, from),
      blocked: () => {
        heldUp.value = true;
      },
      // A newer version of the app wants to change the schema: step aside at once.
      blocking: (_current, wanted, event) => {
        forget();
        // Null: it is deleted and can be made anew.
        outdated.value = wanted !== null;
        if (event.target instanceof IDBDatabase) event.target.close();
      },
      terminated: forget,
    });
    opening = next;
    next.then(() => {
      heldUp.value = false;
    }, forget);
    return next;
  };
  return {
    use: async (work) => {
      const db = await open();
      try {
        return await work(db);
      } catch (error) {
        if (!wasClosed(error)) throw error;
        forget();
        return await work(await open());
      }
    },
    outdated,
    close: async () => {
      const db = await opening;
      forget();
      db?.close();
    },
  };
};
