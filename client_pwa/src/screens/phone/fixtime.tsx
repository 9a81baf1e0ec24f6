/**
 * /now/call/:call/time: a time that was tapped too early, too late, by mistake or not at all, by whomever of the team,
 * is put right.
 */
import { useState } from "preact/hooks";
import { announce } from "../../parts/announce";
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Chip, Chips } from "../../parts/chip";
import { Opts } from "../../parts/radios";
import { Screen } from "../../parts/screen";
import { go } from "../../router";
import { say } from "../../text/later";
import { o } from "../../text/outcome";
import { t } from "../../text/phone";
import { s } from "../../text/shell";
import { clock, span } from "../../text/times";
import { useAssignment, useSave } from "./hooks";
import type { Stage } from "../../sync/states";
import { ladder } from "./work";

const MINUTE = 60_000;
/** How long ago it really was, in minutes. */
const AGO = [0, 2, 5, 10, 15, 20, 30, 45, 60] as const;
const NOT = "not at all";

export const FixTime = ({ call: id }: { readonly call: string }) => {
  const { client } = useApp();
  const { assignment, call } = useAssignment(id);
  const { save, saving } = useSave();
  const now = useNow(MINUTE);
  // The times that can be chosen stand still, in the middle of their minutes: what is saved is what was read, though a
  // minute ends meanwhile or the server puts this clock right by a second.
  const [opened] = useState(() => Math.floor(now / MINUTE) * MINUTE + MINUTE / 2);
  const [stage, setStage] = useState<Stage | null>(null);
  const [ago, setAgo] = useState<number | typeof NOT | null>(null);
  if (assignment === null || call === null) {
    return <Screen title={o("gone")} lead={o("goneLead")} tab="now" />;
  }
  const rungs = ladder(assignment, 0);
  // A step before the last one taken happened too, or was left out: it has no time until somebody says one.
  const taken = rungs.slice(0, rungs.findLastIndex(({ at }) => at !== null) + 1).map(({ stage: value, at }) => ({
    value,
    label: `${t(`call.rung.${value}`)}, ${at === null ? say("fix.none") : clock(at)}`,
  }));
  const passed = Math.round((now - opened) / MINUTE);
  const isTaken = rungs.some((rung) => rung.stage === stage && rung.at !== null);
  const fix = async (): Promise<void> => {
    if (stage === null || ago === null) return;
    const { id: entity, call_id, unit_id } = assignment;
    const about = { call_id, unit_id, stage };
    const kept =
      ago === NOT
        ? await save({ type: "assignment.take_back", entity, args: about })
        : // Inside a command times are this phone's own; the server corrects them.
          await save({
            type: "assignment.stage",
            entity,
            args: {
              ...about,
              reached_at: client.deviceNow() - (ago === 0 ? 0 : client.now() - opened + ago * MINUTE),
              corrects: true,
            },
          });
    if (kept === null) return;
    announce(s("save.done"));
    go(`/now/call/${id}`, { replace: true });
  };
  const pick = (picked: Stage): void => {
    setStage(picked);
    if (ago === NOT) setAgo(null);
  };
  const when = (minutes: number): string =>
    minutes === 0
      ? say("fix.now")
      : `${clock(opened - minutes * MINUTE)} (${say("fix.ago", { span: span((passed + minutes) * MINUTE) })})`;
  return (
    <Screen
      title={say("fix.title")}
      lead={say("fix.lead")}
      back={{ href: `/now/call/${id}`, label: o("back", { number: call.number }) }}
      dock={
        <Btn
          kind="pri"
          icon="check"
          full
          disabled={saving || stage === null || ago === null}
          onPress={() => void fix()}
        >
          {say(ago === NOT ? "fix.takeBack" : "fix.save")}
        </Btn>
      }
    >
      <Opts label={say("fix.title")} choices={taken} value={stage} onPick={pick} />
      <h2 id="really">{say("fix.when")}</h2>
      <Chips labelledby="really">
        {AGO.map((minutes) => (
          <Chip key={minutes} on={ago === minutes} onPress={() => setAgo(minutes)}>
            {when(minutes)}
          </Chip>
        ))}
        {isTaken && (
          <Chip on={ago === NOT} onPress={() => setAgo(NOT)}>
            {say("fix.not")}
          </Chip>
        )}
      </Chips>
    </Screen>
  );
};
