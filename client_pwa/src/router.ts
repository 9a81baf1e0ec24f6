/** Where we are, kept in the URL: back and reload work. No screen knows another; they know paths. */
import { signal } from "@preact/signals";

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const read = (): Place =>
  typeof location === "undefined"
    ? { path: "/", query: new URLSearchParams() }
    : { path: location.pathname, query: new URLSearchParams(location.search) };

/** The place of the moment. */
export const here = signal<Place>(read());

/** Go to a path of the app. `replace` leaves no step to come back to. */
export const go = (to: string, how: { readonly replace?: boolean } = {}): void => {
  if (how.replace === true) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  here.value = read();
};

/** The `:names` of a pattern. */
type Names<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

/** `match("/now/call/:call", path)` is the parts by name, or null. */
export const match = <const P extends string>(pattern: P, path: string): Readonly<Record<Names<P>, string>> | null => {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return null;
  const found: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const is = given[i] ?? "";
    if (part.startsWith(":") && is !== "") found[part.slice(1)] = decodeURIComponent(is);
    else if (part !== is) return null;
  }
  // Every name of the pattern was just filled in.
  return found as Readonly<Record<Names<P>, string>>;
};

/** A path with its query, leaving out what is empty. */
export const path = (to: string, query: Readonly<Record<string, string | null>>): string => {
  const kept = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== "") kept.set(name, value);
  }
  return kept.size === 0 ? to : `${to}?${kept.toString()}`;
};

const followed = (event: MouseEvent): HTMLAnchorElement | null => {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.target !== "" || link.hasAttribute("download")) return null;
  const inside = link.origin === location.origin && link.protocol.startsWith("http");
  return inside && !link.pathname.startsWith("/api/") ? link : null;
};

/** From now on links of the app stay in the app, and back and forward are heard. The answer ends it. */
export const listen = (): (() => void) => {
  const click = (event: MouseEvent): void => {
    const link = followed(event);
    if (link === null) return;
    event.preventDefault();
    go(link.pathname + link.search);
  };
  const moved = (): void => {
    here.value = read();
  };
  document.addEventListener("click", click);
  addEventListener("popstate", moved);
  return () => {
    document.removeEventListener("click", click);
    removeEventListener("popstate", moved);
  };
};
