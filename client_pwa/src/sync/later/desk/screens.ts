/**
 * A phone keeps every screen it has; a console's are kept by the worker once one runs,
 * for when the server is not there, or has the next version only.
 */

const FILE = /^\/assets\//;

/** Tell the worker which files this console runs on, those that come later included. Answers how to stop. */
export const keepScreens = (): (() => void) => {
  const tell = (entries: PerformanceEntryList): void => {
    const files = entries.map(({ name }) => new URL(name).pathname).filter((path) => FILE.test(path));
    if (files.length === 0) return;
    navigator.serviceWorker.ready.then(
      ({ active }) => active?.postMessage(files),
      () => undefined,
    );
  };
  const loaded = new PerformanceObserver((list) => tell(list.getEntries()));
  loaded.observe({ type: "resource", buffered: true });
  return () => loaded.disconnect();
};
