/** What the board says aloud to a screen reader: alarms at once; new calls, limits and ladders at most one in five seconds. */
import { useEffect, useRef } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { own, t } from "../../../text/desk/board";
import { numberOf, titleOf, unitName, upper, whereOf } from "../parts/words";
import { nextWords } from "../next/words";
import { age } from "../rules/age";
import { isAsked } from "../rules/board";
import { rungs } from "../rules/ladder";
import { alarmWords, ON_STRIP } from "./alarms";
import type { Desk } from "./use";

/** What there was to say something about at one moment; a sentence for each. */
export interface Sayings {
  readonly alarms: ReadonlyMap<string, string>;
  readonly polite: ReadonlyMap<string, string>;
}

const ladderSayings = (desk: Desk, chosen: string | null): readonly (readonly [string, string])[] =>
  (desk.standing.get(chosen ?? "")?.assignments ?? []).flatMap((assignment) => {
    const last = rungs(assignment, desk.now).findLast((it) => it.state === "done" || it.state === "fail");
    if (last === undefined || (!isAsked(assignment) && last.name !== "accepted")) return [];
    const team = unitName(desk.units, assignment.unit_id);
    const rung = last.state === "fail" ? t("say.notDelivered") : own("rung", last.name).toLocaleLowerCase();
    return [[`${assignment.id} ${last.name} ${last.state}`, `${team}: ${rung}.`] as const];
  });

/** Everything on the board that is worth a sentence when it is new. */
export const sayings = (desk: Desk, chosen: string | null): Sayings => {
  const waiting = desk.board.waiting.map(({ call }) => call);
  return {
    alarms: new Map(
      desk.alarms.map((alarm, i) => {
        const words = alarmWords(alarm, desk);
        // Of those that stand on the strip it is said what is proposed.
        const next = i < ON_STRIP ? nextWords(alarm, desk) : null;
        const about = next === null ? words.rest : `${upper(next)} · ${words.rest}`;
        // Whom to phone is said once more, when it comes to that.
        const key = `${alarm.id} ${alarm.help?.phone_at ?? ""}`;
        return [key, t("say.alarm", { what: words.strong, about, n: i + 1 })];
      }),
    ),
    polite: new Map([
      ...waiting.map((call) => {
        const values = { priority: call.priority, title: titleOf(call).toLocaleLowerCase(), where: whereOf(call) };
        return [`new ${call.id}`, t("say.newCall", values)] as const;
      }),
      ...waiting
        .filter((call) => age(call, desk.now, desk.edition).look === "over")
        .map((call) => [`over ${call.id}`, t("say.over", { call: numberOf(call) })] as const),
      ...ladderSayings(desk, chosen),
    ]),
  };
};

/** The sentences of what was not there before. */
export const news = (before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): readonly string[] =>
  [...now].filter(([key]) => !before.has(key)).map(([, sentence]) => sentence);

const EVERY_MS = 5000;

/** Speaks. What stands there when the board is opened, or a call chosen, is read by eye or by moving through it. */
export const useSpeech = (desk: Desk, chosen: string | null): void => {
  const before = useRef<{ readonly chosen: string | null; readonly said: Sayings } | null>(null);
  const queue = useRef<readonly string[]>([]);
  // By the clock that nobody sets: after one was put back an hour, nothing would be said for an hour.
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  const said = sayings(desk, chosen);
  useEffect(() => {
    const earlier = before.current;
    before.current = { chosen, said };
    if (earlier === null) return;
    for (const sentence of news(earlier.said.alarms, said.alarms)) announce(sentence, "assertive");
    if (earlier.chosen !== chosen) return;
    queue.current = [...queue.current, ...news(earlier.said.polite, said.polite)];
    const now = performance.now();
    if (queue.current.length === 0 || now - lastAt.current < EVERY_MS) return;
    announce(queue.current.join(" "));
    queue.current = [];
    lastAt.current = now;
  });
};
