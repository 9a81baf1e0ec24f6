/** Where somebody on a team is phoned. */
import type { Member, Unit } from "../../../schema";
import { t } from "../../../text/desk/board";

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
