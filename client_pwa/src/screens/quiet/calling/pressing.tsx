/** On every page of the site: somebody is asked for, or something on the board needs the lead. Never what about. */
import { useEffect } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import { c } from "../../../text/quiet/callouts";
import { isPressing, mine, needsLead, rowsOf } from "../callouts";

/** How much waits for a word of this person, and how much on the board for them as a lead; said when it comes. */
export const usePressing = (): { readonly asked: number; readonly needs: number } => {
  const { client } = useApp();
  const now = useNow(10_000);
  const { person, roles } = client.session;
  const callouts = [...client.rows("callout").value.values()];
  const parts = [...client.rows("coming").value.values()];
  const asked = mine(callouts, parts, person.id, now).filter((each) => isPressing(each, now)).length;
  const lead = roles.includes("site_lead");
  const needs = lead ? needsLead(rowsOf(callouts, parts), client.rows("alarm").value.values()) : 0;
  // A phone that is open says it to the hand too: whoever looks away may not see it.
  useEffect(() => {
    if (asked === 0 && needs === 0) return;
    navigator.vibrate?.([200, 100, 200]);
    announce(asked > 0 ? c("call.banner") : c("board.needs", { n: needs }), "assertive");
  }, [asked, needs]);
  return { asked, needs };
};

export const Pressing = () => {
  const { asked, needs } = usePressing();
  if (asked === 0 && needs === 0) return null;
  return (
    <div class="stack-s">
      {asked > 0 && (
        <Note tone="warn" icon="bell">
          <b>{c("call.banner")}</b>
          <Btn href="/quiet/calls">{c("call.bannerGo")}</Btn>
        </Note>
      )}
      {needs > 0 && (
        <Note tone="warn" icon="alert">
          <b>{c("board.needs", { n: needs })}</b>
          <Btn href="/quiet/board">{c("board.go")}</Btn>
        </Note>
      )}
    </div>
  );
};
