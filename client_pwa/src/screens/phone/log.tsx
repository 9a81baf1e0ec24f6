/** /now/call/:call/log: how it went. Answered questions fold; the draft is kept on every tap. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { announce } from "../../parts/announce";
import { useApp } from "../../parts/app";
import { AxisSum, AxisTodo, AxisTold } from "../../parts/axis";
import { Btn } from "../../parts/btn";
import { Card } from "../../parts/card";
import { Chip, Chips } from "../../parts/chip";
import { Field } from "../../parts/field";
import { useHandedFocus } from "../../parts/focus";
import { Icon } from "../../parts/icon";
import { Opts } from "../../parts/radios";
import { Screen } from "../../parts/screen";
import { toast } from "../../parts/toast";
import { go } from "../../router";
import { type Assignment, type Call, WOULD_HAVE_GONE_TO } from "../../schema";
import { label } from "../../text/codes";
import { say } from "../../text/later";
import { o } from "../../text/outcome";
import { looksPersonal } from "../../text/personal";
import { s } from "../../text/shell";
import { clock } from "../../text/times";
import { useAssignment, useDraft, useEncounter, useIds, useSave, useWork } from "./hooks";
import { AxisBody } from "./logaxes";
import { answerOf, titleOf } from "./logwords";
import { about, answers, asDraft } from "./answered";
import {
  type AxisName,
  axisOf,
  blank,
  type Draft,
  isAnswered,
  isFree,
  met,
  ofCall,
  shown,
  type Tap,
  tapped,
  toGo,
} from "./outcome";
import { inOrder, Noticed } from "./person/noticed";
import { AboutPerson } from "./person/sheet";
import { versionsOf } from "./saves";

export const Log = ({ call: id }: { readonly call: string }) => {
  const { assignment, call } = useAssignment(id);
  if (assignment === null || call === null) {
    return <Screen title={o("gone")} lead={o("goneLead")} tab="now" />;
  }
  return <Form assignment={assignment} call={call} />;
};

interface Of {
  readonly assignment: Assignment;
  readonly call: Call;
}

const Form = ({ assignment, call }: Of) => {
  const { client } = useApp();
  const saved = useEncounter(assignment);
  const felt = useFelt(call.id);
  // What is added begins with what counts now; kept by the call, for the assignment may get a stand-in meanwhile.
  const begin = (): Draft => {
    const versions = saved === null ? [] : versionsOf(saved);
    const counts = versions.at(-1);
    if (counts === undefined) return blank(call.would_have_gone_to);
    // Nobody takes back what the other was told by not having asked it.
    const person = Object.assign({}, ...versions.map((each) => each.draft.person));
    return { ...counts.draft, person, noticed: inOrder(versions.flatMap((each) => each.draft.noticed)) };
  };
  const kept = useDraft(`log:${call.id}`, begin, asDraft);
  const draft = { ...kept, value: kept.value && ofCall(kept.value, call.type_code) };
  const { save, saving } = useSave();
  const [opened, setOpened] = useState<AxisName | null>(null);
  const follow = useFollow(draft.value);
  const { value } = draft;
  const again = assignment.outcome === "saved";
  const [begun, setBegun] = useState(false);
  useWriting(assignment, begun || (!again && value !== null && value.contact !== null));
  const tap = (one: Tap): void => {
    if (value === null) return;
    const next = tapped(value, one);
    if (next === value) return;
    draft.set(next);
    setBegun(true);
    const axis = axisOf(one);
    if (axis === null) return;
    if (axis !== opened || shown(next, null).find((each) => each.axis === axis)?.look === "sum") {
      setOpened(null);
    }
    follow(axis, next);
  };
  const done = async (): Promise<void> => {
    const said = value === null ? null : answers(value);
    if (value === null || said === null) return;
    const { call_id, unit_id } = assignment;
    const note = value.note.trim();
    const args = {
      ...{ call_id, unit_id, assignment_id: assignment.id },
      ...{ answers: said, note: note || null, ...about(value) },
    };
    const outcome = { type: "encounter.record", entity: client.newId(), args } as const;
    if (!(await save(outcome, ...felt.say(value.felt, unit_id)))) return;
    felt.said(value.felt);
    await draft.drop();
    const log = `/now/call/${assignment.id}/log`;
    const action = { label: o("addMore"), href: log };
    toast({ strong: s("save.done"), rest: s("save.bySelf"), action });
    go("/now?again=1", { replace: true });
  };
  return (
    <Screen
      title={again ? o("addTitle") : o("title")}
      {...(again ? { lead: o("addLead") } : {})}
      back={{ href: `/now/call/${assignment.id}`, label: o("back", { number: call.number }) }}
      space="none"
      dock={value !== null && <LogDock draft={value} saving={saving} onSave={() => void done()} />}
    >
      {value !== null && (
        <>
          <Partner assignment={assignment} />
          <Axes draft={value} opened={opened} onOpen={setOpened} onTap={tap} />
          <Rest draft={value} call={call} asksFelt={felt.asks} onTap={tap} />
        </>
      )}
    </Screen>
  );
};

/**
 * Whether somebody felt safe, asked once a call: a second answer would be added to the sums once more.
 *
 * The phone remembers for which calls it was answered, and not what.
 */
