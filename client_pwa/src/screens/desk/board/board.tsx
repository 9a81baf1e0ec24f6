/** The board: the link, the alarms, the calls, the chosen call, the teams, the command line, and their keys. */
import { useEffect, useState } from "preact/hooks";
import { Toasts } from "../../../parts/toast";
import { go } from "../../../router";
import { t } from "../../../text/desk/board";
import { close, hold, moveTeam, offer, passOn } from "../actions";
import { useDrafts } from "../intake/draft";
import { Kbd } from "../parts/kbd";
import { useKeyboard } from "../parts/keyboard";
import { letters } from "../parts/letters";
import type { Parsed } from "../rules/command";
import { isOpen } from "../rules/board";
import { deskAction, takesText } from "../rules/keys";
import { Overlay } from "../sheets/overlay";
import { Alarms } from "./alarms";
import { CallPanel, NoCall } from "./call";
import { Calls } from "./calls";
import { CommandLine, isHeldFor, moveOf } from "./line";
import { useSpeech } from "./speech";
import { correct, merge } from "../changing/actions";
import { endNote } from "../noting/actions";
import { mayLead } from "../changing/merging";
import { Teams } from "./teams";
import { TopBar } from "./topbar";
import { closeAs, end, offerChosen, onKey, onVoice, type Over, take, useView, type View } from "./view";

/** Keys of the board; over a sheet only those of the alarm list. */
const pressed = (view: View, over: Over | null, event: KeyboardEvent): boolean => {
  if (over !== null && over.type !== "alarms") return false;
  const focus = document.activeElement;
  const action = deskAction(event, {
    typing: takesText(focus),
    busy: event.key === "Enter" && focus !== null && focus.matches("a, button, summary"),
    letters: letters.value,
  });
  if (action === null || (over !== null && action.type !== "alarm")) return false;
  return onKey(view, action, over !== null);
};

const doLine = (view: View, parsed: Parsed): void => {
  const { client } = view.desk;
  if (parsed.kind === "offer") {
    void offer(client, parsed.call, parsed.unit);
    go(`/desk/call/${parsed.call.id}`);
  } else if (parsed.kind === "move") {
    const move = moveOf(parsed, view.desk);
    if (move !== undefined) void moveTeam(client, parsed.call, move);
    go(`/desk/call/${parsed.call.id}`);
  } else if (parsed.kind === "hold") {
    void hold(client, parsed.call, parsed.unit, isHeldFor(parsed, view.desk));
    go(`/desk/call/${parsed.call.id}`);
  } else if (parsed.kind === "close") {
    const { reason, call } = parsed;
    void close(
      client,
      call,
      reason.kind === "by_phone" ? { triage_result: reason.code } : { not_sent_reason: reason.code },
    );
  } else if (parsed.kind === "prio") {
    void correct(client, parsed.call, { priority: parsed.to });
    go(`/desk/call/${parsed.call.id}`);
  } else if (parsed.kind === "merge") {
    void merge(client, parsed.leader, parsed.calls);
    go(`/desk/call/${parsed.leader.id}`);
  } else if (parsed.kind === "pass") {
    void passOn(client, parsed.call, parsed.to);
    go(`/desk/call/${parsed.call.id}`);
  } else if (parsed.kind === "find" && parsed.found[0] !== undefined) {
    go(`/desk/call/${parsed.found[0].id}`);
  }
};

const HINTS = [
  [["J", "K"], "hint.move"],
  [["C"], "hint.newCall"],
  [["O"], "hint.offer"],
  [["U"], "hint.teams"],
] as const;

/** The keys used most, for the eye. */
const Hints = () => (
  <p class="s dim row tight hints" aria-hidden="true">
    {HINTS.map(([keys, what]) => (
      <span key={what} class="nw">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}{" "}
        {t(what)}
      </span>
    ))}
  </p>
);

export const BoardScreen = ({ callId }: { readonly callId: string | null }) => {
  const [over, show] = useState<Over | null>(null);
  const view = useView(callId, show);
  const { desk, standing } = view;
  const drafts = useDrafts(desk.client);
  useKeyboard((event) => pressed(view, over, event));
  useSpeech(desk, callId);
  const title = t("title", { n: desk.board.waiting.length });
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="wrapc desk">
      <div>
        <TopBar
          desk={desk}
          onAttention={() => show({ type: "attention" })}
          onCustody={() => show({ type: "custody" })}
          onSeat={() => show({ type: "seat" })}
          onKeys={() => show({ type: "keys" })}
          onDesk={() => show({ type: "desk" })}
        />
        <Alarms desk={desk} onTake={(alarm) => take(view, alarm)} onMore={() => show({ type: "alarms" })} />
      </div>
      <main class="board">
        <Calls desk={desk} chosen={callId} drafts={drafts} onAreas={() => show({ type: "areas" })} />
        {standing === undefined ? (
          <NoCall desk={desk} gone={callId !== null} />
        ) : (
          <CallPanel
            standing={standing}
            desk={desk}
            candidates={view.candidates}
            chosen={view.chosen}
            wanted={view.wanted}
            actions={{
              onOffer: (candidate) => void offer(desk.client, standing.call, candidate.unit),
              onDespite: (candidate) => void offer(desk.client, standing.call, candidate.unit, true),
              onAll: () => offerChosen(view),
              onWanted: view.want,
              onMove: (move) => void moveTeam(desk.client, standing.call, move),
              onMoves: () => show({ type: "move" }),
              onVoice: (assignment) => show({ type: "voice", assignment: assignment.id }),
              onEnd: (assignment) => end(view, assignment),
              onCheckIn: (assignment) => show({ type: "check_in", assignment: assignment.id }),
              onBackup: (backup) => show({ type: "backup", backup: backup.id }),
              onPhone: () => closeAs(view, "by_phone"),
              onNotSending: () => closeAs(view, "not_sent"),
              onClose: () => void close(desk.client, standing.call, {}),
              onPassOn: () => show({ type: "pass_on" }),
              onTaken: (handover) => show({ type: "taken", call: standing.call.id, handover: handover.id }),
              onSend: standing.assignments.some(isOpen) ? null : () => onVoice(view),
              onMerge: mayLead(standing.call) ? () => show({ type: "merge" }) : null,
              onTell: () => show({ type: "tell" }),
              onNote: () => show({ type: "note_place" }),
              onNoteOver: (note) => void endNote(desk.client, standing.call, note),
              onCorrect: () => show({ type: "correct" }),
              onTimeline: () => show({ type: "timeline" }),
            }}
          />
        )}
        <Teams
          desk={desk}
          onOpen={(unit) => show({ type: "team", unit: unit.id })}
          onRoll={() => show({ type: "roll" })}
        />
      </main>
      <footer class="cmd">
        <CommandLine desk={desk} onDo={(parsed) => doLine(view, parsed)} />
        {letters.value && <Hints />}
        <div class="toasts">
          <Toasts />
        </div>
      </footer>
      {over !== null && <Overlay view={view} over={over} />}
    </div>
  );
};
