/** What a page and the worker agree on for the time when no page is open. */

/** What a page asks the browser to start the worker for: that something waits to be sent. */
export const WAITS = "waits";

/** Not every browser has it; there the app does when it is opened again what the worker would. */
export interface Syncing {
  readonly sync?: { readonly register: (tag: string) => Promise<void> };
}
