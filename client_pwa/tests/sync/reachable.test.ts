/** Every state the engine can be in, walked to, and every event in it. */
import { describe, expect, it } from "vitest";
import { advance, advancing, type Engine, HANDLERS, mayRead, newEngine, PLANS, type Step } from "../../src/sync/engine";
import type { Event } from "../../src/sync/events";
import type { News } from "../../src/sync/run";
import {
  CLOCKS,
  faults,
  freshly,
  isRestful,
  keyOf,
  kindNews,
  KINDS,
  NOW,
  type Place,
  placeAfter,
  set,
  STARTS,
} from "./model";

type Machine = typeof advance;

/** What is walked to is fresh. */
const LATER = CLOCKS.filter((clock) => clock !== "fresh");

const run = (machine: Machine, place: Place, news: News, luck = 0.5): Step =>
  machine(place.engine, { ...news, at: NOW } as Event, luck);

/** In how many states something can come, and what it brings about there. */
interface Done {
  states: number;
  readonly effects: Set<string>;
}

interface Walked {
  readonly places: ReadonlyMap<string, Place>;
  readonly steps: number;
  readonly faults: readonly string[];
  readonly done: ReadonlyMap<News, Done>;
}

/** Walk everywhere; stop at the first faults. */
const walk = (machine: Machine): Walked => {
  const places = new Map<string, Place>();
  const queue: Place[] = [];
  const found: string[] = [];
  const done = new Map(KINDS.map(({ news }): [News, Done] => [news, { states: 0, effects: new Set() }]));
  let steps = 0;
  const take = (place: Place, news: News): Step => {
    const step = run(machine, place, news);
    steps += 1;
    for (const fault of faults(place.engine, news, step)) {
      found.push(`${fault} | ${JSON.stringify(news)} | ${keyOf(place)} → ${keyOf(placeAfter(place, news, step))}`);
    }
    const next = placeAfter(place, news, step);
    const key = keyOf(next);
    if (!places.has(key)) {
      const fresh = freshly(next);
      places.set(key, fresh);
      queue.push(fresh);
    }
    return step;
  };
  const note = (news: News, { effects }: Step): void => {
    const noted = done.get(news);
    if (noted === undefined) return;
    noted.states += 1;
    for (const { type } of effects) if (type !== "alarm") noted.effects.add(type);
  };
  for (const reads of [true, false]) {
    for (const start of STARTS) take({ engine: set(newEngine(reads), "fresh"), isMarking: false }, start);
  }
  for (let place = queue.pop(); place !== undefined && found.length === 0; place = queue.pop()) {
    const { isMarking } = place;
    const later = LATER.map((clock): Place => ({ engine: set(place.engine, clock), isMarking }));
    for (const { news, can } of KINDS) {
      if (!can(place)) continue;
      note(news, take(place, news));
      for (const each of later) take(each, news);
    }
  }
  return { places, steps, faults: found, done };
};

const mute = (type: Event["type"]): Machine =>
  advancing({ ...HANDLERS, [type]: (e: Engine) => ({ engine: e, effects: [] }) }, PLANS);

/** Does a world in which all goes well bring this place to rest? `calm` remembers what was found. */
const restFrom = (start: Place, calm: Map<string, boolean>, machine: Machine = advance): boolean => {
  const seen: string[] = [];
  let place = start;
  for (let n = 0; n < 60; n++) {
    const key = keyOf(place);
    if (isRestful(place) || calm.get(key) === true) {
      for (const each of seen) calm.set(each, true);
      return true;
    }
    seen.push(key);
    // The alarm has rung: whatever rested may go on.
    const ready = freshly(place);
    const news = kindNews(ready);
    place = placeAfter(ready, news, run(machine, ready, news));
  }
  return false;
};

/** What can come when, and what it ever does: a table to read. */
const table = ({ places, done }: Walked): string => {
  const lines = [`${places.size} states can be reached. An event that is not listed for a time cannot come then.`, ""];
  for (const { news, when } of KINDS) {
    const { states, effects } = done.get(news) ?? { states: 0, effects: [] };
    const may = [...effects].sort().join(" ");
    lines.push(`${JSON.stringify(news)}`, `  ${when}: ${states} states; may bring about: ${may || "nothing"}`);
  }
  return `${lines.join("\n")}\n`;
};

const walked = walk(advance);
const everywhere: readonly Place[] = [...walked.places.values()];

describe("every reachable state and every event", () => {
  it("keep the rules: nothing lost, nothing twice, nothing read without leave, nobody stuck", () => {
    expect(walked.faults).toEqual([]);
    expect(walked.places.size).toBeGreaterThan(50_000);
  });

  it("are those of the table", async () => {
    await expect(table(walked)).toMatchFileSnapshot("./reachable.table.txt");
  });

  it("lead to rest, everything sent and read, once all goes well", () => {
    const calm = new Map<string, boolean>();

    const stuck = everywhere.filter((place) => !restFrom(place, calm));

    expect(stuck.map(keyOf)).toEqual([]);
  });

  it("mean something at every time: an event nobody could send breaks no rule of reading", () => {
    const bad: string[] = [];
    for (const place of everywhere) {
      for (const { news, can } of KINDS) {
        if (can(place)) continue;
        const { engine, effects } = run(advance, place, news);
        const reads = effects.some(({ type }) => type === "pull" || type === "open" || type === "got");
        if (reads && !mayRead(engine)) bad.push(`${JSON.stringify(news)} | ${keyOf(place)}`);
      }
    }

    expect(bad).toEqual([]);
  });
});

/** The control: a machine that lacks something is noticed, at the latest by never coming to rest. */
describe("a machine that lacks", () => {
  const isNoticed = (lame: Machine): boolean => {
    const calm = new Map<string, boolean>();
    return everywhere.some((place) => {
      const engines = CLOCKS.map((clock) => set(place.engine, clock));
      const isBad = KINDS.some(
        ({ news, can }) =>
          can(place) &&
          engines.some((engine) => faults(engine, news, run(lame, { ...place, engine }, news)).length > 0),
      );
      return isBad || !restFrom(place, calm, lame);
    });
  };
  const types = (Object.keys(HANDLERS) as Event["type"][]).filter((type) => type !== "tick" && type !== "started");

  it("its answer to started is", () => {
    expect(walk(mute("started")).faults).not.toEqual([]);
  });

  it.each(types)("its answer to %s is", (type) => {
    expect(isNoticed(mute(type))).toBe(true);
  });

  it.each(PLANS.map((plan) => [plan.name, plan] as const))("its plan %s is", (_name, plan) => {
    expect(
      isNoticed(
        advancing(
          HANDLERS,
          PLANS.filter((each) => each !== plan),
        ),
      ),
    ).toBe(true);
  });
});
