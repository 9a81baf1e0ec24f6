import {
  array,
  assert,
  constantFrom,
  integer,
  option,
  property,
  record,
  shuffledSubarray,
  uniqueArray,
} from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assignment, Call, Unit } from "../../src/schema";
import { isOpen } from "../../src/screens/desk/rules/board";
import {
  type Candidate,
  type Field,
  isOnShift,
  mayGo,
  type Wanted,
  whoCouldGo,
} from "../../src/screens/desk/rules/order";
import { FIRST } from "../../src/screens/desk/editions/rules";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "./rows";

const AREAS = ["Northgate", "Harbor", "unknown"] as const;
const SKILLS = ["CLIN", "CRISIS", "MEDIC", "PEER"] as const;
const PRIORITIES = ["P1", "P2", "P3"] as const;
const STATES = ["offered", "declined", "expired", "accepted", "on_scene", "cleared"] as const;
const STATUSES = ["available", "avail_area", "break", "decomp", "off", "oos", "emergency", "on_scene"] as const;
const UNITS = ["u0", "u1", "u2", "u3", "u4"] as const;
const CALLS = ["c0", "c1", "c2"] as const;

const at = integer({ min: NOON - 90 * MINUTE, max: NOON });
const skills = shuffledSubarray([...SKILLS]);
const languages = shuffledSubarray(["es", "so"]);

const units = uniqueArray(
  record({
    ...{ id: constantFrom(...UNITS), skills, languages, status: constantFrom(...STATUSES), status_at: at },
    base: constantFrom(null, "Northgate", "Harbor"),
    held_for: constantFrom(null, ...CALLS),
    held_until: integer({ min: NOON - MINUTE, max: NOON + MINUTE }),
  }).map(
    ({ id, skills, languages, ...rest }): Unit =>
      aUnit(id, skills, { ...rest, members: [{ person_id: `of ${id}`, name: "", skills, languages }] }),
  ),
  { selector: (unit) => unit.id },
);

const assignments = uniqueArray(
  record({
    id: integer({ max: 99 }).map(String),
    unit_id: constantFrom(...UNITS),
    call_id: constantFrom(...CALLS),
    state: constantFrom(...STATES),
    offered_at: at,
    accepted_at: option(at),
    arrived_at: option(at),
    ended_at: option(at),
    transport_at: option(at),
  }).map((row): Assignment => anAssignment(row)),
  { selector: (assignment) => assignment.id },
);

const calls = array(
  record({
    id: constantFrom(...CALLS),
    area: constantFrom(...AREAS),
    priority: constantFrom(...PRIORITIES),
    language: constantFrom(null, "en", "es"),
  }).map((row): Call => aCall(row)),
  { maxLength: CALLS.length },
).map((rows): ReadonlyMap<string, Call> => new Map(rows.map((call) => [call.id, call])));

const wanted = record({
  id: constantFrom(...CALLS),
  type_code: constantFrom("MH_CRISIS", "PERSON_DOWN", "TRANSPORT_SVC"),
  priority: constantFrom(...PRIORITIES),
  language: constantFrom(null, "en", "es"),
  area: constantFrom(...AREAS),
});

const town = record({ units, assignments, calls }).map(
  (it): Field => ({ ...it, waiting: [...it.calls.values()], skills: FIRST.skills, now: NOON }),
);

const holds = (promise: (call: Wanted, field: Field, found: readonly Candidate[]) => void): void =>
  assert(
    property(wanted, town, (call, field) => promise(call, field, whoCouldGo(call, field))),
    { seed: 727 },
  );

const reversed = (field: Field): Field => ({
  units: [...field.units].reverse(),
  assignments: [...field.assignments].reverse(),
  calls: field.calls,
  waiting: [...field.waiting],
  skills: field.skills,
  now: field.now,
});

const traits = (it: Candidate): readonly string[] => [
  it.may,
  ...(it.said_no === null ? [] : ["said no"]),
  ...(it.best_for === null ? [] : ["best for another"]),
  ...(it.speech?.is_spoken === true ? ["speaks"] : []),
  ...(it.near === null ? [] : [`near by ${it.near}`]),
  ...(it.is_held ? ["held"] : []),
  ...(it.held_for === null ? [] : ["held for another"]),
];

