/** The chosen call: its facts, how far its offers climbed, who could go, and what to do with it. */
import type { Assignment, Backup, Call, Handover, PlaceNote } from "../../../schema";
import { Icon } from "../../../parts/icon";
import { Prio, Tag } from "../../../parts/tag";
import { Thread } from "../../../parts/thread";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { noneOf, row } from "../../../text/desk/dates";
import { clock, span, tongue } from "../../../text/times";
import { Kbd } from "../parts/kbd";
import { letters } from "../parts/letters";
import { stands } from "../parts/stands";
import { numberOf, titleOf, upper, whereOf } from "../parts/words";
import { age } from "../rules/age";
import { reasonsToDo } from "../handing/todo";
import { closing, isAsked, isOpen, isWith, type Standing } from "../rules/board";
import { firstDue } from "../rules/checkins";
import { handoversOf, isGiven } from "../rules/handovers";
import { BackupLines } from "../backup/line";
import { backupsOf } from "../backup/rules";
import { Merged } from "../changing/merged";
import { EnteredTwice } from "../changing/same";
import { type Move, movable } from "../moving/rules";
import { shortOf } from "../editions/words";
import type { Candidate } from "../rules/order";
import { Notes } from "../noting/lines";
import { ToldLines } from "../telling/lines";
import { handedWords } from "../sheets/handover";
import { timeSteps } from "../sheets/timeline";
import { AssignmentCard, Ended } from "./assignment";
import type { Desk } from "./use";
import { Who } from "./who";

const answers = (call: Call, answer: string): readonly string[] =>
  Object.entries(call.screening)
    .filter(([, given]) => given === answer)
    .map(([key]) => shortOf(key, call));

/** Screening and circumstances: what was said yes to stands out, what is not known is told, noes are one line. */
const Facts = ({ call }: { readonly call: Call }) => {
  const no = answers(call, "no");
  const unknown = answers(call, "unknown");
  return (
    <>
      {call.unreadable && (
        <p class="note warn">
          <Icon name="alert" />
          <span>{t("fact.unreadable")}</span>
        </p>
      )}
      {call.said !== null && call.said !== undefined && call.said !== "" && (
        <blockquote class="said">{call.said}</blockquote>
      )}
      <p class="row wrap tight">
        {answers(call, "yes").map((name) => (
          <Tag key={name} tone="warn" icon="alert">
            {t("fact.yes", { name: upper(name) })}
          </Tag>
        ))}
        {unknown.length > 0 && <Tag>{t("fact.unknown", { names: row(unknown) })}</Tag>}
        {call.language !== null && <Tag>{t("fact.language", { language: tongue(call.language) })}</Tag>}
        {call.persons_count !== null && <Tag>{t("fact.persons", { n: call.persons_count })}</Tag>}
        <Tag tone="line">{deskLabel("triage_result", call.triage_result)}</Tag>
        <Tag tone="line">{t("fact.without", { who: label("would_have_gone_to", call.would_have_gone_to) })}</Tag>
        {(call.would_have_gone_to_proposed ?? null) !== null && (
          <Tag tone="line">
            {t("fact.agreed", {
              who: label("would_have_gone_to", call.would_have_gone_to_proposed ?? "unknown"),
              n: call.taxonomy_version,
            })}
          </Tag>
        )}
        {no.length > 0 && <span class="s dim">{t("fact.no", { names: noneOf(no) })}</span>}
      </p>
      {call.access_note !== null && call.access_note !== undefined && call.access_note !== "" && (
        <p class="note warn access">
          <Icon name="flag" />
          <span>
            <b>{t("fact.access")}</b> {call.access_note}
          </span>
        </p>
      )}
    </>
  );
};

const Head = ({ standing, desk }: { readonly standing: Standing; readonly desk: Desk }) => {
  const { call } = standing;
  const source = deskLabel("source", call.source).toLocaleLowerCase();
  const caller = label("caller_role", call.caller_role).toLocaleLowerCase();
  const callback = call.callback ?? "";
  return (
    <div>
      <div class="row top">
        <div class="grow">
          <p class="label">
            {t("call.head", { call: numberOf(call), source, caller })} · {clock(call.received_at)}
            {call.on_paper === true && ` · ${t("paper.entered_at", { time: clock(call.entered_at) })}`}
          </p>
          <h1 id="call-title" tabIndex={-1}>
            {titleOf(call)}
          </h1>
          <p>
            {whereOf(call)} · {label("location_kind", call.location_kind)}
            {call.place !== null && call.place !== undefined && call.area !== "unknown" && ` · ${call.area}`}
          </p>
          {callback !== "" && call.closed_at === null && (
            <p class="s">
              {t("call.callback")} <a href={`tel:${callback}`}>{callback}</a>
            </p>
          )}
        </div>
        <Prio priority={call.priority} />
      </div>
      <p class="stands">{closing(standing) === "closed" ? closedWords(standing, desk.now) : stands(standing, desk)}</p>
    </div>
  );
};

