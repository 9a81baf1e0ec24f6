/** What was put right about a call, for its times. */
import type { Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import { row } from "../../../text/desk/dates";
import { changesOf } from "../../changes";

export const correctionsOf = (call: Call): readonly { readonly at: number; readonly what: string }[] =>
  (call.corrections ?? []).map((it) => {
    const place = it.place
      ? [t("correct.otherPlace", { place: call.other_places?.[it.id] || t("place.unknown") })]
      : [];
    const said = it.said ? [t("correct.otherWords", { words: call.other_words?.[it.id] || t("correct.noWords") })] : [];
    return {
      at: it.at,
      what: t("correct.happened", { what: row([...changesOf(it, (code) => t(`near.${code}`)), ...place, ...said]) }),
    };
  });
