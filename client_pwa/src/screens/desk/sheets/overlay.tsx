/** The one sheet that lies over the board, whichever it is. */
import type { Call, Unit } from "../../../schema";
import {
  askInstead,
  checkIn,
  close,
  endAssignment,
  endShift,
  moveTeam,
  passOn,
  record,
  setStatus,
  startShift,
  takenOver,
} from "../actions";
import { Reasons } from "../handing/reasons";
import { EndOfShift, HandoffSheet } from "../handing/sheet";
import { reasonsToDo } from "../handing/todo";
import { HelpSheet } from "../helping/sheet";
import { PolicySheet } from "../helping/policy";
import { correct, merge } from "../changing/actions";
import { MergeSheet } from "../changing/mergesheet";
import { CorrectSheet } from "../changing/sheet";
import { AskBackupSheet, BackupSheet } from "../backup/sheet";
import { RollSheet } from "../helping/roll";
import { calledBack, tell } from "../telling/actions";
import { notePlace } from "../noting/actions";
import { NoteSheet } from "../../noting/sheet";
import { whereOf } from "../parts/words";
import { TellSheet } from "../telling/sheet";
import { movable } from "../moving/rules";
import { MoveSheet } from "../moving/sheet";
import { fieldOf } from "../board/use";
import { offerable, whoCouldGo } from "../rules/order";
import { AreasSheet } from "../areas/sheet";
import { sendByVoice } from "../alone/actions";
import { SendSheet } from "../alone/send";
import { isOpenHelp } from "../rules/helps";
import { AlarmSheet } from "../board/alarms";
import { type Over, take, type View } from "../board/view";
import { lazy } from "../../lazy";
import { numberOf, unitName } from "../parts/words";
import type { Standing } from "../rules/board";
import { alarmsOf } from "../rules/phones";
import { AttentionSheet } from "./attention";
import { CheckInSheet } from "../checkin/sheet";
import { ClosingSheet } from "./closing";
import { CustodySheet } from "./custody";
import { DeskSheet } from "./desk";
import { EndingSheet } from "./ending";
import { PassOnSheet, TakenSheet } from "./handover";
import { KeysSheet } from "./keys";
import { TeamSheet } from "./team";
import { TimelineSheet } from "./timeline";
import { VoiceSheet } from "./voice";

/** Only a supervisor sees them. */
const editions = lazy(async () => (await import("../editions/sheet")).EditionSheet, true);
const seat = lazy(async () => (await import("../seat/sheet")).SeatSheet, true);
export const fetchSheets = (): Promise<unknown> => Promise.allSettled([editions.fetch(), seat.fetch()]);

const TeamOver = ({ view, unit }: { readonly view: View; readonly unit: Unit }) => {
  const { desk, show } = view;
  const on = desk.withCall.get(unit.id);
  const open = [...desk.client.rows("help").value.values()].filter((it) => it.unit_id === unit.id && isOpenHelp(it));
  const isRung = (desk.client.session.org.push ?? null) !== null;
  const alarms = alarmsOf(unit, desk.client.rows("device").value.values(), desk.now);
  const done = (): void => show(null);
  const [help] = open;
  return (
    <TeamSheet
      unit={unit}
      people={view.people}
      alarms={alarms.filter(({ device }) => isRung || typeof device?.in_a_tab_at === "number")}
      call={on === undefined ? null : numberOf(desk.calls.get(on.call_id))}
      actions={{
        onStart: (members) => void startShift(desk.client, unit, members).then(done),
        onEnd: () => void endShift(desk.client, unit).then(done),
        onStatus: (status) => void setStatus(desk.client, unit, status).then(done),
        onHelp: help === undefined ? null : () => show({ type: "help", help: help.id }),
        onClose: done,
      }}
    />
  );
};

