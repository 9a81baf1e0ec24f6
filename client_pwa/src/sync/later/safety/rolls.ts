/** Roll-calls as this device knows them before the server does; its rows replace these. Pure. */
import type { Roll } from "../../../schema";
import type { Handlers, RollType } from "../../overlay";

const ANSWERED = { step: null, no_link: false } as const;

const earlier = (known: number | null, at: number): number => (known === null ? at : Math.min(known, at));

const when = (said: number | null | undefined, skew: number, at: number): number =>
  said === null || said === undefined ? at : said + skew;

const isAwaited = (roll: Roll): boolean => roll.answered_at === null && roll.ended_at === null;

/** Whom a new roll-call asks, the server says; of one that goes on those who have not answered are asked again. */
export const ROLLS: Pick<Handlers, RollType> = {
  "roll.call": (view, { entity, at }) => {
    for (const roll of view.all("roll").filter((it) => it.roll_id === entity && isAwaited(it))) {
      view.put("roll", roll.id, { ...roll, ...ANSWERED, asked_at: at });
    }
  },
  "roll.answer": (view, { entity, args, at, skew_ms }) => {
    const said = when(args.answered_at, skew_ms, at);
    for (const roll of view.all("roll").filter((it) => it.roll_id === entity && it.unit_id === args.unit_id)) {
      view.put("roll", roll.id, { ...roll, ...ANSWERED, answered_at: earlier(roll.answered_at, said) });
    }
  },
  "roll.end": (view, { entity, args, at, skew_ms }) => {
    const said = when(args.at, skew_ms, at);
    for (const roll of view.all("roll").filter((it) => it.roll_id === entity)) {
      view.put("roll", roll.id, { ...roll, ended_at: earlier(roll.ended_at, said) });
    }
  },
};
