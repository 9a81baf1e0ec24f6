/** /quiet: one conflict in about eight taps. No keyboard appears anywhere. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Axis, AxisSum } from "../../parts/axis";
import { Btn } from "../../parts/btn";
import { Chip, Chips } from "../../parts/chip";
import { useHandedFocus } from "../../parts/focus";
import { Foldout } from "../../parts/foldout";
import { Icon } from "../../parts/icon";
import { Opts, Seg } from "../../parts/radios";
import { Screen } from "../../parts/screen";
import { toast } from "../../parts/toast";
import { go } from "../../router";
import {
  CONFLICT_TYPE,
  COUNT_BAND,
  HOW_LEARNED,
  JUDGEMENT,
  LOOK_AGAIN,
  MEDIATION_ACTION,
  MEDIATION_OUTCOME,
  PART_OF_DAY,
  SHOOTING_LIKELY,
} from "../../schema";
import { q, quietLabel } from "../../text/quiet";
import { c } from "../../text/quiet/callouts";
import { s } from "../../text/shell";
import { useAreas } from "./areas";
import { Pressing } from "./calling/pressing";
import { useHalf } from "./half";
import { asArgs, type Draft, dayOf, placed, toGo } from "./mediation";

interface Part {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

export const Form = () => {
  const { client } = useApp();
  const [where, setWhere] = useState(true);
  const half = useHalf((kept) => setWhere(!placed(kept)));
  const { draft } = half;
  const [saving, setSaving] = useState(false);
  const set = (change: Partial<Draft>): void => {
    const next = half.set(change);
    if (placed(next) && (change.area !== undefined || change.parties !== undefined)) setWhere(false);
  };
  // The answered question folds under the finger: the focus stays with it.
  useLayoutEffect(() => {
    if (!where) document.getElementById("where-sum")?.focus({ preventScroll: true });
  }, [where]);
  const save = async (): Promise<void> => {
    const args = asArgs(draft);
    if (args === null || saving) return;
    setSaving(true);
    try {
      await client.save({ type: "mediation.record", entity: client.newId(), args });
      half.drop();
      toast({ strong: q("quiet.saved"), rest: s("save.bySelf"), icon: "lock" });
      go("/quiet/list", { replace: true });
    } catch {
      toast({ strong: s("save.failed"), rest: s("save.failedLead"), icon: "alert" });
      setSaving(false);
    }
  };
  return (
    <Screen
      title={q("quiet.title")}
      lead={q("quiet.band")}
      tone="onplum"
      inline
      top={<Icon name="lock" />}
      sync={false}
      space="none"
      dock={<FormDock draft={draft} set={set} saving={saving} onSave={() => void save()} />}
    >
      <Pressing />
      {where ? <Where draft={draft} set={set} /> : <WhereSum draft={draft} onChange={() => setWhere(true)} />}
      <What draft={draft} set={set} />
      <div class="after">
        <More draft={draft} set={set} />
      </div>
      <div class="pair after">
        <Btn href="/quiet/list">{q("quiet.mine")}</Btn>
        <Btn href="/quiet/calls">{c("call.title")}</Btn>
      </div>
      <div class="after">
        <Btn full href="/me">
          {q("quiet.me")}
        </Btn>
      </div>
    </Screen>
  );
};

/** One question with chips, one answer. */
const One = <V extends string>(props: {
  readonly title: string;
  readonly values: readonly V[];
  readonly value: V | null;
  readonly label: (value: V) => string;
  readonly onPick: (value: V) => void;
  readonly first?: number;
  readonly id?: string;
}) => {
  const made = useId();
  const id = props.id ?? made;
  const [all, setAll] = useState(false);
  const { values, value, first = values.length } = props;
  const few = all ? values : values.filter((each, i) => i < first || each === value);
  return (
    <div class="stack-s">
      <h2 id={id}>{props.title}</h2>
      <Chips labelledby={id}>
        {few.map((each) => (
          <Chip key={each} on={each === value} onPress={() => props.onPick(each)}>
            {props.label(each)}
          </Chip>
        ))}
        {first < values.length && (
          <button type="button" class="chip" aria-expanded={all} onClick={() => setAll(!all)}>
            {s(all ? "fewer" : "more")}
          </button>
        )}
      </Chips>
    </div>
  );
};

