/** One team asked for or on a call: the delivery ladder with times, then the stages, and what the desk may do about it. */
import type { Assignment, Rung, Unit } from "../../../schema";
import { Tag } from "../../../parts/tag";
import { HThread, type Step } from "../../../parts/thread";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { own, t } from "../../../text/desk/board";
import { clock, clockSeconds, countdown, span } from "../../../text/times";
import { Kbd } from "../parts/kbd";
import { doing, unitName, upper } from "../parts/words";
import { isAsked, isOpen, isWith } from "../rules/board";
import { type Attempt, attempts, furthest, isSilent, isUnsent, type Mark, rungs, stages } from "../rules/ladder";
import { comingWords } from "../next/words";
import { Link } from "../moving/link";
import { CheckLine } from "../checkin/line";
import type { Desk } from "./use";

const TRIED = {
  rang: "rung.rang",
  pushed: "rung.pushed",
  pushFailed: "rung.pushFailed",
  texted: "rung.texted",
  textFailed: "rung.textFailed",
} as const satisfies Readonly<Record<Attempt, string>>;

const rungStep =
  (assignment: Assignment, now: number) =>
  (mark: Mark<string>): Step => {
    const name = own("rung", mark.name);
    if (mark.state === "fail") {
      return {
        key: mark.name,
        state: "fail",
        label: name,
        detail: t("rung.no", { span: span(now - assignment.offered_at) }),
      };
    }
    if (mark.at === null) return { key: mark.name, state: mark.state, label: name };
    return { key: mark.name, state: mark.state, label: name, detail: clockSeconds(mark.at) };
  };

/** Saved at this desk and not sent: the step a waiting command of this type made is not done yet. */
const unsent = (assignment: Assignment, desk: Desk, type: string): boolean =>
  desk.client.waiting.value.some((it) => it.entity === assignment.id && it.type === type && it.state === "saved");

const asWaiting = (steps: readonly Step[], isWaiting: boolean): readonly Step[] => {
  const last = steps.findLastIndex((step) => step.state === "done");
  return isWaiting ? steps.map((step, i) => (i === last ? { ...step, state: "wait" } : step)) : steps;
};

const stageStep = (mark: Mark<string>): Step => {
  const step = { key: mark.name, state: mark.state, label: upper(own("assignment", mark.name)) };
  if (mark.at !== null) return { ...step, detail: clock(mark.at) };
  return mark.state === "unsure" ? { ...step, detail: t("stage.untold") } : step;
};

/** "Asked 22:08:18 · accepted 22:08:31": the ladder of a team that is on the call. Every rung stands in the times. */
const climbed = ({ offered_at, accepted_at }: Assignment): string => {
  const asked = `${upper(own("assignment", "offered"))} ${clockSeconds(offered_at)}`;
  return accepted_at === null ? asked : `${asked} · ${own("assignment", "accepted")} ${clockSeconds(accepted_at)}`;
};

/** What we did beside it: a provider took it, or would not. Whether it arrived nobody knows. */
const tried = (rung: Rung): readonly string[] =>
  attempts(rung).map((it) => t(TRIED[it.name], { at: clockSeconds(it.at) }));

/** "Ana: shown 02:11:14" for each person; only where there are several, or something was tried. */
const People = ({ assignment, unit }: { readonly assignment: Assignment; readonly unit: Unit | undefined }) => {
  if (assignment.ladder.length < 2 && assignment.ladder.every((rung) => attempts(rung).length === 0)) return null;
  return (
    <p class="s dim">
      {assignment.ladder.map((rung, i) => {
        const far = furthest(rung);
        const name = unit?.members.find((member) => member.person_id === rung.person_id)?.name ?? t("person.unknown");
        const when = far.at === null ? "" : ` ${clockSeconds(far.at)}`;
        return `${i === 0 ? "" : " · "}${name}: ${[`${own("reached", far.name)}${when}`, ...tried(rung)].join(", ")}`;
      })}
    </p>
  );
};

/** What will happen by itself, and what that means for the desk. */
const next = (assignment: Assignment, now: number): string => {
  if (isUnsent(assignment)) return t("offer.unsent");
  if (assignment.answer_by === null) return t("offer.noLimit");
  const left = assignment.answer_by - now;
  if (left <= 0) return t("offer.over");
  return t("offer.next", { time: clockSeconds(assignment.answer_by), left: countdown(left) });
};

const voice = (assignment: Assignment): string | null => {
  if (assignment.origin !== "manual") return null;
  return assignment.said_by === null ? deskLabel("origin", "manual") : t("voice.said", { who: assignment.said_by });
};

