/** The team between two calls: what it may say of itself, time off after a hard one, the end of the shift. */
import { useState } from "preact/hooks";
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card, Item } from "../../../parts/card";
import { Icon } from "../../../parts/icon";
import { go } from "../../../router";
import type { Unit } from "../../../schema";
import { say } from "../../../text/later";
import { clock } from "../../../text/times";
import { useDraft, useSave, useWork } from "../hooks";
import { SentFor } from "../danger/going";
import { HandoffRow } from "../handing/row";
import { Talk } from "../talk/sheet";
import { EndShift } from "./end";
import { leaving } from "./leaving";
import { meetingIds } from "./meeting";
import { PauseSheet } from "./pause";
import { askedOf, hardCall, type Own } from "./pausing";

interface DutyPart {
  readonly unit: Unit;
  /**
   * `hint`: what dispatch asks now · `card`: whose help they are sent for, and the hard call behind them ·
   * `quiet`: what is promised, where nothing comes next · `dock`: what can be done.
   */
  readonly part: "hint" | "card" | "quiet" | "dock";
}

export const Duty = ({ unit, part }: DutyPart) => {
  const { active } = useWork();
  switch (part) {
    case "hint":
      return <Hint unit={unit} />;
    case "card":
      return (
        <>
          <SentFor unit={unit} />
          {active === null && (
            <>
              <HandoffRow unit={unit} />
              <Hard unit={unit} />
            </>
          )}
        </>
      );
    case "quiet":
      return <Quiet unit={unit} />;
    case "dock":
      return <DutyDock unit={unit} />;
  }
};

const useSay = (unit: Unit) => {
  const { save, saving } = useSave();
  const tell = (status: Own): Promise<unknown> => save({ type: "unit.status", entity: unit.id, args: { status } });
  return { tell, saving };
};

const Hint = ({ unit }: { readonly unit: Unit }) => {
  const asked = askedOf(unit);
  const until = unit.status_until ?? null;
  if (asked === null) return null;
  return (
    <p>
      {until !== null && `${say("duty.until", { time: clock(until) })} `}
      {say(`duty.asked.${asked}`)}
    </p>
  );
};

const Hard = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  const { assignments, calls } = useWork();
  const { tell, saving } = useSay(unit);
  const passed = useDraft<string>(
    "hard-call",
    () => "",
    (kept) => (typeof kept === "string" ? kept : null),
  );
  const now = useNow();
  const encounters = client.rows("encounter").value.values();
  const call = hardCall(unit, { assignments: assignments.values(), calls, encounters, now });
  if (call === null || passed.value === null || passed.value === call.id) return null;
  return (
    <Card tone="tint" stack="s">
      <p class="l b">{say("duty.hard")}</p>
      <p>{say("duty.hardLead")}</p>
      <div class="pair">
        <Btn icon="clock" disabled={saving} onPress={() => void tell("decomp")}>
          {say("duty.take")}
        </Btn>
        <Btn onPress={() => passed.set(call.id)}>{say("duty.pass")}</Btn>
      </div>
      <Talk />
    </Card>
  );
};

/** What was promised for tonight; that the shift is quiet, only while this phone can read that it was. */
const Quiet = ({ unit }: { readonly unit: Unit }) => {
  const { client, Above } = useApp();
  const { calls, assignments } = useWork();
  const encounters = client.rows("encounter").value;
  const { tonight } = leaving(unit, {
    assignments,
    calls,
    encounters,
    referrals: client.rows("referral").value.values(),
  });
  if (tonight > 0) {
    return (
      <Item href="/promises">
        <div class="row">
          <b class="grow">{say("duty.tonight", { n: tonight })}</b>
          <Icon name="clock" />
        </div>
      </Item>
    );
  }
  const since = unit.shift_started_at ?? 0;
  const isLocked = Above !== undefined;
  if (isLocked || [...assignments.values()].some((it) => it.offered_at >= since)) return null;
  return <p class="dim">{say("duty.quiet")}</p>;
};

/** One tap is a call with the team on it. */
const Met = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const meet = async (): Promise<void> => {
    const { call, assignment } = meetingIds(unit, client.rows("call").value, client.now());
    const args = { unit_id: unit.id, assignment_id: assignment };
    if (await save({ type: "call.meet", entity: call, args })) go(`/now/call/${assignment}`);
  };
  return (
    <Btn icon="plus" full disabled={saving} onPress={() => void meet()}>
      {say("duty.met")}
    </Btn>
  );
};

const DutyDock = ({ unit }: { readonly unit: Unit }) => {
  const { tell, saving } = useSay(unit);
  const [open, setOpen] = useState<"pause" | "end" | null>(null);
  const close = (): void => setOpen(null);
  const pick = async (own: Own): Promise<void> => {
    if (await tell(own)) close();
  };
  const away = askedOf(unit) !== null;
  return (
    <>
      {away && (
        <Btn kind="pri" full disabled={saving} onPress={() => void tell("available")}>
          {say("duty.back")}
        </Btn>
      )}
      <Met unit={unit} />
      <div class="pair">
        <Btn disabled={saving} onPress={() => setOpen("pause")}>
          {say(away ? "duty.other" : "duty.break")}
        </Btn>
        <Btn disabled={saving} onPress={() => setOpen("end")}>
          {say("duty.end")}
        </Btn>
      </div>
      {open === "pause" && <PauseSheet busy={saving} onPick={(own) => void pick(own)} onClose={close} />}
      {open === "end" && <EndShift unit={unit} onClose={close} />}
    </>
  );
};
