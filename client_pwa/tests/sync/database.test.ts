/** Two versions of the app on one phone: an old tab is open while the new one wants another schema. */
import "fake-indexeddb/auto";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { heldUp, openDatabase } from "../../src/sync/database";

interface Notes extends DBSchema {
  readonly note: { key: string; value: string };
}

const NAME = "f727-test";

/** Every version so far has the one store; the second only counts as another schema. */
const upgrade = (db: IDBPDatabase<Notes>, from: number): void => {
  if (from === 0) db.createObjectStore("note");
};

const app = (version: number) => openDatabase<Notes>(NAME, version, upgrade);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe("a database that another tab holds", () => {
  it("is given up by our own older tab at once, which from then on says that it kept nothing", async () => {
    const older = app(1);
    await older.use((db) => db.put("note", "before", "a"));
    const newer = app(2);

    expect(await newer.use((db) => db.get("note", "a"))).toBe("before");

    await expect(older.use((db) => db.put("note", "lost?", "b"))).rejects.toMatchObject({ name: "VersionError" });
    expect(older.outdated.value).toBe(true);
    expect(newer.outdated.value).toBe(false);
    expect(await newer.use((db) => db.getAllKeys("note"))).toEqual(["a"]);
  });

  it("lets our own older tab know at once, while the newer one still waits for another", async () => {
    const stubborn = await openDB<Notes>(NAME, 1, { upgrade });
    const older = app(1);
    await older.use((db) => db.put("note", "before", "a"));
    const newer = app(2).use((db) => db.getAllKeys("note"));
    await expect.poll(() => heldUp.value).toBe(true);

    await expect(older.use((db) => db.put("note", "lost?", "b"))).rejects.toMatchObject({ name: "VersionError" });

    stubborn.close();
    expect(await newer).toEqual(["a"]);
  });

  it("is waited for where a tab does not step aside, and what that one saved meanwhile is there", async () => {
    const stubborn = await openDB<Notes>(NAME, 1, { upgrade });
    await stubborn.put("note", "before", "a");
    const newer = app(2);
    let isOpen = false;
    const saved = newer.use(async (db) => {
      isOpen = true;
      await db.put("note", "after", "c");
      return db.getAll("note");
    });

    await stubborn.put("note", "meanwhile", "b");
    await expect.poll(() => heldUp.value).toBe(true);
    expect(isOpen).toBe(false);
    stubborn.close();

    expect(await saved).toEqual(["before", "meanwhile", "after"]);
    expect(heldUp.value).toBe(false);
  });

  it("is opened again by a tab that stepped aside for one that then went away as it came", async () => {
    const ours = app(1);
    await ours.use((db) => db.put("note", "before", "a"));

    // Whoever deletes a database asks everybody to let go of it first, and makes it anew.
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(NAME);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    await ours.use((db) => db.put("note", "after", "b"));

    expect(await ours.use((db) => db.getAllKeys("note"))).toEqual(["b"]);
    expect(ours.outdated.value).toBe(false);
  });
});