const Where = ({ draft, set }: Part) => {
  const { client } = useApp();
  const { areas, few, areaLabel } = useAreas();
  const days = [dayOf(client.now()), dayOf(client.now(), 1)] as const;
  return (
    <Axis id="where" title={q("quiet.where")} now>
      <One
        id="q-area"
        title={q("quiet.area")}
        values={areas}
        first={few}
        value={draft.area}
        label={areaLabel}
        onPick={(area) => set({ area })}
      />
      <One
        title={q("quiet.when")}
        values={days}
        value={draft.day}
        label={(day) => q(day === days[0] ? "quiet.today" : "quiet.yesterday")}
        onPick={(day) => set({ day })}
      />
      <Chips label={q("quiet.when")}>
        {PART_OF_DAY.map((part_of_day) => (
          <Chip key={part_of_day} on={draft.part_of_day === part_of_day} onPress={() => set({ part_of_day })}>
            {quietLabel("part_of_day", part_of_day)}
          </Chip>
        ))}
      </Chips>
      <One
        id="q-parties"
        title={q("quiet.count")}
        values={COUNT_BAND}
        value={draft.parties}
        label={(band) => quietLabel("count_band", band)}
        onPick={(parties) => set({ parties })}
      />
    </Axis>
  );
};

const WhereSum = ({ draft, onChange }: { readonly draft: Draft; readonly onChange: () => void }) => {
  const { areaLabel } = useAreas();
  const band = quietLabel("count_band", draft.parties ?? "");
  const part = quietLabel("part_of_day", draft.part_of_day ?? "");
  return (
    <AxisSum
      id="where-sum"
      answer={areaLabel(draft.area ?? "unknown")}
      rest={`${part} · ${q("quiet.people", { band })}`}
      onChange={onChange}
    />
  );
};

const What = ({ draft, set }: Part) => {
  const flip = (action: (typeof MEDIATION_ACTION)[number]): void =>
    set({
      actions: draft.actions.includes(action)
        ? draft.actions.filter((each) => each !== action)
        : [...draft.actions, action],
    });
  return (
    <section class="axis stack-l" aria-label={q("quiet.about")}>
      <One
        id="q-conflict_type"
        title={q("quiet.about")}
        values={ABOUT}
        first={6}
        value={draft.conflict_type}
        label={(code) => quietLabel("conflict_type", code)}
        onPick={(conflict_type) => set({ conflict_type })}
      />
      <Did draft={draft} onFlip={flip} />
      <div class="stack-s">
        <h2 id="q-outcome">{q("quiet.now")}</h2>
        <Opts
          two
          labelledby="q-outcome"
          value={draft.outcome}
          choices={MEDIATION_OUTCOME.map((value) => ({
            value,
            label: quietLabel("mediation_outcome", value),
          }))}
          onPick={(outcome) => set({ outcome })}
        />
      </div>
      <One
        id="q-how_learned"
        title={q("quiet.heard")}
        values={HOW_LEARNED}
        first={4}
        value={draft.how_learned}
        label={(code) => quietLabel("how_learned", code)}
        onPick={(how_learned) => set({ how_learned })}
      />
    </section>
  );
};

/** The commonest first; the rest behind More. */
const FIRST_ABOUT: readonly (typeof CONFLICT_TYPE)[number][] = [
  "personal_disrespect",
  "money_debt",
  "social_media",
  "retaliation",
  "family",
  "group_rivalry",
];
const ABOUT = [...FIRST_ABOUT, ...CONFLICT_TYPE.filter((code) => !FIRST_ABOUT.includes(code))];
const FIRST_DID = 5;