const OverAssignment = (props: { readonly view: View; readonly over: Over & { readonly assignment: string } }) => {
  const { view, over } = props;
  const { desk, show } = view;
  const assignment = desk.assignments.get(over.assignment);
  if (assignment === undefined) return null;
  const team = unitName(desk.units, assignment.unit_id);
  const call = desk.calls.get(assignment.call_id);
  const done = (): void => show(null);
  if (over.type === "ask_backup") return <AskBackupSheet assignment={assignment} desk={desk} onClose={done} />;
  if (over.type === "check_in") {
    return (
      <CheckInSheet
        assignment={assignment}
        unit={desk.units.get(assignment.unit_id)}
        team={team}
        now={desk.now}
        onSave={(heard) => void checkIn(desk.client, assignment, team, heard).then(done)}
        onClose={done}
      />
    );
  }
  return over.type === "voice" ? (
    <VoiceSheet
      assignment={assignment}
      unit={desk.units.get(assignment.unit_id)}
      team={team}
      onSave={(said, who) => void record(desk.client, assignment, team, said, who).then(done)}
      onClose={done}
    />
  ) : (
    <EndingSheet
      assignment={assignment}
      team={team}
      others={call === undefined ? [] : offerable(whoCouldGo(call, fieldOf(desk)))}
      onInstead={({ unit }) => {
        if (call !== undefined) void askInstead(desk.client, call, unit, assignment, team).then(done);
      }}
      onPick={(ending) => void endAssignment(desk.client, assignment, team, ending).then(done)}
      onClose={done}
    />
  );
};

const OverHandover = (props: { readonly view: View; readonly over: Extract<Over, { readonly type: "taken" }> }) => {
  const { desk, show } = props.view;
  const call = desk.calls.get(props.over.call);
  const handover = call?.handovers?.find((it) => it.id === props.over.handover);
  if (call === undefined || handover === undefined) return null;
  const done = (): void => show(null);
  return (
    <TakenSheet
      call={call}
      handover={handover}
      now={desk.now}
      onSave={(name, minutesAgo) => void takenOver(desk.client, call, handover, name, minutesAgo).then(done)}
      onClose={done}
    />
  );
};

const OverCall = (props: {
  readonly view: View;
  readonly standing: Standing;
  readonly about:
    | "tell"
    | "note_place"
    | "correct"
    | "merge"
    | "timeline"
    | "by_phone"
    | "not_sent"
    | "pass_on"
    | "move";
}) => {
  const { view, standing, about } = props;
  const done = (): void => view.show(null);
  if (about === "timeline") return <TimelineSheet standing={standing} desk={view.desk} onClose={done} />;
  if (about === "merge") {
    const { desk } = view;
    const { call } = standing;
    return (
      <MergeSheet
        call={call}
        desk={desk}
        onMerge={(calls) => void merge(desk.client, call, calls).then(done)}
        onClose={done}
      />
    );
  }
  if (about === "correct") {
    const { client } = view.desk;
    const { call } = standing;
    return <CorrectSheet call={call} onSave={(args) => void correct(client, call, args).then(done)} onClose={done} />;
  }
  if (about === "move") {
    const { desk, candidates } = view;
    const { call } = standing;
    return (
      <MoveSheet
        call={call}
        moves={movable(candidates, call, desk)}
        desk={desk}
        onMove={(move) => void moveTeam(desk.client, call, move).then(done)}
        onClose={done}
      />
    );
  }
  if (about === "tell") {
    const { client, now } = view.desk;
    const { call } = standing;
    return (
      <TellSheet
        call={call}
        now={now}
        onTell={(what, minutes) => void tell(client, call, what, minutes).then(done)}
        onDone={(told, how) => void calledBack(client, call, told, how).then(done)}
        onClose={done}
      />
    );
  }
  if (about === "note_place") {
    const { client } = view.desk;
    const { call } = standing;
    return (
      <NoteSheet
        lead={whereOf(call)}
        saving={false}
        onSave={(args) => void notePlace(client, call, args).then(done)}
        onClose={done}
      />
    );
  }
  if (about === "pass_on") {
    const { client } = view.desk;
    const { call } = standing;
    return <PassOnSheet call={call} onPick={(to) => void passOn(client, call, to).then(done)} onClose={done} />;
  }
  return (
    <ClosingSheet
      call={standing.call}
      about={about}
      filling={reasonsToDo([standing]).length > 0}
      onPick={(how) => void close(view.desk.client, standing.call, how).then(done)}
      onClose={done}
    />
  );
};

