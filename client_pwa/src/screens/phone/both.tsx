/** /now/call/:call/both: where partners saved different things of one outcome, side by side, and which of them counts. */
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card } from "../../parts/card";
import { Screen } from "../../parts/screen";
import { go } from "../../router";
import type { Assignment } from "../../schema";
import { say } from "../../text/later";
import { o } from "../../text/outcome";
import { t } from "../../text/phone";
import { linesOf, personLabel } from "../../text/person";
import { clock } from "../../text/times";
import { useAssignment, useEncounter } from "./hooks";
import { answerOf, titleOf } from "./logwords";
import { type AxisName, asked, isAnswered, isFree } from "./outcome";
import { differing, toldApart, type Version, versionsOf } from "./saves";

export const Both = ({ call: id }: { readonly call: string }) => {
  const { assignment, call } = useAssignment(id);
  if (assignment === null || call === null) {
    return <Screen title={o("gone")} lead={o("goneLead")} tab="now" />;
  }
  const dock = (
    <>
      <Btn kind="pri" icon="edit" full href={`/now/call/${id}/log`}>
        {say("both.add")}
      </Btn>
      <Btn full onPress={() => go("/now", { replace: true })}>
        {t("call.toNow")}
      </Btn>
    </>
  );
  const back = { href: `/now/call/${id}`, label: o("back", { number: call.number }) };
  return (
    <Screen title={say("both.title")} lead={say("both.lead")} reading={say("both.title")} back={back} dock={dock}>
      <Versions assignment={assignment} />
    </Screen>
  );
};

const useNames = (unit: string): ((person: string) => string) => {
  const { client } = useApp();
  const members = client.rows("unit").value.get(unit)?.members ?? [];
  return (person) => {
    if (person === client.session.person.id) return say("both.you");
    const name = members.find((member) => member.person_id === person)?.name ?? "";
    return name === "" ? say("both.partner") : name;
  };
};

const answer = ({ draft }: Version, axis: AxisName): string => {
  if (!asked(draft).includes(axis) || (isFree(draft, axis) && !isAnswered(draft, axis))) return say("both.notAsked");
  const said = answerOf(axis, draft);
  return said.rest === "" ? said.answer : `${said.answer} · ${said.rest}`;
};

const Versions = ({ assignment }: { readonly assignment: Assignment }) => {
  const encounter = useEncounter(assignment);
  const nameOf = useNames(assignment.unit_id);
  const versions = encounter === null ? [] : versionsOf(encounter);
  const axes = differing(versions);
  const apart = toldApart(versions);
  const last = versions.at(-1);
  if (axes.length + apart.length === 0 || last === undefined) return <p>{say("both.same")}</p>;
  const hasNotes = versions.some((each) => each.note !== "" || each.lostNote);
  const row = (title: string, said: (each: Version) => string) => (
    <Row key={title} title={title} cells={versions.map((each) => [nameOf(each.by), clock(each.at), said(each)])} />
  );
  return (
    <>
      {axes.map((axis) => row(titleOf(axis), (each) => answer(each, axis)))}
      {apart.map((each) =>
        row(personLabel("question", each), ({ draft: { person } }) => {
          const [line] = linesOf({ [each]: person[each] });
          return line?.[1] ?? say("both.notAsked");
        }),
      )}
      {hasNotes && row(say("both.note"), (each) => each.note || say(each.lostNote ? "both.noteLost" : "both.noNote"))}
      <p>
        {say("both.counts", { who: nameOf(last.by), time: clock(last.at) })} <b>{say("both.settle")}</b>
      </p>
    </>
  );
};

type Cell = readonly [who: string, when: string, said: string];

const Row = (props: { readonly title: string; readonly cells: readonly Cell[] }) => (
  <Card stack="s">
    <h2>{props.title}</h2>
    <dl class="pair">
      {props.cells.map(([who, when, said]) => (
        <div key={who}>
          <dt class="s dim">
            {who}, {when}
          </dt>
          <dd class="b">{said}</dd>
        </div>
      ))}
    </dl>
  </Card>
);
