/** /quiet/board/new: a lead calls people out in four answers, two of them filled in. No keyboard appears anywhere. */
import { useId, useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Chip, Chips } from "../../../parts/chip";
import { Icon } from "../../../parts/icon";
import { Screen } from "../../../parts/screen";
import { Stepper } from "../../../parts/stepper";
import { go } from "../../../router";
import { CALLOUT_KIND, PART_OF_DAY } from "../../../schema";
import { quietLabel } from "../../../text/quiet";
import { c, calloutLabel } from "../../../text/quiet/callouts";
import { useAreas } from "../areas";
import { asCallout, type NewCallout, toAnswer } from "../callouts";
import { partOfDay } from "../mediation";
import { useSaying } from "./saving";

const MOST = 20;

export const MakeCallout = () => {
  const { client } = useApp();
  const { areas, areaLabel } = useAreas();
  const { save, busy } = useSaying();
  const [draft, setDraft] = useState<NewCallout>(() => ({
    ...{ kind: null, area: null, people: 1 },
    part_of_day: partOfDay(new Date(client.now()).getHours()),
  }));
  const set = (change: Partial<NewCallout>): void => setDraft({ ...draft, ...change });
  const args = asCallout(draft);
  const make = async (): Promise<void> => {
    if (args === null) return;
    if (await save({ type: "callout.make", entity: client.newId(), args }, c("new.made"))) {
      go("/quiet/board", { replace: true });
    }
  };
  return (
    <Screen
      title={c("new.title")}
      lead={c("new.band")}
      tone="onplum"
      inline
      top={<Icon name="lock" />}
      dock={
        <>
          <p class="s dim">{c("new.who")}</p>
          {args === null ? (
            <p class="b">{c("new.togo", { n: toAnswer(draft).length })}</p>
          ) : (
            <Btn kind="pri" icon="bell" full disabled={busy} onPress={() => void make()}>
              {c("new.make")}
            </Btn>
          )}
          <Btn full href="/quiet/board">
            {c("new.back")}
          </Btn>
        </>
      }
    >
      <Pick
        title={c("new.kind")}
        values={CALLOUT_KIND}
        value={draft.kind}
        label={(kind) => calloutLabel("callout_kind", kind)}
        onPick={(kind) => set({ kind })}
      />
      <Pick
        title={c("new.area")}
        values={areas}
        value={draft.area}
        label={areaLabel}
        onPick={(area) => set({ area })}
      />
      <Pick
        title={c("new.when")}
        values={PART_OF_DAY}
        value={draft.part_of_day}
        label={(part_of_day) => quietLabel("part_of_day", part_of_day)}
        onPick={(part_of_day) => set({ part_of_day })}
      />
      <Stepper
        label={c("new.people")}
        value={draft.people ?? 1}
        least={1}
        most={MOST}
        onChange={(people) => set({ people })}
      />
    </Screen>
  );
};

/** One question with a chip for each answer. */
export const Pick = <V extends string>(props: {
  readonly title: string;
  readonly values: readonly V[];
  readonly value: V | null;
  readonly label: (value: V) => string;
  readonly onPick: (value: V) => void;
}) => {
  const id = useId();
  return (
    <div class="stack-s">
      <h2 id={id}>{props.title}</h2>
      <Chips labelledby={id}>
        {props.values.map((each) => (
          <Chip key={each} on={each === props.value} onPress={() => props.onPick(each)}>
            {props.label(each)}
          </Chip>
        ))}
      </Chips>
    </div>
  );
};