const closedWords = (standing: Standing, now: number): string => {
  const { call } = standing;
  if (call.closed_at === null) return t("stands.closing");
  const ago = t("ago", { span: span(now - call.closed_at) });
  if (reasonsToDo([standing]).length > 0) return t("call.toDo", { ago });
  const why =
    call.not_sent_reason === null
      ? deskLabel("triage_result", call.triage_result)
      : deskLabel("not_sent_reason", call.not_sent_reason);
  return t("call.closed", { ago, why: why.toLocaleLowerCase() });
};

export interface CallActions {
  readonly onOffer: (candidate: Candidate) => void;
  readonly onAll: () => void;
  readonly onWanted: () => void;
  readonly onMove: (move: Move) => void;
  readonly onMoves: () => void;
  readonly onDespite: (candidate: Candidate) => void;
  readonly onVoice: (assignment: Assignment) => void;
  readonly onEnd: (assignment: Assignment) => void;
  readonly onCheckIn: (assignment: Assignment) => void;
  readonly onBackup: (backup: Backup) => void;
  readonly onPhone: () => void;
  readonly onNotSending: () => void;
  readonly onClose: () => void;
  readonly onPassOn: () => void;
  readonly onTaken: (handover: Handover) => void;
  readonly onTell: () => void;
  readonly onNote: () => void;
  readonly onNoteOver: (note: PlaceNote) => void;
  readonly onCorrect: () => void;
  /** Null where it cannot lead: closed, or part of another itself. */
  readonly onMerge: (() => void) | null;
  readonly onTimeline: () => void;
  /** Null while somebody is on it or asked: what they say is entered at their card. */
  readonly onSend: (() => void) | null;
}

