/** How long a call waits: in words, as a bar, with a mark where its limit stands. The words carry the meaning. */
import { t } from "../../../text/desk/board";
import { minutes, number } from "../../../text/desk/dates";
import { countdown } from "../../../text/times";
import type { Age } from "../rules/age";

/** From here on minutes are enough. */
const COARSE_MS = 10 * 60_000;
const MINUTE = 60_000;

const COLOUR: Readonly<Record<Age["look"], string>> = { calm: "calm", soon: "soon", over: "over" };

/** "6:10" while seconds matter, then "12 min". */
export const shortSpan = (ms: number): string =>
  ms < COARSE_MS ? countdown(Math.floor(ms / 1000) * 1000) : minutes(ms);

/** "6:10 · 1:10 over" or "33 min · 3 over" as two parts, so that the first can stand out. */
export const ageWords = (age: Age): readonly [string, string] => {
  if (age.left_ms === null) return [shortSpan(age.waited_ms), ""];
  const apart = Math.abs(age.left_ms);
  const span = age.waited_ms < COARSE_MS ? shortSpan(apart) : number(Math.floor(apart / MINUTE));
  return [shortSpan(age.waited_ms), t(age.left_ms < 0 ? "age.over" : "age.left", { span })];
};

export const AgeBar = ({ age }: { readonly age: Age }) => {
  const [waited, rest] = ageWords(age);
  return (
    <span class="age">
      <span class="s">
        <b>{waited}</b>
        {rest !== "" && (
          <>
            <span class="sep"> · </span>
            <span class="rest">{rest}</span>
          </>
        )}
      </span>
      <span class={`bar ${COLOUR[age.look]}`} aria-hidden="true">
        <i style={{ inlineSize: `${Math.round(age.part * 100)}%` }} />
        {age.tick !== null && <u style={{ insetInlineStart: `${Math.round(age.tick * 100)}%` }} />}
      </span>
    </span>
  );
};
