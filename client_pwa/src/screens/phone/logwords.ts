/** The questions and answers of the outcome log in words. */
import type { ResolutionCode, SupplyCode } from "../../schema";
import { label } from "../../text/codes";
import { say } from "../../text/later";
import { o } from "../../text/outcome";
import type { AxisName, Draft } from "./outcome";

/** The question; `short` is how it is named once it is answered. */
export const titleOf = (axis: AxisName, short = false): string => {
  if (short && axis === "contact") return o("contactShort");
  if (short && axis === "safe") return o("safeShort");
  if (axis === "dispute") return say(short ? "odds.short" : "odds.title");
  return o(axis);
};

export interface Answer {
  readonly answer: string;
  readonly rest: string;
}

/** "Water × 2" */
export const given = (code: SupplyCode, n: number): string =>
  n > 1 ? `${label("supply", code)} × ${n}` : label("supply", code);

const ended = (draft: Draft): Answer => {
  const say = (code: ResolutionCode): string =>
    code === "need_unmet" && draft.unmet !== null
      ? `${label("resolution", code)} (${label("unmet_reason", draft.unmet)})`
      : label("resolution", code);
  const [main, ...rest] = draft.ended.map(say);
  return { answer: main ?? "", rest: rest.join(" · ") };
};

const moved = (draft: Draft): Answer => {
  if (draft.movedBy === null || draft.movedBy === "nobody") {
    return { answer: o("nobodyMoved"), rest: "" };
  }
  const by = draft.movedBy === "us" ? o("movedUs") : o("movedBy", { by: label("transport_by", draft.movedBy) });
  return {
    answer: by,
    rest: draft.destination === null ? "" : label("destination", draft.destination),
  };
};

const did = (draft: Draft): Answer => {
  const services = (draft.services ?? []).map((code) => label("service", code));
  const supplies = Object.entries(draft.supplies).map(([code, n]) => given(code as SupplyCode, n));
  const [first, ...rest] = [...services, ...supplies];
  return { answer: first ?? o("nothingDone"), rest: rest.join(" · ") };
};

/** The answer as one line: the main part, and the rest. */
export const answerOf = (axis: AxisName, draft: Draft): Answer => {
  switch (axis) {
    case "contact": {
      const people =
        draft.contact === "contact_made" || draft.contact === "contact_declined"
          ? o("personsN", { n: draft.persons })
          : "";
      return { answer: label("contact_result", draft.contact ?? ""), rest: people };
    }
    case "ended":
      return ended(draft);
    case "moved":
      return moved(draft);
    case "others": {
      const agencies = (draft.others ?? []).map((other) => label("agency", other.agency));
      const [first, ...rest] = agencies;
      return { answer: first ?? o("nobodyElse"), rest: rest.join(" · ") };
    }
    case "did":
      return did(draft);
    case "dispute": {
      const { about, agreement, parties } = draft;
      const there = o("personsN", { n: parties });
      const came = agreement === null ? "" : ` · ${say(`agreed.${agreement}`)}`;
      return { answer: about === null ? "" : say(`odds.${about}`), rest: `${there}${came}` };
    }
    case "safe":
      return {
        answer: o(draft.safe === "yes" ? "safeSum" : "notSafeSum"),
        rest: draft.hurt === true ? o("hurtSum") : "",
      };
  }
};