const useFelt = (call: string) => {
  const { client, Above } = useApp();
  const [known, remember] = useIds("felt");
  const asks = Above === undefined && known?.includes(call) === false;
  return {
    asks,
    say: (felt: Draft["felt"], unit_id: string) =>
      asks && felt !== null
        ? [{ type: "felt.say", entity: client.newId(), args: { unit_id, safe: felt === "yes" } } as const]
        : [],
    said: (felt: Draft["felt"]): void => {
      if (asks && felt !== null) remember([...(known ?? []), call]);
    },
  };
};

/** While something is answered here the partner's phone knows that, if it can: a hint that holds nobody up. */
const useWriting = ({ id, unit_id }: Assignment, is: boolean): void => {
  const { client } = useApp();
  useEffect(() => {
    if (!is) return;
    client.writing({ unit_id, assignment_id: id });
    return () => client.writing(null);
  }, [client, id, unit_id, is]);
};

/** Whoever of the team began first, and when: both may save, and both is kept. */
const Partner = ({ assignment }: { readonly assignment: Assignment }) => {
  const { client } = useApp();
  const { unit } = useWork();
  const writer = client.writers.value.find((each) => each.assignment_id === assignment.id);
  const name = unit?.members.find((each) => each.person_id === writer?.person_id)?.name ?? say("both.partner");
  return (
    <p class="note" role="status" hidden={writer === undefined}>
      {writer !== undefined && say("both.writing", { name, at: clock(writer.since) })}
    </p>
  );
};

/** After a tap: say what was answered, and keep the focus on the question when it folds. */
const useFollow = (draft: Draft | null): ((axis: AxisName, next: Draft) => void) => {
  const folding = useRef<AxisName | null>(null);
  useLayoutEffect(() => {
    const axis = folding.current;
    if (axis === null || draft === null) return;
    folding.current = null;
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) document.getElementById(`axis-${axis}`)?.focus({ preventScroll: true });
  }, [draft]);
  return (axis, next) => {
    folding.current = axis;
    if (!isAnswered(next, axis)) return;
    const title = titleOf(axis, true);
    const said = { axis: title.endsWith("?") ? title : `${title}:`, answer: answerOf(axis, next).answer };
    const n = toGo(next).length;
    announce(n === 0 ? o("axisDone", said) : o("axisSay", { ...said, n }));
  };
};

interface AxesProps {
  readonly draft: Draft;
  readonly opened: AxisName | null;
  readonly onOpen: (axis: AxisName) => void;
  readonly onTap: (tap: Tap) => void;
}

/** With so many answered lines their questions are only said, not drawn. */
const MANY = 2;

const Axes = ({ draft, opened, onOpen, onTap }: AxesProps) => {
  const all = shown(draft, opened);
  const brief = all.filter((each) => each.look === "sum").length > MANY;
  return (
    <>
      {all.map(({ axis, look, now }, i) => {
        const id = `axis-${axis}`;
        if (look === "open") {
          return <AxisBody key={axis} id={id} axis={axis} now={now} draft={draft} onTap={onTap} />;
        }
        if (look === "todo") {
          const question = titleOf(axis);
          const title = isFree(draft, axis) ? o("free", { question }) : question;
          return <AxisTodo key={axis} id={id} n={i + 1} title={title} onOpen={() => onOpen(axis)} />;
        }
        return (
          <AxisSum
            key={axis}
            id={id}
            title={titleOf(axis, true)}
            brief={brief}
            {...answerOf(axis, draft)}
            onChange={() => onOpen(axis)}
          />
        );
      })}
      {draft.contact !== null && !met(draft) && <AxisTold icon="minus">{o("notAsked")}</AxisTold>}
    </>
  );
};

