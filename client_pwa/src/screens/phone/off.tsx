/** /now off duty: start the shift with the last team, or wait for dispatch to put you on one. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Item } from "../../parts/card";
import { Chip, Chips } from "../../parts/chip";
import { Renewal } from "../../parts/renewal";
import { Screen } from "../../parts/screen";
import type { Unit } from "../../schema";
import { isInATab } from "../../sync/origin";
import { t } from "../../text/phone";
import { lazy } from "../lazy";
import { useDeskPhone, useSave, useWork } from "./hooks";
import { LogItems, ToCall } from "./unfinished";
import { WaitingList } from "./waiting";
import { logsDue } from "./work";

const pin = lazy(async () => (await import("../lock/index")).PinCard, true);

const tabbed = lazy(async () => (await import("./duty/tabbed")).InATab, true);

/** What the phone remembers of the last shift: off duty it is shown no team. */
interface LastTeam {
  readonly unit_id: string;
  readonly name: string;
  readonly others: readonly { readonly id: string; readonly name: string }[];
}

const KEY = "last-team";

const asLastTeam = (kept: unknown): LastTeam | null => {
  if (typeof kept !== "object" || kept === null) return null;
  const { unit_id, name, others } = kept as Partial<LastTeam>;
  return typeof unit_id === "string" && typeof name === "string" && Array.isArray(others)
    ? { unit_id, name, others }
    : null;
};

/** While on duty: keep who is on the team, for the next shift. */
export const useRememberTeam = (unit: Unit | null): void => {
  const { client } = useApp();
  const me = client.session.person.id;
  const others = unit?.members.filter((member) => member.person_id !== me) ?? [];
  const last: LastTeam | null =
    unit === null
      ? null
      : {
          unit_id: unit.id,
          name: unit.name,
          others: others.map((member) => ({ id: member.person_id, name: member.name })),
        };
  const text = JSON.stringify(last);
  useEffect(() => {
    const now: unknown = JSON.parse(text);
    if (now !== null) client.draft.keep(KEY, now).catch(() => undefined);
  }, [client, text]);
};

export const OffDuty = () => {
  const { client } = useApp();
  const { active, assignments, calls } = useWork();
  const me = client.session.person.id;
  const logs = logsDue(assignments, client.rows("encounter").value, calls, null, me);
  const [last, setLast] = useState<LastTeam | null>(null);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    client.draft.load(KEY).then(
      (kept) => setLast(asLastTeam(kept)),
      () => undefined,
    );
  }, [client]);
  const flip = (id: string): void => {
    const next = new Set(without);
    if (!next.delete(id)) next.add(id);
    setWithout(next);
  };
  return (
    <Screen
      title={t("home.off")}
      tab="now"
      reading={t("home.off")}
      dock={
        active !== null ? (
          <ToCall id={active.id} />
        ) : last === null ? (
          <AskDesk />
        ) : (
          <Start last={last} without={without} />
        )
      }
    >
      <Renewal />
      <LogItems logs={logs} />
      <Card tone="hero">
        <p class="xl b">{last === null ? t("home.noTeam") : t("home.team", { team: last.name })}</p>
        <p>{last === null ? t("home.noTeamLead") : t("home.offLead")}</p>
      </Card>
      {last !== null && last.others.length > 0 && (
        <Card stack="s">
          <h2 id="with">{t("home.withWhom")}</h2>
          <Chips labelledby="with">
            {last.others.map((other) => (
              <Chip key={other.id} on={!without.has(other.id)} onPress={() => flip(other.id)}>
                {other.name}
              </Chip>
            ))}
          </Chips>
        </Card>
      )}
      <Item href="/me/phone">{t("home.alarm")}</Item>
      <pin.Part brief />
      <WaitingList />
    </Screen>
  );
};

const Start = (props: { readonly last: LastTeam; readonly without: ReadonlySet<string> }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const started = client.waiting.value.some((each) => each.type === "shift.start" && each.state !== "held");
  const others = props.last.others.map((other) => other.id).filter((id) => !props.without.has(id));
  const [asks, setAsks] = useState(false);
  const start = (inATab: boolean): void => {
    const args = { unit_id: props.last.unit_id, person_ids: [client.session.person.id, ...others] };
    setAsks(false);
    void save({
      ...{ type: "shift.start", entity: client.newId() },
      args: inATab ? { ...args, in_a_tab: true } : args,
    });
  };
  return (
    <>
      <Btn kind="pri" full disabled={saving || started} onPress={() => (isInATab() ? setAsks(true) : start(false))}>
        {started ? t("home.starting") : t("home.startShift")}
      </Btn>
      {asks && <tabbed.Part onStart={() => start(true)} onClose={() => setAsks(false)} />}
    </>
  );
};

const AskDesk = () => {
  const phone = useDeskPhone();
  return phone === null ? null : (
    <Btn kind="pri" icon="call" full href={`tel:${phone}`}>
      {t("home.callDesk")}
    </Btn>
  );
};
