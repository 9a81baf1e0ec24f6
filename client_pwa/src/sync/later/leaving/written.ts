/** Waits for what is on its way to the disk, before the memory is let go of: for exactly that, and for no clock. */
import type { Parts } from "../../book";

/** A disk that hangs keeps a phone open for no longer. */
const HELD_UP_MS = 3_000;

/** Resolves once nothing is `under` way any more, or when it was waited for long enough. */
export const written = async ({ home, ports, session }: Parts, under: ReadonlySet<Promise<unknown>>): Promise<void> => {
  const all = async (): Promise<void> => {
    do {
      await Promise.allSettled(under);
      // What waited for its turn has begun by the time that the disk has answered.
      await home.hasDrafts(session.person.id);
    } while (under.size > 0);
  };
  let cancel = (): void => undefined;
  const late = new Promise<void>((end) => {
    cancel = ports.after(HELD_UP_MS, end);
  });
  await Promise.race([all(), late]).finally(() => cancel());
};