interface RestProps {
  readonly draft: Draft;
  readonly call: Call;
  /** Not again where it was answered, nor on a locked phone, which does not remember. */
  readonly asksFelt: boolean;
  readonly onTap: (tap: Tap) => void;
}

/** What is filled in already, and what nobody must fill in. */
const Rest = ({ draft, call, asksFelt, onTap }: RestProps) => {
  const [changing, setChanging] = useState(false);
  const box = useHandedFocus<HTMLDivElement>(changing);
  if (draft.contact === null) return null;
  return (
    <div class="stack-s after" ref={box}>
      {changing ? (
        <Card stack="s">
          <h2 id="without">{o("withoutTitle")}</h2>
          <Opts
            labelledby="without"
            value={draft.without}
            choices={WOULD_HAVE_GONE_TO.map((value) => ({
              value,
              label: label("would_have_gone_to", value),
            }))}
            onPick={(value) => {
              onTap({ on: "without", value });
              setChanging(false);
            }}
          />
        </Card>
      ) : (
        <button type="button" class="axis todo" onClick={() => setChanging(true)}>
          <Icon name="edit" />
          <span class="grow">
            {o("without")} <b>{without(draft)}</b>
            <br />
            <span class="s">{o(draft.without === call.would_have_gone_to ? "withoutFrom" : "withoutYou")}</span>
          </span>
          <span class="s b">{s("change")}</span>
        </button>
      )}
      {met(draft) && (
        <>
          <Noticed noticed={draft.noticed} onChange={(value) => onTap({ on: "noticed", value })} />
          <AboutPerson person={draft.person} onChange={(value) => onTap({ on: "person", value })} />
        </>
      )}
      {asksFelt && (
        <Card tone="flat" stack="s">
          <h2 id="felt">{say("felt.title")}</h2>
          <Chips labelledby="felt">
            {(["yes", "no"] as const).map((value) => (
              <Chip key={value} on={draft.felt === value} onPress={() => onTap({ on: "felt", value })}>
                {s(value)}
              </Chip>
            ))}
          </Chips>
          <p class="s dim">{say("felt.keeps")}</p>
        </Card>
      )}
      <p class="note warn" role="status" hidden={!looksPersonal(draft.note)}>
        {looksPersonal(draft.note) && o("noteLooks")}
      </p>
      <Field
        label={o("note")}
        hint={o("noteHint")}
        rows={2}
        max={600}
        value={draft.note}
        onInput={(value) => onTap({ on: "note", value })}
      />
    </div>
  );
};

const without = (draft: Draft): string => {
  if (draft.without === "none") return o("withoutNone");
  if (draft.without === "unknown") return o("withoutUnknown");
  return o("withoutGone", { who: label("would_have_gone_to", draft.without) });
};

const jump = (axis: AxisName | undefined): void => {
  const open = document.getElementById(`axis-${axis ?? "contact"}`);
  open?.scrollIntoView({ block: "start" });
  const first = open?.matches("button") === true ? open : open?.querySelector("button");
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });
};

const LogDock = (props: { readonly draft: Draft; readonly saving: boolean; readonly onSave: () => void }) => {
  const left = toGo(props.draft);
  if (left.length > 0) {
    return (
      <>
        <Btn kind="pri" icon="down" full onPress={() => jump(left[0])}>
          {o("togo", { n: left.length })}
        </Btn>
        <Btn kind="quiet" full href="/now">
          {o("later")}
        </Btn>
      </>
    );
  }
  return (
    <>
      <Btn kind="pri" icon="check" full disabled={props.saving} onPress={props.onSave}>
        {props.saving ? o("saving") : o("saveKey")}
      </Btn>
      {met(props.draft) && (
        <Btn icon="link" full href="/find">
          {o("referral")}
        </Btn>
      )}
    </>
  );
};
