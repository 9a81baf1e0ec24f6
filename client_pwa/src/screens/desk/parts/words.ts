/** Calls, teams and people in the desk's words. */
import type { Assignment, Call, PlaceWithinCode, ToPhone, Unit } from "../../../schema";
import { label } from "../../../text/codes";
import { t, own } from "../../../text/desk/board";
import { row } from "../../../text/desk/dates";
import { list } from "../../../text/times";

/** The spoken number; a call this desk has only saved has none yet. */
export const numberOf = (call: Pick<Call, "number"> | undefined): string =>
  call === undefined ? t("call.gone") : call.number === "" ? t("call.noNumber") : call.number;

/** The place, and how near to it. */
const nearOf = (place: string, within: PlaceWithinCode): string =>
  within === "exact" ? place : `${place} (${t(`near.${within}`)})`;

/** Where it is, as exactly as this desk may know. */
export const whereOf = (call: Call): string => {
  if (call.place !== null && call.place !== undefined && call.place !== "")
    return nearOf(call.place, call.place_within ?? "exact");
  if (call.source === "onview") return t("place.withTeam");
  return call.area === "unknown" || call.area === "" ? t("place.unknown") : call.area;
};

export const titleOf = (call: Pick<Call, "type_code">): string => label("type_code", call.type_code);

export const skillsOf = (unit: Pick<Unit, "skills">): string =>
  unit.skills.length === 0 ? t("team.noSkills") : row(unit.skills.map((skill) => label("skill", skill)));

/** A unit may have left the desk's view; its assignment is still told. */
export const unitName = (units: ReadonlyMap<string, Unit>, id: string | null): string =>
  (id === null ? undefined : units.get(id)?.name) ?? t("team.unknown");

/** "with the person": what the team is doing on this call. */
export const doing = (assignment: Pick<Assignment, "state">): string => own("assignment", assignment.state);

/** What the team does, by the call it is on where there is one: "arrived" and "with the person" are one unit status. */
export const teamState = (unit: Unit, on: Assignment | null): string =>
  on === null ? own("unit", unit.status) : doing(on);

/** "Ada Lee 555 0100": whom to phone, by name; the ladder has no other step left. */
export const whomToPhone = (people: readonly ToPhone[]): string =>
  list(people.map((it) => `${it.name === "" ? t("person.unknown") : it.name} ${it.phone ?? t("alarm.noNumber")}`));

/** First letter up: a label that begins a sentence. */
export const upper = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