describe("who could go, whatever the town is like", () => {
  it("names each team on shift once that is neither away nor asked or on this call, and nobody else", () => {
    holds((call, field, found) => {
      const engaged = [...field.assignments].filter((row) => row.call_id === call.id && isOpen(row));
      const free = [...field.units].filter((unit) => !engaged.some((row) => row.unit_id === unit.id));
      const there = free.filter((unit) => isOnShift(unit) && mayGo(unit, call.priority) !== null);

      expect(found.map((it) => it.unit.id).sort()).toEqual(there.map((unit) => unit.id).sort());
    });
  });

  it("does not depend on the order in which the rows came", () => {
    holds((call, field, found) => {
      const names = whoCouldGo(call, reversed(field)).map((it) => it.unit.id);

      expect(names).toEqual(found.map((it) => it.unit.id));
    });
  });

  it("never puts a busy team before one that pauses, that before one that may be asked, nor one that may be asked before a ready one", () => {
    holds((_call, _field, found) => {
      const ranks = found.map((it) => ["ready", "ask", "pause", "busy"].indexOf(it.may));

      expect(ranks).toEqual([...ranks].sort());
    });
  });

  it("never puts who said no to this call before who did not and may go as well", () => {
    holds((_call, _field, found) => {
      for (const may of ["ready", "ask", "pause", "busy"]) {
        const nos = found.filter((it) => it.may === may).map((it) => Number(it.said_no !== null));
        expect(nos).toEqual([...nos].sort());
      }
    });
  });

  it("never puts who was seen or starts near behind who is no better in anything else and farther", () => {
    holds((_call, _field, found) => {
      const rest = ({ near: _, since: __, lately: ___, unit: ____, ...it }: Candidate): string => JSON.stringify(it);
      const nearness = ({ near }: Candidate): number => ["last", "base", null].indexOf(near);
      for (const [i, one] of found.entries()) {
        for (const other of found.slice(i + 1)) {
          if (rest({ ...one, last: null }) !== rest({ ...other, last: null })) continue;
          expect(nearness(one)).toBeLessThanOrEqual(nearness(other));
        }
      }
    });
  });

  it("gives only reasons that are so: skills they have, a language they speak, a place they were at", () => {
    holds((call, field, found) => {
      for (const { unit, has, lacks, match, speech, last } of found) {
        expect(has.every((skill) => unit.skills.includes(skill))).toBe(true);
        expect(lacks.some((skill) => unit.skills.includes(skill))).toBe(false);
        expect(match !== null).toBe(lacks.length === 0);
        expect(match === null || FIRST.skills(call.type_code).length === 0 || has.length > 0).toBe(true);
        const spoken = unit.members.flatMap((member) => member.languages ?? []);
        expect(speech?.is_spoken ?? false).toBe(call.language === "es" && spoken.includes("es"));
        const own = [...field.assignments].filter((row) => row.unit_id === unit.id && row.arrived_at !== null);
        expect(last === null || own.some((row) => field.calls.get(row.call_id)?.area === last.area)).toBe(true);
      }
    });
  });

  it("calls a team near by where it was last, else by where it starts from", () => {
    holds((call, _field, found) => {
      for (const { unit, last, near } of found) {
        expect(near === "last").toBe(last !== null && last.area === call.area);
        expect(near === "base").toBe(last === null && unit.base === call.area);
      }
    });
  });

  it("says that a team is held while that is asked for and the call is known and open, and for which call", () => {
    holds((call, { calls }, found) => {
      for (const { unit, is_held, held_for } of found) {
        const held = (unit.held_until ?? 0) > NOON ? calls.get(unit.held_for ?? "")?.id : undefined;
        expect([is_held, held_for]).toEqual(held === call.id ? [true, null] : [false, held ?? null]);
      }
    });
  });

  it("is tried on towns in which all of this happens", () => {
    const seen = new Set<string>();
    holds((_call, _field, found) => {
      for (const name of found.flatMap(traits)) seen.add(name);
    });

    expect([...seen].sort()).toEqual([
      "ask",
      "best for another",
      "busy",
      "held",
      "held for another",
      "near by base",
      "near by last",
      "pause",
      "ready",
      "said no",
      "speaks",
    ]);
  });
});
