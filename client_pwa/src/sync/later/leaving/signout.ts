/**
 * Somebody leaves this phone, or another one signs in on it: what the server showed them goes.
 *
 * What they typed and saved stays, with the key of both, and so does the lock in front of it where there is one: without
 * the server's share, and with nothing at hand for whoever holds the phone. Signed in again they are shown it again.
 */
import type { Book, Parts } from "../../book";
import { aside } from "../../book";
import { type Home, ofPerson, openRoot } from "../../device";
import { handOver } from "../../handover";
import type { Loop } from "../../loop";
import type { Replica } from "../../replica";
import { leaveSession } from "../../wire";

/** Delete what can be read again from the server. */
const letGoOfShown = ({ db }: Home, person: string): Promise<void> =>
  db.use(async (open) => {
    const stores = ["person", "replica", "position", "blob"] as const;
    const tx = open.transaction(stores, "readwrite", { durability: "strict" });
    const persons = tx.objectStore("person");
    const found = await persons.get(person);
    const work: Promise<unknown>[] = [
      tx.objectStore("replica").delete(ofPerson(person)),
      tx.objectStore("position").delete(person),
      tx.objectStore("blob").delete(person),
    ];
    if (found?.lock !== undefined) {
      work.push(persons.put({ ...found, lock: { ...found.lock, share: null, until: 0, card: null } }, person));
    }
    await Promise.all([...work, tx.done]);
  });

const deactivate = async (): Promise<void> => {
  const root = openRoot();
  await root.deactivate().finally(root.close);
};

/** Destroy what lies here first, then sign out. */
export const wipe = async ({ session, ports }: Parts, loop: Loop, destroy: () => Promise<void>): Promise<void> => {
  loop.stop();
  await destroy();
  await deactivate();
  await leaveSession(ports, session.csrf);
  aside(handOver(ports, null));
};

/** Sign out; `destroy` the key too where nothing lies under it. */
export const signOut = async (
  { home, session, ports }: Parts,
  loop: Loop,
  replica: Replica,
  book: Book,
  destroy: () => Promise<void>,
): Promise<void> => {
  const person = session.person.id;
  loop.stop();
  await deactivate();
  if (book.known.value.length > 0 || (await home.hasDrafts(person))) {
    await replica.reset("*");
    await letGoOfShown(home, person);
  } else {
    await destroy();
  }
  await leaveSession(ports, session.csrf);
  aside(handOver(ports, null));
};

/** Whoever was shown something here and never signed out: it goes, and their windows begin anew as of this person. */
export const forgetOthers = async ({ home, session, channel }: Parts): Promise<void> => {
  const [persons, found, shown] = await home.db.use((open) =>
    Promise.all([open.getAllKeys("person"), open.getAll("person"), open.getAllKeys("position")]),
  );
  const has = (n: number, person: string): boolean =>
    shown.includes(person) || Boolean(found[n]?.lock?.share ?? found[n]?.lock?.card);
  const others = persons.filter((person, n) => person !== session.person.id && has(n, person));
  await Promise.all(others.map((person) => letGoOfShown(home, person)));
  if (others.length > 0) channel.tell("lock");
};
