/** "Told 14:02: a team comes by 14:22", and what came of a call-back. */
import type { Call, Told } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { clock } from "../../../text/times";
import { upper } from "../parts/words";
import { toldOf } from "./rules";

const what = (told: Told): string => {
  const words = deskLabel("told_what", told.what).toLocaleLowerCase();
  const by = told.by ?? null;
  return by === null ? words : t(told.what === "call_back" ? "told.at" : "told.by", { what: words, time: clock(by) });
};

/** "Told at 14:02: a team comes, by 14:22". */
export const toldWords = (told: Told): string => {
  const said = t("told.said", { time: clock(told.at), what: what(told) });
  const { done_at = null, how = null } = told;
  if (done_at === null || how === null) return said;
  return `${said} · ${t("told.done", { how: deskLabel("called_back", how).toLocaleLowerCase(), time: clock(done_at) })}`;
};

interface Happened {
  readonly at: number;
  readonly what: string;
}

/** The same for the timeline. */
export const toldIn = (call: Call): readonly Happened[] =>
  toldOf(call).flatMap((told) => {
    const { done_at = null, how = null } = told;
    const said = { at: told.at, what: t("told.caller", { what: what(told) }) };
    if (done_at === null || how === null) return [said];
    return [said, { at: done_at, what: t("told.back", { how: deskLabel("called_back", how).toLocaleLowerCase() }) }];
  });

export const asTitle = (told: Told): string => upper(what(told));
