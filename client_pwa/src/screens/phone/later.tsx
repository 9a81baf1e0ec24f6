/** The screens that are not first: finding help, referrals and Me. Fetched right after the first paint. */
import { match } from "../../router";
import { Attention } from "./attention";
import { Find } from "./find";
import { Me } from "./me";
import { Place } from "./place";
import { Promises } from "./promises";
import { Refer } from "./refer";

export const Later = ({ path }: { readonly path: string }) => {
  const refer = match("/find/:service/refer", path);
  if (refer !== null) return <Refer {...refer} />;
  const place = match("/find/:service", path);
  if (place !== null) return <Place {...place} />;
  switch (path) {
    case "/promises":
      return <Promises />;
    case "/me":
      return <Me />;
    case "/me/attention":
      return <Attention />;
    default:
      return <Find />;
  }
};
