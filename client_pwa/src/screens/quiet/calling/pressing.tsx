/** On every page of the site: somebody calls for help or is asked for, or the board needs the lead. Never what about. */
import { useEffect } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import type { Help } from "../../../schema";
import { c } from "../../../text/quiet/callouts";
import { g } from "../../../text/quiet/helping";
import { isPressing, mine, needsLead, rowsOf } from "../callouts";
import { whoCalls } from "../helping/cards";
import { goingTo, untakenOf } from "../helps";

/** Said to the hand and aloud once more after so long, until somebody has it. */
const AGAIN_MS = 30_000;

interface Pressed {
  /** How much waits for a word of this person. */
  readonly asked: number;
  /** How much on the board waits for them as a lead, beside calls for help. */
  readonly needs: number;
  /** Who calls for help: what no lead has, for a lead; what this person is asked to go to, for anybody else. */
  readonly helps: readonly Help[];
}

/** What presses now; said when it comes. */
export const usePressing = (): Pressed => {
  const { client } = useApp();
  const now = useNow(10_000);
  const { person, roles } = client.session;
  const callouts = [...client.rows("callout").value.values()];
  const parts = [...client.rows("coming").value.values()];
  const asked = mine(callouts, parts, person.id, now).filter((each) => isPressing(each, now)).length;
  const lead = roles.includes("site_lead");
  const needs = lead ? needsLead(rowsOf(callouts, parts), client.rows("alarm").value.values()) : 0;
  const all = client.rows("help").value.values();
  const helps = lead ? untakenOf(all) : goingTo(all, person.id);
  const [first] = helps;
  // A phone that is open says it to the hand too: whoever looks away may not see it.
  useEffect(() => {
    if (asked === 0 && needs === 0) return;
    navigator.vibrate?.([200, 100, 200]);
    announce(asked > 0 ? c("call.banner") : c("board.needs", { n: needs }), "assertive");
  }, [asked, needs]);
  const loud = helps.map(({ id }) => id).join(" ");
  const again = lead && first !== undefined ? Math.floor((now - first.received_at) / AGAIN_MS) : 0;
  useEffect(() => {
    if (first === undefined) return;
    navigator.vibrate?.([400, 100, 400, 100, 400]);
    announce(whoCalls(first), "assertive");
  }, [loud, again]);
  return { asked, needs, helps };
};

export const Pressing = () => {
  const { asked, needs, helps } = usePressing();
  if (asked === 0 && needs === 0 && helps.length === 0) return null;
  return (
    <div class="stack-s">
      <HelpNotes helps={helps} />
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

/** A lead goes to the board; whoever is asked to go phones the lead, who tells them where. */
export const HelpNotes = ({ helps }: { readonly helps: readonly Help[] }) => {
  const { roles, org } = useApp().client.session;
  const lead = roles.includes("site_lead");
  const number = org.desk_phone ?? null;
  return helps.map((help) => (
    <Note key={help.id} tone="alarmbox" icon="hand">
      <b class="l">{whoCalls(help)}</b>
      <p>{g(lead ? "untaken" : "asked")}</p>
      {lead && (
        <Btn full href="/quiet/board">
          {g("look")}
        </Btn>
      )}
      {!lead && number !== null && (
        <Btn kind="alarm" icon="call" full href={`tel:${number}`}>
          <span>
            {g("askedCall")} <span class="nw">{number}</span>
          </span>
        </Btn>
      )}
    </Note>
  ));
};