const Did = (props: {
  readonly draft: Draft;
  readonly onFlip: (action: (typeof MEDIATION_ACTION)[number]) => void;
}) => {
  const [all, setAll] = useState(false);
  const { actions } = props.draft;
  const few = MEDIATION_ACTION.filter((each, i) => all || i < FIRST_DID || actions.includes(each));
  return (
    <div class="stack-s">
      <h2 id="q-actions">{q("quiet.did")}</h2>
      <Chips labelledby="q-actions">
        {few.map((action) => (
          <Chip key={action} on={actions.includes(action)} onPress={() => props.onFlip(action)}>
            {quietLabel("mediation_action", action)}
          </Chip>
        ))}
        <button type="button" class="chip" aria-expanded={all} onClick={() => setAll(!all)}>
          {s(all ? "fewer" : "more")}
        </button>
      </Chips>
    </div>
  );
};

const QUESTIONS = [
  ["youth_present", "quiet.youth"],
  ["weapon_present", "quiet.weapon"],
  ["group_involved", "quiet.group"],
  ["retaliation_related", "quiet.retaliation"],
] as const;
const MINUTES = ["15", "30", "60", "120"] as const;

const More = ({ draft, set }: Part) => (
  <Foldout title={q("quiet.more")}>
    <div class="stack">
      {QUESTIONS.map(([name, key]) => (
        <Question key={name} title={q(key)}>
          {(labelledby) => (
            <Seg labelledby={labelledby} value={draft[name]} onPick={(value) => set({ [name]: value })} />
          )}
        </Question>
      ))}
      <One
        title={q("quiet.shooting")}
        values={SHOOTING_LIKELY}
        value={draft.shooting_likely}
        label={(code) => quietLabel("shooting_likely", code)}
        onPick={(shooting_likely) => set({ shooting_likely })}
      />
      <One
        title={q("quiet.prevented")}
        values={JUDGEMENT}
        value={draft.retaliation_prevented}
        label={(code) => quietLabel("judgement", code)}
        onPick={(retaliation_prevented) => set({ retaliation_prevented })}
      />
      <One
        title={q("quiet.minutes")}
        values={MINUTES}
        value={MINUTES.find((n) => Number(n) === draft.staff_minutes) ?? null}
        label={(n) => q("quiet.minutesN", { n })}
        onPick={(n) => set({ staff_minutes: Number(n) })}
      />
    </div>
  </Foldout>
);

const Question = (props: { readonly title: string; readonly children: (labelledby: string) => ComponentChildren }) => {
  const id = useId();
  return (
    <div class="stack-s">
      <h2 id={id}>{props.title}</h2>
      {props.children(id)}
    </div>
  );
};

/** To the first question without an answer. */
const jump = (name: string | undefined): void => {
  const question = document.getElementById(`q-${name ?? ""}`);
  question?.scrollIntoView({ block: "start" });
  const first = question?.parentElement?.querySelector("button");
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });
};

const FormDock = (props: Part & { readonly saving: boolean; readonly onSave: () => void }) => {
  const { draft, set } = props;
  const [changing, setChanging] = useState(false);
  const box = useHandedFocus<HTMLDivElement>(changing);
  const left = toGo(draft);
  return (
    <>
      <div ref={box}>
        {changing ? (
          <Chips label={q("quiet.look")}>
            {LOOK_AGAIN.map((look_again) => (
              <Chip
                key={look_again}
                on={draft.look_again === look_again}
                onPress={() => {
                  set({ look_again });
                  setChanging(false);
                }}
              >
                {quietLabel("look_again", look_again)}
              </Chip>
            ))}
          </Chips>
        ) : (
          <div class="row s">
            <Icon name="clock" />
            <span class="grow">
              {q("quiet.look")} <b>{quietLabel("look_again", draft.look_again ?? "none")}</b>
            </span>
            <button type="button" class="link" onClick={() => setChanging(true)}>
              {s("change")}
            </button>
          </div>
        )}
      </div>
      {left[0] === undefined ? (
        <Btn kind="pri" icon="lock" full disabled={props.saving} onPress={props.onSave}>
          {q("quiet.save")}
        </Btn>
      ) : (
        <Btn kind="pri" icon="down" full onPress={() => jump(left[0])}>
          {q("quiet.togo", { n: left.length })}
        </Btn>
      )}
    </>
  );
};
