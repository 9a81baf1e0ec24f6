/** After the outcome: that a report may be due, and that it was made. What it says stays with whoever made it. */
import { useState } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import { Chip, Chips } from "../../../parts/chip";
import { Sheet } from "../../../parts/sheet";
import {
  type Assignment,
  REPORTED_TO,
  REPORTER_ROLE,
  type ReportedToCode,
  type ReporterRoleCode,
} from "../../../schema";
import { REPORTS } from "../../../sync/later/team/reports";
import { label } from "../../../text/codes";
import { reportSay as r } from "../../../text/reports";
import { s } from "../../../text/shell";
import { clock } from "../../../text/times";
import { useEncounter, useSave, useWork } from "../hooks";

const nameOf = (role: ReporterRoleCode): string => (role === "supervisor" ? r("supervisor") : label("skill", role));

/** What this person is, if they are one thing only: then nobody need ask. */
const useOwnRole = (): ReporterRoleCode | null => {
  const { client } = useApp();
  const { unit } = useWork();
  const own = unit?.members.find((it) => it.person_id === client.session.person.id)?.skills ?? [];
  const fitting = REPORTER_ROLE.filter((role) => own.some((skill) => skill === role));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
};

const MadeSheet = (props: { readonly assignment: Assignment; readonly onClose: () => void }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const [to, setTo] = useState<ReportedToCode | null>(null);
  const [role, setRole] = useState<ReporterRoleCode | null>(useOwnRole());
  const made = async (): Promise<void> => {
    if (to === null || role === null) return;
    const { call_id, unit_id } = props.assignment;
    if (!(await save({ type: "report.made", entity: client.newId(), args: { call_id, unit_id, to, role } }))) return;
    announce(s("save.done"));
    props.onClose();
  };
  return (
    <Sheet title={r("open")} lead={r("keeps")} help onClose={props.onClose}>
      <p class="label">{r("to")}</p>
      <Chips label={r("to")}>
        {REPORTED_TO.map((each) => (
          <Chip key={each} on={to === each} onPress={() => setTo(each)}>
            {r(`to.${each}`)}
          </Chip>
        ))}
      </Chips>
      <p class="label">{r("role")}</p>
      <Chips label={r("role")}>
        {REPORTER_ROLE.map((each) => (
          <Chip key={each} on={role === each} onPress={() => setRole(each)}>
            {nameOf(each)}
          </Chip>
        ))}
      </Chips>
      <Btn kind="pri" full disabled={saving || to === null || role === null} onPress={() => void made()}>
        {r("save")}
      </Btn>
      <Btn kind="quiet" full onPress={props.onClose}>
        {s("back")}
      </Btn>
    </Sheet>
  );
};

export const ReportBand = ({ assignment }: { readonly assignment: Assignment }) => {
  const { client } = useApp();
  const encounter = useEncounter(assignment);
  const [saying, setSaying] = useState(false);
  client.foresee(REPORTS);
  const { must_report: about = [], reports = [] } = encounter ?? {};
  if (about.length + reports.length === 0) return null;
  return (
    <>
      <Note tone={reports.length === 0 ? "warn" : "tint"} icon="flag">
        <div class="stack-s">
          {reports.length === 0 && about.map((each) => <b key={each}>{r(`due.${each}`)}</b>)}
          {reports.map(({ id, to, role, at }) => (
            <p key={id}>{r("made", { to: r(`to.${to}`), role: nameOf(role), time: clock(at) })}</p>
          ))}
          {reports.length === 0 && <p>{r("lead")}</p>}
          <Btn size="sm" icon="check" onPress={() => setSaying(true)}>
            {r(reports.length === 0 ? "open" : "again")}
          </Btn>
        </div>
      </Note>
      {saying && <MadeSheet assignment={assignment} onClose={() => setSaying(false)} />}
    </>
  );
};
