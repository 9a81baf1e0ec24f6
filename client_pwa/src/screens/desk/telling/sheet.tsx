/** G: what the caller was told, one press each; and what came of a call-back that is owed, before all else. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { Sheet } from "../../../parts/sheet";
import { CALLED_BACK, type Call, type CalledBackCode, type Told, type ToldWhatCode } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock, span } from "../../../text/times";
import { numberOf, whereOf } from "../parts/words";
import { BACK_IN, COMING_IN, inMinutes, mayCallBack, owedOf } from "./rules";
import { asTitle } from "./words";

const MINUTE = 60_000;

const Owed = (props: { readonly call: Call; readonly told: Told; readonly onDone: (how: CalledBackCode) => void }) => {
  const number = props.call.callback ?? "";
  return (
    <section class="stack-s">
      <h3 class="label">{asTitle(props.told)}</h3>
      {number !== "" && (
        <a class="btn full" href={`tel:${number}`}>
          {t("told.call", { number })}
        </a>
      )}
      <div class="row wrap tight">
        {CALLED_BACK.map((how) => (
          <button key={how} type="button" class="btn sm" onClick={() => props.onDone(how)}>
            {deskLabel("called_back", how)}
          </button>
        ))}
      </div>
    </section>
  );
};

const Times = (props: {
  readonly what: "coming" | "call_back";
  readonly title: string;
  readonly minutes: readonly number[];
  readonly now: number;
  readonly onTell: (what: ToldWhatCode, minutes: number | null) => void;
}) => (
  <section class="stack-s">
    <h3 class="label">{props.title}</h3>
    <div class="row wrap tight">
      {props.minutes.map((minutes) => (
        <button key={minutes} type="button" class="btn sm" onClick={() => props.onTell(props.what, minutes)}>
          {t("told.in", { span: span(minutes * MINUTE), time: clock(inMinutes(props.now, minutes)) })}
        </button>
      ))}
      {props.what === "coming" && (
        <button type="button" class="btn sm" onClick={() => props.onTell(props.what, null)}>
          {t("told.noTime")}
        </button>
      )}
    </div>
  </section>
);

export const TellSheet = (props: {
  readonly call: Call;
  readonly now: number;
  readonly onTell: (what: ToldWhatCode, minutes: number | null) => void;
  readonly onDone: (told: Told, how: CalledBackCode) => void;
  readonly onClose: () => void;
}) => {
  const { call, now, onTell } = props;
  const owed = owedOf(call);
  const inside = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => inside.current?.querySelector<HTMLElement>("button, a")?.focus(), []);
  return (
    <Sheet
      title={t("told.title")}
      lead={t("told.lead", { call: numberOf(call), where: whereOf(call) })}
      onClose={props.onClose}
    >
      <div ref={inside} class="stack">
        {owed !== undefined && <Owed call={call} told={owed} onDone={(how) => props.onDone(owed, how)} />}
        {call.closed_at === null && (
          <Times what="coming" title={deskLabel("told_what", "coming")} minutes={COMING_IN} now={now} onTell={onTell} />
        )}
        <div class="row wrap tight">
          {(["nobody", "other_service", "police"] as const).map((what) => (
            <button key={what} type="button" class="btn sm" onClick={() => onTell(what, null)}>
              {deskLabel("told_what", what)}
            </button>
          ))}
        </div>
        {mayCallBack(call) ? (
          <Times
            what="call_back"
            title={t(owed === undefined ? "told.promise" : "told.move")}
            minutes={BACK_IN}
            now={now}
            onTell={onTell}
          />
        ) : (
          <p class="note warn">{t("told.unsafe")}</p>
        )}
      </div>
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};
