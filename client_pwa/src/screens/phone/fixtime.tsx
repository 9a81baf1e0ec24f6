/** /now/call/:call/time: a time that was tapped too early, too late or not at all, by whomever of the team, is put right. */
import { useState } from "preact/hooks";
import { announce } from "../../parts/announce";
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Chip, Chips } from "../../parts/chip";
import { Opts } from "../../parts/radios";
import { Screen } from "../../parts/screen";
import { go } from "../../router";
import { say } from "../../text/later";
import { t } from "../../text/phone";
import { s } from "../../text/shell";
import { clock, span } from "../../text/times";
import { useAssignment, useSave } from "./hooks";
import { ladder, type Stage } from "./work";

const MINUTE = 60_000;
/** How long ago it really was, in minutes. */
const AGO = [0, 2, 5, 10, 15, 20, 30, 45, 60] as const;

export const FixTime = ({ call: id }: { readonly call: string }) => {
  const { client } = useApp();
  const { assignment, call } = useAssignment(id);
  const { save, saving } = useSave();
  const now = useNow(MINUTE);
  const [stage, setStage] = useState<Stage | null>(null);
  const [ago, setAgo] = useState<number | null>(null);
  if (assignment === null || call === null) {
    return <Screen title={t("log.gone")} lead={t("log.goneLead")} tab="now" />;
  }
  const rungs = ladder(assignment, 0);
  // A step before the last one taken happened too, or was left out: it has no time until somebody says one.
  const taken = rungs.slice(0, rungs.findLastIndex(({ at }) => at !== null) + 1).map(({ stage: value, at }) => ({
    value,
    label: `${t(`call.rung.${value}`)}, ${at === null ? say("fix.none") : clock(at)}`,
  }));
  const fix = async (): Promise<void> => {
    if (stage === null || ago === null) return;
    const { call_id, unit_id } = assignment;
    // Inside a command times are this phone's own; the server corrects them.
    const reached_at = client.deviceNow() - ago * MINUTE;
    const args = { call_id, unit_id, stage, origin: "device", reached_at, corrects: true } as const;
    if (!(await save({ type: "assignment.stage", entity: assignment.id, args }))) return;
    announce(s("save.done"));
    go(`/now/call/${id}`, { replace: true });
  };
  const when = (minutes: number): string =>
    minutes === 0
      ? say("fix.now")
      : `${clock(now - minutes * MINUTE)} (${say("fix.ago", { span: span(minutes * MINUTE) })})`;
  return (
    <Screen
      title={say("fix.title")}
      lead={say("fix.lead")}
      back={{ href: `/now/call/${id}`, label: t("log.back", { number: call.number }) }}
      dock={
        <Btn
          kind="pri"
          icon="check"
          full
          disabled={saving || stage === null || ago === null}
          onPress={() => void fix()}
        >
          {say("fix.save")}
        </Btn>
      }
    >
      <Opts label={say("fix.title")} choices={taken} value={stage} onPick={setStage} />
      <h2 id="really">{say("fix.when")}</h2>
      <Chips labelledby="really">
        {AGO.map((minutes) => (
          <Chip key={minutes} on={ago === minutes} onPress={() => setAgo(minutes)}>
            {when(minutes)}
          </Chip>
        ))}
      </Chips>
    </Screen>
  );
};
