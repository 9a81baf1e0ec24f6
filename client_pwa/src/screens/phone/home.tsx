/** /now: one sentence about where the team stands, what comes next, and what still waits on this phone. */
import { useState } from "preact/hooks";
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Item } from "../../parts/card";
import { Icon } from "../../parts/icon";
import { Renewal } from "../../parts/renewal";
import { Screen } from "../../parts/screen";
import { Sheet } from "../../parts/sheet";
import { Tag } from "../../parts/tag";
import { here } from "../../router";
import type { Unit } from "../../schema";
import { label } from "../../text/codes";
import { t } from "../../text/phone";
import { list } from "../../text/times";
import { useSave, useWork } from "./hooks";
import { OffDuty } from "./off";
import { isUnlike } from "./saves";
import { WaitingList } from "./waiting";
import { logsDue, offerOf, partners } from "./work";

const PAUSES: ReadonlySet<Unit["status"]> = new Set(["break", "meal", "resupply", "oos", "decomp"]);

export const Home = () => {
  const { unit } = useWork();
  return unit === null ? <OffDuty /> : <OnDuty unit={unit} />;
};

const sentence = (names: readonly string[], again: boolean): string => {
  if (names.length === 0) return again ? t("home.again") : t("home.alone");
  return t(again ? "home.againWith" : "home.with", { names: list(names) });
};

const OnDuty = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  const { active } = useWork();
  const [ending, setEnding] = useState(false);
  const names = partners(unit, client.session.person.id);
  // Right after a log was saved the sentence says that the team is free again.
  const again = here.value.query.has("again") && active === null && unit.status === "available";
  const title = sentence(names, again);
  return (
    <Screen title={title} tab="now" reading={title} dock={<DutyDock unit={unit} onEnd={() => setEnding(true)} />}>
      {active === null && <Renewal />}
      <Hero unit={unit} alone={names.length === 0} />
      <NextUp unit={unit} />
      <WaitingList />
      {ending && <EndShift unit={unit} onClose={() => setEnding(false)} />}
    </Screen>
  );
};

const heroWords = (unit: Unit): string => {
  if (unit.status === "available" || unit.status === "avail_area") return t("home.ready");
  return label("unit_status", unit.status);
};

const Hero = ({ unit, alone }: { readonly unit: Unit; readonly alone: boolean }) => {
  const { active, calls } = useWork();
  const skills = unit.skills.map((skill) => label("skill", skill));
  const call = active === null ? undefined : calls.get(active.call_id);
  return (
    <Card tone="hero">
      <div class="row">
        <span class="label">{t("home.team", { team: unit.name })}</span>
        <span class="end row tight b">
          <Icon name={PAUSES.has(unit.status) ? "clock" : "check"} /> {label("unit_status", unit.status)}
        </span>
      </div>
      <p class="xl b">{active === null ? heroWords(unit) : t("home.onCall")}</p>
      {call !== undefined && <p>{label("type_code", call.type_code)}</p>}
      {PAUSES.has(unit.status) && <p>{t("home.pause")}</p>}
      {active === null && skills.length > 0 && (
        <p>{t(alone ? "home.coverAlone" : "home.cover", { skills: list(skills) })}</p>
      )}
    </Card>
  );
};

const NextUp = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  const { active, assignments, calls } = useWork();
  const offer = offerOf(assignments, unit, useNow());
  const due = logsDue(assignments, client.rows("encounter").value, calls, unit);
  const logs = due.filter((each) => each.id !== active?.id);
  const unlike = [...client.rows("encounter").value.values()].filter(
    (each) => each.unit_id === unit.id && assignments.has(each.assignment_id) && isUnlike(each),
  );
  if (offer === null && logs.length === 0 && unlike.length === 0) {
    return active === null ? <p class="dim">{t("home.quiet")}</p> : null;
  }
  return (
    <>
      <h2>{t("home.next")}</h2>
      <div>
        {offer !== null && (
          <Item href={`/now/offer/${offer.id}`}>
            <div class="row">
              <b class="grow">{t("home.newOffer", { team: unit.name })}</b>
              <Tag tone="warn" icon="clock">
                {t("home.look")}
              </Tag>
            </div>
          </Item>
        )}
        {logs.map((each) => (
          <Item key={each.id} href={`/now/call/${each.id}/log`}>
            <div class="row">
              <b class="grow">{t("home.finishLog", { number: calls.get(each.call_id)?.number ?? "" })}</b>
              <Icon name="edit" />
            </div>
          </Item>
        ))}
        {unlike.map((each) => (
          <Item key={each.id} href={`/now/call/${each.assignment_id}/both`}>
            <div class="row">
              <b class="grow">{t("home.unlike", { number: calls.get(each.call_id)?.number ?? "" })}</b>
              <Icon name="users" />
            </div>
          </Item>
        ))}
      </div>
    </>
  );
};

const DutyDock = ({ unit, onEnd }: { readonly unit: Unit; readonly onEnd: () => void }) => {
  const { active } = useWork();
  const { save, saving } = useSave();
  const paused = PAUSES.has(unit.status);
  const say = (status: "available" | "break"): void => {
    void save({ type: "unit.status", entity: unit.id, args: { status } });
  };
  if (active !== null) {
    return (
      <Btn kind="pri" full href={`/now/call/${active.id}`}>
        {t("home.toCall")}
      </Btn>
    );
  }
  if (paused) {
    return (
      <>
        <Btn kind="pri" full disabled={saving} onPress={() => say("available")}>
          {t("home.back")}
        </Btn>
        <Btn full onPress={onEnd}>
          {t("home.endShift")}
        </Btn>
      </>
    );
  }
  return (
    <div class="pair">
      <Btn disabled={saving} onPress={() => say("break")}>
        {t("home.break")}
      </Btn>
      <Btn disabled={saving} onPress={onEnd}>
        {t("home.endShift")}
      </Btn>
    </div>
  );
};

const EndShift = ({ unit, onClose }: { readonly unit: Unit; readonly onClose: () => void }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const waiting = client.status.value.waiting;
  const end = async (): Promise<void> => {
    if (unit.shift_id === null) return;
    const args = { unit_id: unit.id };
    if (await save({ type: "shift.end", entity: unit.shift_id, args })) onClose();
  };
  return (
    <Sheet title={t("home.endAsk")} lead={t("home.endLead", { team: unit.name })} onClose={onClose} help>
      {waiting > 0 && <p class="note warn">{t("home.endUnsent", { n: waiting })}</p>}
      <Btn kind="pri" full disabled={saving} onPress={() => void end()}>
        {t("home.endShift")}
      </Btn>
      <Btn full onPress={onClose}>
        {t("home.endStay")}
      </Btn>
    </Sheet>
  );
};