const OverSend = (props: { readonly view: View; readonly call: Call; readonly unit: string | null }) => {
  const { view, call } = props;
  const { client, units } = view.desk;
  const all = [...units.values()].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <SendSheet
      call={call}
      units={all}
      first={units.get(props.unit ?? "")}
      onSave={(unit, told) => void sendByVoice(client, call, unit, told).then(() => view.show(null))}
      onClose={() => view.show(null)}
    />
  );
};

export const Overlay = ({ view, over }: { readonly view: View; readonly over: Over }) => {
  const { desk } = view;
  const done = (): void => view.show(null);
  switch (over.type) {
    case "keys":
      return <KeysSheet onClose={done} />;
    case "desk":
      return (
        <DeskSheet
          client={desk.client}
          onEnd={() => view.show({ type: "end_of_shift" })}
          onPolicy={() => view.show({ type: "help_policy" })}
          onEdition={() => view.show({ type: "edition" })}
          onClose={done}
        />
      );
    case "areas":
      return <AreasSheet desk={desk} onClose={done} />;
    case "end_of_shift":
      return (
        <EndOfShift
          desk={desk}
          onRead={(it) => view.show({ type: "handoff", handoff: it.id })}
          onReasons={() => view.show({ type: "reasons" })}
          onClose={done}
        />
      );
    case "reasons":
      return <Reasons desk={desk} onDone={() => view.show({ type: "end_of_shift" })} />;
    case "handoff": {
      const handoff = desk.client.rows("handoff").value.get(over.handoff);
      return handoff === undefined ? null : <HandoffSheet handoff={handoff} desk={desk} onClose={done} />;
    }
    case "roll":
      return <RollSheet view={view} />;
    case "edition":
      return <editions.Part client={desk.client} onClose={done} />;
    case "help_policy":
      return <PolicySheet client={desk.client} onClose={done} />;
    case "help": {
      const help = desk.client.rows("help").value.get(over.help);
      return help === undefined ? null : <HelpSheet view={view} help={help} />;
    }
    case "attention":
      return <AttentionSheet desk={desk} onClose={done} />;
    case "custody":
      return <CustodySheet desk={desk} onClose={done} />;
    case "seat":
      return <seat.Part desk={desk} onClose={done} />;
    case "alarms":
      return <AlarmSheet desk={desk} onTake={(alarm) => take(view, alarm)} onClose={done} />;
    case "team": {
      const unit = desk.units.get(over.unit);
      return unit === undefined ? null : <TeamOver view={view} unit={unit} />;
    }
    case "backup": {
      const backup = desk.client.rows("backup").value.get(over.backup);
      return backup === undefined ? null : <BackupSheet backup={backup} desk={desk} onClose={done} />;
    }
    case "send":
      return view.standing === undefined ? null : <OverSend view={view} call={view.standing.call} unit={over.unit} />;
    case "taken":
      return <OverHandover view={view} over={over} />;
    case "voice":
    case "ending":
    case "check_in":
    case "ask_backup":
      return <OverAssignment view={view} over={over} />;
    case "tell":
    case "note_place":
    case "correct":
    case "merge":
    case "timeline":
    case "by_phone":
    case "not_sent":
    case "pass_on":
    case "move":
      return view.standing === undefined ? null : <OverCall view={view} standing={view.standing} about={over.type} />;
  }
};
