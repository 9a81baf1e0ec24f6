/** Who could go, best first, each with its reasons in words. No travel times: of a team only its last place is known. */
import type { Call, UnitStatusCode } from "../../../schema";
import { label } from "../../../text/codes";
import { t } from "../../../text/desk/board";
import { noneOf } from "../../../text/desk/dates";
import { clock, list, span, tongue } from "../../../text/times";
import { Kbd } from "../parts/kbd";
import { doing, numberOf, teamState, upper } from "../parts/words";
import { type Candidate, offerable } from "../rules/order";
import { CouldMove } from "../moving/list";
import type { Move } from "../moving/rules";
import type { Desk } from "./use";

/** What an order needs beside the candidates to be told in words. */
export type Known = Pick<Desk, "calls" | "withCall" | "now">;

const skills = (codes: Candidate["has"]): string => list(codes.map((skill) => label("skill", skill)));

export const matchWords = (it: Candidate): string => {
  if (it.has.length > 0 && it.lacks.length === 0) return upper(skills(it.has));
  if (it.lacks.length === 0) return t("who.anySkill");
  const lacks = noneOf(it.lacks.map((skill) => label("skill", skill)));
  return it.has.length === 0
    ? t("who.lacks", { skills: lacks })
    : t("who.hasLacks", { has: upper(skills(it.has)), lacks });
};

const UP_TO = { avail_area: "area", oos: "none", decomp: "none" } as const satisfies Readonly<
  Partial<Record<UnitStatusCode, string>>
>;

/** Until when it pauses, and what may interrupt that. */
const pauseWords = ({ unit, may }: Candidate): readonly string[] => {
  const until = unit.status_until ?? null;
  const upTo = Object.entries(UP_TO).find(([status]) => status === unit.status)?.[1] ?? "urgent";
  return [
    ...(until === null ? [] : [t("who.until", { time: clock(until) })]),
    ...(may === "pause" ? [t(`who.pause.${upTo}`)] : []),
  ];
};

const speechWords = ({ speech }: Candidate): readonly string[] =>
  speech === null ? [] : [t(speech.is_spoken ? "who.speaks" : "who.speaksNot", { language: tongue(speech.language) })];

/** Where it was last and how long ago, or where it starts from; else that nobody knows. */
const placeWords = ({ last, unit }: Candidate, now: number): string => {
  if (last !== null) return t("who.place", { area: last.area, span: span(now - last.at) });
  return (unit.base ?? null) === null ? t("who.placeUnknown") : t("who.base", { area: unit.base ?? "" });
};

/** "Ready for 20 min. Clinician and medic. Speaks Spanish. Last in Northgate, 20 min ago. Said no: too far." */
export const whyWords = (it: Candidate, known: Known): string => {
  const since = span(known.now - it.since);
  const state = upper(teamState(it.unit, known.withCall.get(it.unit.id) ?? null));
  const parts = [
    t("who.state", { state, span: since }),
    ...pauseWords(it),
    `${matchWords(it)}.`,
    ...speechWords(it),
    placeWords(it, known.now),
  ];
  if (it.lately > 0) parts.push(t("who.lately", { n: it.lately }));
  if (it.is_held) parts.push(t("who.isHeld"));
  if (it.held_for !== null) parts.push(t("who.heldFor", { call: numberOf(known.calls.get(it.held_for)) }));
  if (it.best_for !== null) parts.push(t("who.bestFor", { call: numberOf(known.calls.get(it.best_for)) }));
  if (it.asked_for !== null) parts.push(t("who.askedFor", { call: numberOf(known.calls.get(it.asked_for)) }));
  if (it.said_no !== null) {
    const why = it.said_no.decline_reason;
    parts.push(
      why === null ? t("who.noAnswer") : t("who.saidNo", { reason: label("decline_reason", why).toLocaleLowerCase() }),
    );
  }
  return parts.join(" ");
};

const Row = (props: {
  readonly it: Candidate;
  readonly n: number;
  readonly known: Known;
  readonly chosen: boolean;
  /** The key asks this one alone. */
  readonly isAlone: boolean;
  readonly onOffer: () => void;
}) => {
  const { it, n, chosen } = props;
  const verb = t(it.may === "ready" ? "who.offer" : "who.ask");
  return (
    <tr class={chosen ? "chosen" : ""}>
      <td>{n <= 9 && <Kbd>{String(n)}</Kbd>}</td>
      <th scope="row">
        {it.unit.name}
        {chosen && <span class="sr"> ({t("who.chosen")})</span>}
      </th>
      <td>{whyWords(it, props.known)}</td>
      <td class="n">
        <button type="button" class={chosen ? "btn sm chosen" : "btn sm"} onClick={props.onOffer}>
          <span aria-hidden="true">{verb}</span>
          <span class="sr">{`${verb}: ${it.unit.name}`}</span>
          {chosen && props.isAlone && <Kbd>O</Kbd>}
        </button>
      </td>
    </tr>
  );
};

