/** That a supervisor looked, as this device knows it before the server does; its rows replace it. Pure. */
import type { Handlers, ReviewType } from "../../overlay";

export const REVIEWS: Pick<Handlers, ReviewType> = {
  "review.sign": (view, { entity, args, at, person, name }) =>
    view.edit("review", entity, (review) => {
      const seen = review.reasons.filter((it) => args.reasons.includes(it) || review.seen?.includes(it));
      return { ...review, seen, reviewed_at: at, by: person, name };
    }),
};
