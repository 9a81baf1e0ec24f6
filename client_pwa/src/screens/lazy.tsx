/** A part of the app that is fetched when it is first needed, or a moment before. */
import type { ComponentType } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { s } from "../text/shell";
import { ready } from "../text/words";
import { Failed } from "./gate";

export interface Lazy<P> {
  readonly Part: ComponentType<P>;
  /** Fetch it now, so that it is there when it is tapped, signal or not. */
  readonly fetch: () => Promise<void>;
}

/** `beside`: it stands beside a screen and is no screen itself; until it is there, nothing is shown. */
export const lazy = <P extends object>(load: () => Promise<ComponentType<P>>, beside = false): Lazy<P> => {
  let there: Promise<ComponentType<P>> | null = null;
  const get = (): Promise<ComponentType<P>> => {
    there ??= load().then(async (Part) => {
      await ready();
      return Part;
    });
    // What failed is tried again at the next need.
    there.catch(() => {
      there = null;
    });
    return there;
  };
  // A screen at once, not after a frame in which nothing is there to tap; what stands beside one when that was drawn.
  const useDue = beside ? useEffect : useLayoutEffect;
  const Part = (props: P) => {
    const [loaded, setLoaded] = useState<{ readonly Loaded: ComponentType<P> } | "failed" | null>(null);
    useDue(() => {
      get().then(
        (Loaded) => setLoaded({ Loaded }),
        () => setLoaded("failed"),
      );
    }, []);
    if (beside && (loaded === null || loaded === "failed")) return null;
    if (loaded === null) {
      return (
        <main class="sr">
          <h1>{s("app.loading")}</h1>
        </main>
      );
    }
    return loaded === "failed" ? <Failed /> : <loaded.Loaded {...props} />;
  };
  return { Part, fetch: async () => void (await get()) };
};
