/** `c("call.title")` and `calloutLabel("callout_kind", code)`: the words of call-outs, in the site's chunk. */
import { labels, words } from "../words";
import { codes, en } from "./callouts.en";

export const c = words(en, async () => (await import("./callouts.es")).es);
export const calloutLabel = labels(codes, async () => (await import("./callouts.es")).codes);
