/** One IndexedDB database, opened when first used and again when the browser closed it under us. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

export interface Database<S extends DBSchema> {
  /** Work that reads or that makes exactly one transaction: it may be called twice if the first never began. */
  readonly use: <T>(work: (db: IDBPDatabase<S>) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

const wasClosed = (error: unknown): boolean => error instanceof DOMException && error.name === "InvalidStateError";

export const openDatabase = <S extends DBSchema>(
  name: string,
  version: number,
  upgrade: (db: IDBPDatabase<S>, from: number) => void,
): Database<S> => {
  let opening: Promise<IDBPDatabase<S>> | null = null;

  const forget = (): void => {
    opening = null;
  };
  const open = (): Promise<IDBPDatabase<S>> => {
    if (opening !== null) return opening;
    const next = openDB<S>(name, version, {
      upgrade: (db, from) => upgrade(db, from),
      // A newer version of the app wants to change the schema: step aside at once.
      blocking: (_current, _blocked, event) => {
        forget();
        if (event.target instanceof IDBDatabase) event.target.close();
      },
      terminated: forget,
    });
    opening = next;
    next.catch(forget);
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
    close: async () => {
      const db = await opening;
      forget();
      db?.close();
    },
  };
};