/** Several are asked with one key: how many of them are to go is said before. */
const Several = (props: {
  readonly teams: readonly Candidate[];
  readonly wanted: number;
  readonly onWanted: () => void;
  readonly onAll: () => void;
}) => {
  const teams = list(props.teams.map((it) => it.unit.name));
  return (
    <div class="row wrap tight">
      <p class="s grow" aria-live="polite">
        {props.wanted === 1 ? t("several.first", { teams }) : t("several.wanted", { teams, n: props.wanted })}
      </p>
      <button type="button" class="btn sm" onClick={props.onWanted}>
        {t("several.how")} <Kbd>W</Kbd>
      </button>
      <button type="button" class="btn sm chosen" onClick={props.onAll}>
        {t("several.ask", { n: props.teams.length })} <Kbd>O</Kbd>
      </button>
    </div>
  );
};

/** Teams that pause: the desk may ask them all the same, and is told first what it asks them out of. */
const Pausing = (props: {
  readonly paused: readonly Candidate[];
  readonly known: Known;
  readonly onDespite: (candidate: Candidate) => void;
}) => (
  <div class="stack-s">
    <h3 class="label">{t("who.pausing")}</h3>
    <ul class="stack-s">
      {props.paused.map((it) => (
        <li key={it.unit.id} class="row top">
          <span class="grow s">
            <b>{it.unit.name}</b> {whyWords(it, props.known)}
          </span>
          <button type="button" class="btn sm" onClick={() => props.onDespite(it)}>
            <span aria-hidden="true">{t("who.despite")}</span>
            <span class="sr">{`${t("who.despite")}: ${it.unit.name}`}</span>
          </button>
        </li>
      ))}
    </ul>
  </div>
);

const busyLine = (busy: readonly Candidate[], known: Known): string =>
  list(
    busy.map((it) => {
      const on = known.withCall.get(it.unit.id);
      return on === undefined ? it.unit.name : `${it.unit.name} (${doing(on)})`;
    }),
  );

export const Who = (props: {
  readonly call: Call;
  readonly candidates: readonly Candidate[];
  readonly chosen: readonly Candidate[];
  readonly wanted: number;
  readonly moves: readonly Move[];
  readonly known: Known & Pick<Desk, "units" | "edition">;
  readonly again: boolean;
  readonly isLive: boolean;
  readonly onOffer: (candidate: Candidate) => void;
  readonly onAll: () => void;
  readonly onWanted: () => void;
  readonly onMove: (move: Move) => void;
  readonly onMoves: () => void;
  readonly onDespite: (candidate: Candidate) => void;
}) => {
  const { candidates, call } = props;
  const asked = offerable(candidates);
  const paused = candidates.filter((it) => it.may === "pause");
  const busy = candidates.filter((it) => it.may === "busy");
  const wanted = props.known.edition.skills(call.type_code)[0];
  return (
    <section class="who stack-s" aria-labelledby="who-title">
      <div class="row wrap">
        <h2 id="who-title">{t(props.again ? "who.titleAgain" : "who.title")}</h2>
        {wanted !== undefined && <span class="s dim end">{t("who.wanted", { skills: skills(wanted) })}</span>}
      </div>
      {!props.isLive && <p class="note warn">{t("alone.voice")}</p>}
      {asked.length === 0 ? (
        <p class="note warn">{t("who.nobody")}</p>
      ) : (
        <table class="t">
          <thead class="sr">
            <tr>
              <th scope="col">{t("who.key")}</th>
              <th scope="col">{t("who.team")}</th>
              <th scope="col">{t("who.why")}</th>
              <th scope="col">{t("who.action")}</th>
            </tr>
          </thead>
          <tbody>
            {asked.map((it, i) => (
              <Row
                key={it.unit.id}
                it={it}
                n={i + 1}
                known={props.known}
                chosen={props.chosen.some(({ unit }) => unit.id === it.unit.id)}
                isAlone={props.chosen.length === 1}
                onOffer={() => props.onOffer(it)}
              />
            ))}
          </tbody>
        </table>
      )}
      {props.chosen.length > 1 && (
        <Several teams={props.chosen} wanted={props.wanted} onWanted={props.onWanted} onAll={props.onAll} />
      )}
      <CouldMove moves={props.moves} known={props.known} onMove={props.onMove} onOpen={props.onMoves} />
      {paused.length > 0 && <Pausing paused={paused} known={props.known} onDespite={props.onDespite} />}
      {busy.length > 0 && <p class="s dim">{t("who.busy", { teams: busyLine(busy, props.known) })}</p>}
    </section>
  );
};