/** Where the call was passed on to, and who has it there. */
const Handovers = ({ call, onTaken }: { readonly call: Call; readonly onTaken: CallActions["onTaken"] }) => {
  const all = handoversOf(call);
  if (all.length === 0) return null;
  return (
    <ul class="handed stack-s">
      {all.map((it) => (
        <li key={it.id} class={it.taken_at === null && !isGiven(it) ? "note warn" : "row tight"}>
          <Icon name={it.taken_at === null ? "call" : "check"} />
          <span class="grow">{handedWords(call, it)}</span>
          {it.taken_at === null && (
            <button type="button" class="btn sm" onClick={() => onTaken(it)}>
              {t(isGiven(it) ? "alarm.whoGave" : "alarm.who")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
};

/** What a dispatcher decides, each in a frame; then what is written down beside it, without one. */
const Buttons = ({ standing, actions }: { readonly standing: Standing; readonly actions: CallActions }) => {
  const how = closing(standing);
  if (how === "closed") return null;
  return (
    <div class="row wrap tight foot">
      {how === "needs_reason" && (
        <>
          <button type="button" class="btn sm" onClick={actions.onPhone}>
            {t("close.phone")} <Kbd>P</Kbd>
          </button>
          <button type="button" class="btn sm" onClick={actions.onNotSending}>
            {t("close.notSending")} <Kbd>N</Kbd>
          </button>
        </>
      )}
      {how === "ready" && (
        <button type="button" class="btn sm chosen" onClick={actions.onClose}>
          {t("close.ready")}
        </button>
      )}
      {actions.onSend !== null && (
        <button type="button" class="btn sm" onClick={actions.onSend}>
          {t("alone.open")} <Kbd>V</Kbd>
        </button>
      )}
      {how === "team_open" && <p class="s dim grow">{t("close.teamOpen")}</p>}
      <button type="button" class="btn sm quiet" onClick={actions.onCorrect}>
        {t("correct.open")} <Kbd>D</Kbd>
      </button>
      {actions.onMerge !== null && (
        <button type="button" class="btn sm quiet" onClick={actions.onMerge}>
          {t("merge.open")} <Kbd>L</Kbd>
        </button>
      )}
      <button type="button" class="btn sm quiet" onClick={actions.onTell}>
        {t("told.open")} <Kbd>G</Kbd>
      </button>
      <button type="button" class="btn sm quiet" onClick={actions.onPassOn}>
        {t("pass.open_sheet")} <Kbd>X</Kbd>
      </button>
      <button type="button" class="btn sm quiet" onClick={actions.onNote}>
        {t("notes.open")} <Kbd>F</Kbd>
      </button>
      <button type="button" class="btn sm quiet" onClick={actions.onTimeline}>
        {t("timeline.open")} <Kbd>T</Kbd>
      </button>
    </div>
  );
};

/** Those that say something about now: offers under way, teams at work, teams that are done. */
const isShown = (assignment: Assignment): boolean => isOpen(assignment) || assignment.state === "cleared";

/** What waits for an answer, then the team that has the call, then who went by itself, then who is done. */
const weight = (assignment: Assignment): number =>
  isAsked(assignment) ? 0 : !isWith(assignment) ? 3 : assignment.self_initiated ? 2 : 1;

const inWeight = (assignments: readonly Assignment[]): readonly Assignment[] =>
  assignments.filter(isShown).sort((one, other) => weight(one) - weight(other));

export const CallPanel = (props: {
  readonly standing: Standing;
  readonly desk: Desk;
  readonly candidates: readonly Candidate[];
  readonly chosen: readonly Candidate[];
  readonly wanted: number;
  readonly actions: CallActions;
}) => {
  const { standing, desk, actions } = props;
  const { call, assignments } = standing;
  const shown = inWeight(assignments);
  const ended = assignments.filter((it) => !isShown(it));
  const isClosed = closing(standing) === "closed";
  return (
    <section class="panel col" aria-labelledby="call-title">
      <div
        class={closing(standing) === "team_open" && assignments.some(isWith) ? "scroll stack has-team" : "scroll stack"}
      >
        <Head standing={standing} desk={desk} />
        <Merged call={call} desk={desk} />
        <EnteredTwice call={call} desk={desk} />
        <Facts call={call} />
        <Notes call={call} desk={desk} onOver={actions.onNoteOver} />
        <Handovers call={call} onTaken={actions.onTaken} />
        <ToldLines standing={standing} now={desk.now} onTell={actions.onTell} />
        <BackupLines
          backups={backupsOf(call, desk.client.rows("backup").value.values(), desk.now)}
          desk={desk}
          onAnswer={actions.onBackup}
        />
        <div class="ladders stack-s">
          {shown.map((assignment) => (
            <AssignmentCard
              key={assignment.id}
              isFirst={assignment === shown.find(isOpen)}
              assignment={assignment}
              desk={desk}
              onVoice={actions.onVoice}
              onEnd={actions.onEnd}
              isFirstDue={assignment === firstDue(assignments)}
              onCheckIn={actions.onCheckIn}
            />
          ))}
          {ended.length > 0 && (
            <ul class="s dim">
              {ended.map((assignment) => (
                <Ended key={assignment.id} assignment={assignment} desk={desk} />
              ))}
            </ul>
          )}
        </div>
        {isClosed && <Thread label={t("timeline.open")} steps={timeSteps(standing, desk)} />}
        {!isClosed && (
          <Who
            call={call}
            candidates={props.candidates}
            chosen={props.chosen}
            wanted={props.wanted}
            moves={movable(props.candidates, call, desk)}
            known={desk}
            again={assignments.some(isOpen)}
            isLive={desk.client.status.value.live}
            onOffer={actions.onOffer}
            onAll={actions.onAll}
            onWanted={actions.onWanted}
            onMove={actions.onMove}
            onMoves={actions.onMoves}
            onDespite={actions.onDespite}
          />
        )}
      </div>
      <Buttons standing={standing} actions={actions} />
    </section>
  );
};

/** Nobody waits only if the server said so: what it has not told yet may be the one who does. */
const noneTitle = ({ board, client }: Desk, gone: boolean): string => {
  const n = board.waiting.length;
  if (n > 0 && !gone) return t("none.title", { n });
  if (!client.isTold.value) return t("link.notLive");
  return t(gone ? "none.gone" : "none.nobody");
};

/** No call chosen: where things stand, in a sentence, and the one next step. */
export const NoCall = ({ desk, gone }: { readonly desk: Desk; readonly gone: boolean }) => {
  const { waiting } = desk.board;
  const first = waiting[0];
  const over = waiting.filter(({ call }) => age(call, desk.now, desk.edition).look === "over").length;
  return (
    <section class="panel col none" aria-labelledby="call-title">
      <h1 id="call-title" tabIndex={-1}>
        {noneTitle(desk, gone)}
      </h1>
      {over > 0 && <p class="l">{t("none.over", { n: over })}</p>}
      {first === undefined ? (
        <a class="btn" href="/desk/new">
          {t("calls.new")} <Kbd>C</Kbd>
        </a>
      ) : (
        <a class="btn pri" href={`/desk/call/${first.call.id}`}>
          {t("none.first", { call: numberOf(first.call), title: titleOf(first.call).toLocaleLowerCase() })} <Kbd>J</Kbd>
        </a>
      )}
      {letters.value && <p class="s dim">{t("none.keys")}</p>}
    </section>
  );
};