const Head = ({ assignment, desk }: { readonly assignment: Assignment; readonly desk: Desk }) => {
  const team = unitName(desk.units, assignment.unit_id);
  const spoken = voice(assignment);
  return (
    <div class="row wrap tight">
      <h2 class="grow">{isAsked(assignment) ? t("offer.title", { team }) : `${team} · ${doing(assignment)}`}</h2>
      {isSilent(assignment, desk.now) && (
        <Tag tone="warn" icon="alert">
          {t("offer.silent")}
        </Tag>
      )}
      {assignment.self_initiated && (
        <Tag tone="warn" icon="flag">
          {own("begun", assignment.begun ?? "by_itself")}
        </Tag>
      )}
      {spoken !== null && (
        <Tag tone="line" icon="call">
          {spoken}
        </Tag>
      )}
      {(assignment.outcome === "saved" || (assignment.outcome === "due" && !isOpen(assignment))) && (
        <Tag
          tone={assignment.outcome === "saved" ? "tint" : "line"}
          icon={assignment.outcome === "saved" ? "check" : "edit"}
        >
          {own("outcome", assignment.outcome)}
        </Tag>
      )}
    </div>
  );
};

interface CardProps {
  readonly assignment: Assignment;
  /** The one the key for "by voice" speaks of. */
  readonly isFirst: boolean;
  readonly desk: Desk;
  readonly onVoice: (assignment: Assignment) => void;
  readonly onEnd: (assignment: Assignment) => void;
  /** The one the key for "they are OK" speaks of. */
  readonly isFirstDue: boolean;
  readonly onCheckIn: (assignment: Assignment) => void;
}

const Buttons = ({ assignment, isFirst, onVoice, onEnd }: Omit<CardProps, "desk" | "isFirstDue" | "onCheckIn">) => {
  if (assignment.state === "cleared") {
    return (
      <button type="button" class="btn sm" onClick={() => onVoice(assignment)}>
        {t("voice.fix")}
      </button>
    );
  }
  return (
    <>
      <button type="button" class="btn sm" onClick={() => onVoice(assignment)}>
        {t("voice.open")} {isFirst && <Kbd>V</Kbd>}
      </button>
      <button type="button" class="btn sm" onClick={() => onEnd(assignment)}>
        {t(isWith(assignment) ? "end.open" : "end.withdraw")}
      </button>
    </>
  );
};

/** An offer under way, a team at work, or a team that is done. */
export const AssignmentCard = ({ desk, ...about }: CardProps) => {
  const { assignment } = about;
  const { now, units } = desk;
  const team = unitName(units, assignment.unit_id);
  const isOffered = !assignment.self_initiated || assignment.accepted_at !== null;
  const isSaying = unsent(assignment, desk, "assignment.accept");
  const isClimbing = isAsked(assignment) || isSaying;
  return (
    <article class="card flat offer" aria-label={team}>
      <Head assignment={assignment} desk={desk} />
      {isOffered && isClimbing && (
        <HThread
          label={t("offer.ladder", { team })}
          steps={asWaiting(rungs(assignment, now).map(rungStep(assignment, now)), isSaying)}
        />
      )}
      {!isAsked(assignment) && (
        <HThread
          label={t("offer.stages", { team })}
          steps={asWaiting(stages(assignment).map(stageStep), unsent(assignment, desk, "assignment.stage"))}
        />
      )}
      <Link assignment={assignment} desk={desk} />
      <CheckLine
        assignment={assignment}
        now={now}
        isFirst={about.isFirstDue}
        onHeard={() => about.onCheckIn(assignment)}
      />
      {isClimbing && <People assignment={assignment} unit={units.get(assignment.unit_id)} />}
      <div class="row tight">
        <div class="grow s dim">
          {isAsked(assignment) && <p>{comingWords(assignment, desk) ?? next(assignment, now)}</p>}
          {isOffered && !isClimbing && <p>{climbed(assignment)}</p>}
        </div>
        <Buttons {...about} />
      </div>
    </article>
  );
};

/** An offer that came to nothing, in one line. */
export const Ended = ({ assignment, desk }: { readonly assignment: Assignment; readonly desk: Desk }) => {
  const reason = assignment.decline_reason === null ? "" : ` — ${label("decline_reason", assignment.decline_reason)}`;
  const at = assignment.ended_at ?? assignment.answer_by;
  const first = assignment.lost_to ?? null;
  return (
    <li>
      <b>{unitName(desk.units, assignment.unit_id)}</b>:{" "}
      {first === null ? doing(assignment) : t("lost.to", { team: first })}
      {reason}
      {at !== null && ` · ${clock(at)}`}
    </li>
  );
};
