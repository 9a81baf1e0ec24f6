/** "You're needed elsewhere": the desk took the team off its call. It stands over every screen until somebody says OK. */
import { useEffect } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { helpOpen } from "../../../parts/help";
import { Sheet } from "../../../parts/sheet";
import { go, here } from "../../../router";
import type { Call, Unit } from "../../../schema";
import { label } from "../../../text/codes";
import { say } from "../../../text/later";
import { t } from "../../../text/phone";
import { placeOf } from "../callfacts";
import { useIds, useWork } from "../hooks";
import { type CalledOff, calledOff } from "./state";

const titleOf = ({ how }: CalledOff): string => {
  if (how === "preempted") return t("call.ended.preempted");
  return t(
    how === "cancelled_enroute" || how === "cancelled_on_scene" ? "call.ended.cancelled" : "call.ended.reassigned",
  );
};

const nextWords = (next: Call): string =>
  say("off.next", { priority: next.priority, what: label("type_code", next.type_code), where: placeOf(next) });

const Told = (props: { readonly off: CalledOff; readonly onOk: () => void }) => {
  const { client } = useApp();
  const calls = client.rows("call").value;
  const { assignment, next } = props.off;
  const call = calls.get(assignment.call_id);
  const then = calls.get(next?.call_id ?? "");
  const title = titleOf(props.off);
  useEffect(() => announce(title, "assertive"), [title]);
  return (
    <Sheet title={title} help onClose={props.onOk}>
      {call !== undefined && (
        <p>{say("off.left", { number: call.number, what: label("type_code", call.type_code) })}</p>
      )}
      {then !== undefined && <p class="l b">{nextWords(then)}</p>}
      <p class="dim">{t("call.ended.lead")}</p>
      <Btn kind="pri" size="huge" full onPress={props.onOk}>
        {t("offer.ok")}
      </Btn>
    </Sheet>
  );
};

export const CalledOffSheet = ({ unit }: { readonly unit: Unit }) => {
  const { active, assignments } = useWork();
  const [known, remember] = useIds("going");
  const now = active?.id ?? null;
  useEffect(() => {
    if (known !== null && now !== null && !known.includes(now)) remember([...known, now]);
  }, [known, now]);
  const off = known === null ? null : calledOff(assignments.values(), unit, known);
  if (off === null || helpOpen.value) return null;
  const { id } = off.assignment;
  const ok = (): void => {
    remember((known ?? []).filter((it) => it !== id));
    // Its own screen says nothing more, but where there is something to write up.
    if (here.value.path === `/now/call/${id}` && off.assignment.arrived_at === null) go("/now", { replace: true });
  };
  return <Told key={id} off={off} onOk={ok} />;
};
