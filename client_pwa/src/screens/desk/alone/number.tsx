/** Where somebody on a team is phoned. */
import type { Member, Unit } from "../../../schema";
import { label } from "../../../text/codes";
import { t } from "../../../text/desk/board";
import { row } from "../../../text/desk/dates";

export const numberFor = (unit: Pick<Unit, "phones">, member: Pick<Member, "person_id">): string | null =>
  unit.phones?.[member.person_id] ?? null;

export const PhoneLink = (props: { readonly unit: Unit; readonly member: Member }) => {
  const number = numberFor(props.unit, props.member);
  return number === null ? (
    <span class="dim">{t("alarm.noNumber")}</span>
  ) : (
    <a class="nw" href={`tel:${number}`}>
      {number}
    </a>
  );
};

/** Everybody on a team: name, skills, number. */
export const Numbers = ({ unit }: { readonly unit: Unit }) => (
  <ul class="stack-s">
    {unit.members.map((member) => (
      <li key={member.person_id}>
        <b>{member.name === "" ? t("person.unknown") : member.name}</b>{" "}
        <span class="dim">{row(member.skills.map((skill) => label("skill", skill)))}</span>{" "}
        <PhoneLink unit={unit} member={member} />
      </li>
    ))}
  </ul>
);
