/** One interrupter's part in a call-out, as a lead sees it, with what the lead was told by voice. */
import { Btn } from "../../../parts/btn";
import { Foldout } from "../../../parts/foldout";
import { Note } from "../../../parts/card";
import type { Coming } from "../../../schema";
import { c } from "../../../text/quiet/callouts";
import { clock } from "../../../text/times";
import { type Rung, rungOf } from "../callouts";
import { useSaying } from "./saving";

const said = (rung: Rung, at: string): string => {
  switch (rung) {
    case "asked":
      return c("board.rungAsked", { at });
    case "sent":
      return c("board.rungSent");
    case "delivered":
      return c("board.rungDelivered");
    case "rang":
      return c("board.rungRang");
    case "shown":
      return c("board.rungShown", { at });
    case "cannot":
      return c("board.rungCannot");
    case "coming":
      return c("board.rungComing", { at });
    case "safe":
      return c("board.rungSafe", { at });
  }
};

export const Person = ({ part }: { readonly part: Coming }) => {
  const [rung, at] = rungOf(part);
  const words = [said(rung, clock(at))];
  if (rung === "coming" && part.check_by !== null) words.push(c("board.checkBy", { at: clock(part.check_by) }));
  if (part.also) words.push(c("board.also"));
  if (part.asked_at === null) words.push(c("board.unasked"));
  return (
    <div class="stack-s">
      <p>
        <b>{part.name}</b> <span class="dim">{words.join(" · ")}</span>
      </p>
      {part.missed_at !== null && <Missed part={part} />}
      {rung !== "safe" && <ByVoice part={part} />}
    </div>
  );
};

const Missed = ({ part }: { readonly part: Coming }) => (
  <Note tone="alarmbox" icon="alert">
    <b>{c("board.missed", { at: clock(part.check_by ?? part.missed_at ?? 0) })}</b>
    {part.no_link && <p>{c("board.noLink")}</p>}
    {part.phone === null ? (
      <p class="s">{c("board.noPhone", { name: part.name })}</p>
    ) : (
      <Btn icon="call" full href={`tel:${part.phone}`}>
        {c("board.phone", { name: part.name })}
      </Btn>
    )}
  </Note>
);

const ByVoice = ({ part }: { readonly part: Coming }) => {
  const { save, busy } = useSaying();
  const { callout_id: entity, person_id } = part;
  const comes = (coming: boolean): void => void save({ type: "callout.say", entity, args: { coming, person_id } });
  const heard = (more: { readonly in_min: number } | { readonly safe: true }): void =>
    void save({ type: "callout.check_in", entity, args: { ...more, person_id } });
  return (
    <Foldout title={c("board.byVoice")}>
      <div class="pair">
        {part.answer === "coming" ? (
          <>
            <Btn disabled={busy} onPress={() => heard({ in_min: 60 })}>
              {c("board.voiceHeard")}
            </Btn>
            <Btn disabled={busy} onPress={() => heard({ safe: true })}>
              {c("board.voiceSafe")}
            </Btn>
          </>
        ) : (
          <Btn disabled={busy} onPress={() => comes(true)}>
            {c("board.voiceComing")}
          </Btn>
        )}
        {part.answer !== "cannot" && (
          <Btn disabled={busy} onPress={() => comes(false)}>
            {c("board.voiceCannot")}
          </Btn>
        )}
      </div>
    </Foldout>
  );
};
