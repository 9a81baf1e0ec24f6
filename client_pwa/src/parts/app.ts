/** What every screen is given: who is signed in, their rows, how to save, and what time it is. */
import type { ReadonlySignal } from "@preact/signals";
import { type ComponentType, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { SyncClient } from "../sync/client";

export interface AppValue {
  readonly client: SyncClient;
  /** A new version lies ready; calling it opens it. Shown quietly, and never in the middle of a call. */
  readonly renewal: ReadonlySignal<(() => void) | null>;
  /** On every screen, above all else. */
  readonly Above?: ComponentType | undefined;
  /** Go on with another client, each screen drawn anew. */
  readonly show: (client: SyncClient) => void;
}

export const App = createContext<AppValue | null>(null);

/** The running app; a part that asks for it outside of one is a programming error. */
export const useApp = (): AppValue => {
  const app = useContext(App);
  if (app === null) throw new Error("no app around this screen");
  return app;
};

/** The time by the organization's clock, again every so many milliseconds: for ages and countdowns. */
export const useNow = (every = 1000): number => {
  const { client } = useApp();
  const [now, setNow] = useState(() => client.now());
  useEffect(() => {
    setNow(client.now());
    const timer = setInterval(() => setNow(client.now()), every);
    return () => clearInterval(timer);
  }, [client, every]);
  return now;
};
