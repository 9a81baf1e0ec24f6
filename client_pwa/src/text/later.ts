/** `say("find.title")`: the sentences of the screens that come after the first paint. */
import { en } from "./later.en";
import { language, type Speak, wordsIn } from "./words";

/** In a chosen language: for words shown to the person, who may not speak the responder's. */
export const sayIn = wordsIn(en, async () => (await import("./later.es")).es);

export const say: Speak<typeof en> = (key, ...given) => sayIn(language.value)(key, ...given);
