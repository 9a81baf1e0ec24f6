/** The finished form as a command says it, and a saved command as the form somebody filled in. Pure. */
import type { CommandArgs, Demographics, OutcomeAnswers, SupplyCode } from "../../schema";
import { blank, type Draft, isAnswered, met, toGo } from "./outcome";

/** The finished form as the command says it; null while something is to go. Not asked is null, none is empty. */
export const answers = (draft: Draft): OutcomeAnswers | null => {
  if (draft.contact === null || toGo(draft).length > 0) return null;
  const common = {
    contact_result: draft.contact,
    others_on_scene: draft.others ?? [],
    would_have_gone_to: draft.without,
    team_safe: draft.safe === "yes",
    staff_injured: draft.safe === "yes" ? false : draft.hurt,
  };
  if (!met(draft)) return common;
  const { movedBy, destination } = draft;
  const did = isAnswered(draft, "did");
  return {
    ...common,
    resolution: draft.ended.length === 0 ? null : draft.ended,
    unmet_reason: draft.unmet,
    transport:
      movedBy === null || movedBy === "nobody" || destination === null
        ? null
        : { by: movedBy, destination, consented: draft.wanted },
    services: did ? (draft.services ?? []) : null,
    supplies: did
      ? Object.entries(draft.supplies).map(([code, quantity]) => ({ code: code as SupplyCode, quantity }))
      : null,
    persons_count: draft.persons,
    repeat_contact: draft.repeat,
    ...disputeOf(draft),
  };
};

const disputeOf = ({ about, parties, agreement, followUp }: Draft): Pick<OutcomeAnswers, "dispute"> =>
  about === null || agreement === null ? {} : { dispute: { about, parties, agreement, follow_up: followUp } };

/** The form as somebody filled it in who saved these answers; where the order says nothing it is always the same. */
export const draftOf = (said: OutcomeAnswers): Draft => {
  const supplies = [...(said.supplies ?? [])].sort((one, other) => one.code.localeCompare(other.code));
  const form: Draft = {
    ...blank(said.would_have_gone_to ?? "unknown"),
    contact: said.contact_result,
    persons: said.persons_count ?? 1,
    repeat: said.repeat_contact ?? "unknown",
    ended: said.resolution ?? [],
    unmet: said.unmet_reason ?? null,
    others: [...(said.others_on_scene ?? [])].sort((one, other) => one.agency.localeCompare(other.agency)),
    services: said.services?.toSorted() ?? null,
    supplies: Object.fromEntries(supplies.map(({ code, quantity }) => [code, quantity])),
    hurt: said.staff_injured ?? null,
    safe: safeOf(said.team_safe ?? null),
  };
  if (!met(form)) return form;
  const { about = null, parties = 2, agreement = null, follow_up = "none" } = said.dispute ?? {};
  return { ...form, ...rideOf(said), about, parties, agreement, followUp: follow_up };
};

const rideOf = ({ transport, contact_result }: OutcomeAnswers): Pick<Draft, "movedBy" | "destination" | "wanted"> => {
  const unsaid = contact_result === "contact_declined" ? null : "nobody";
  return {
    movedBy: transport?.by ?? unsaid,
    destination: transport?.destination ?? null,
    wanted: transport?.consented ?? null,
  };
};

const safeOf = (safe: boolean | null): Draft["safe"] => (safe === null ? null : safe ? "yes" : "no");

/** What was said of the person without what was not, so that equal answers are alike however they came. */
export const personOf = (said: Demographics | null | undefined): Demographics =>
  JSON.parse(
    JSON.stringify(said ?? {}, (_, each) => {
      const kept = typeof each === "string" ? each.trim() : each;
      return kept === null || kept.length === 0 ? undefined : kept;
    }),
  );

/** What a save says of the person who was met: only what there is to say. */
export const about = (draft: Draft): Pick<CommandArgs["encounter.record"], "demographics" | "presenting"> => {
  if (!met(draft)) return {};
  const demographics = personOf(draft.person);
  return {
    ...(Object.keys(demographics).length === 0 ? {} : { demographics }),
    ...(draft.noticed.length === 0 ? {} : { presenting: draft.noticed }),
  };
};

/** A kept draft, if it is one of ours; otherwise nothing. */
export const asDraft = (kept: unknown): Draft | null => {
  if (typeof kept !== "object" || kept === null) return null;
  const { version } = kept as { readonly version?: unknown };
  return version === 1 ? { ...blank("unknown"), ...kept, version: 1 } : null;
};
