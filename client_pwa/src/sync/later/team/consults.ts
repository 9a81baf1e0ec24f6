/** What this device's people asked a supervisor, or answered, before the server knows; its rows replace it. Pure. */
import type { ConsultType, Handlers } from "../../overlay";

const when = (said: number | null | undefined, skew: number, at: number): number =>
  said === null || said === undefined ? at : said + skew;

export const CONSULTS: Pick<Handlers, ConsultType> = {
  "consult.ask": (view, { entity, args, at, skew_ms, person, name }) => {
    if (view.get("consult", entity) !== undefined) return;
    const { call_id, unit_id, reason = null } = args;
    const asked_at = when(args.asked_at, skew_ms, at);
    view.put("consult", entity, {
      ...{ id: entity, call_id, unit_id, reason, by: person, name, asked_at, received_at: at },
      ...{ answered_at: null, answers: [], version: 0 },
    });
  },
  "consult.answer": (view, { id, entity, args, at, skew_ms, person, name }) =>
    view.edit("consult", entity, (consult) => {
      const { answers = [], answered_at } = consult;
      if (answers.some((it) => it.id === id)) return consult;
      const told = when(args.at, skew_ms, at);
      const { answer, note = null } = args;
      return {
        ...consult,
        answered_at: answered_at ?? told,
        answers: [...answers, { id, by: person, name, at: told, answer, note }],
      };
    }),
};
