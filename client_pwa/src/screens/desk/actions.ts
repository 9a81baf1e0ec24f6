/** What the desk does, one function each: saves a command and says so. The server decides; its row replaces ours. */
import { toast } from "../../parts/toast";
import type {
  Assignment,
  Call,
  CommandArgs,
  DeclineReasonCode,
  HandedToCode,
  Handover,
  Held,
  Member,
  NotSentReasonCode,
  SettledHowCode,
  TriageResultCode,
  Unit,
} from "../../schema";
import type { SyncClient } from "../../sync/client";
import { own, t } from "../../text/desk/board";
import { s } from "../../text/shell";
import { list } from "../../text/times";
import type { Move } from "./moving/rules";
import { lastAsked, lastEntered, undoStep } from "./moving/undo";
import { numberOf } from "./parts/words";
import type { StageName } from "./rules/ladder";
import type { Heard } from "./checkin/sheet";

/** Do it; say what was done, or that it was not saved. With `undo` that can be taken back for ten seconds. */
export const act = async (
  client: SyncClient,
  done: string,
  what: () => Promise<unknown>,
  undo?: () => void,
): Promise<boolean> => {
  try {
    await what();
  } catch {
    toast({ strong: s("save.failed"), rest: t("save.failedLead"), icon: "alert" });
    return false;
  }
  const back = undo === undefined ? {} : { undo };
  toast(client.status.value.live ? { strong: done, ...back } : { strong: done, rest: t("save.later"), ...back });
  return true;
};

/** The command that makes this entity, while it still waits at this desk: what builds on it must name it. */
export const making = (client: SyncClient, entity: string, type: string): { readonly after?: string } => {
  const found = client.waiting.value.find((it) => it.entity === entity && it.type === type && it.state === "saved");
  return found === undefined ? {} : { after: found.id };
};

/** How an offer differs from the usual one: to a team that pauses, in place of another, for several. */
type How = Partial<Pick<CommandArgs["assignment.offer"], "despite" | "instead_of" | "wanted">>;

/** Answers the id of the offer. */
export const ask = async (client: SyncClient, call: Call, unit: Unit, how: How = {}): Promise<string> => {
  const entity = client.newId();
  await client.save({
    type: "assignment.offer",
    entity,
    args: { call_id: call.id, unit_id: unit.id, ...how },
    ...making(client, call.id, "call.take"),
  });
  return entity;
};

/** `despite`: though it pauses and is not to be asked for such a call. */
export const offer = (client: SyncClient, call: Call, unit: Unit, despite = false): Promise<boolean> =>
  act(client, t("done.offered", { team: unit.name, call: numberOf(call) }), async () => {
    const asked = await ask(client, call, unit, despite ? { despite } : {});
    lastAsked.value = { ids: [asked], at: client.now() };
  });

/** Every desk sees for ten minutes that this one wants to ask the team for the call; once more: no longer. */
export const hold = (client: SyncClient, call: Call, unit: Unit, isHeld: boolean): Promise<boolean> =>
  act(client, t(isHeld ? "done.released" : "done.held", { team: unit.name, call: numberOf(call) }), () =>
    client.save({
      type: "unit.hold",
      entity: unit.id,
      args: { call_id: isHeld ? null : call.id },
      ...making(client, call.id, "call.take"),
    }),
  );

/** All of them at once; the server knows how many have to say yes. */
export const offerSeveral = (
  client: SyncClient,
  call: Call,
  units: readonly Unit[],
  wanted: number,
): Promise<boolean> =>
  act(client, t("several.done", { teams: list(units.map(({ name }) => name)), call: numberOf(call) }), async () => {
    const ids: string[] = [];
    for (const unit of units) ids.push(await ask(client, call, unit, wanted === 1 ? {} : { wanted }));
    lastAsked.value = { ids, at: client.now() };
  });

/** The team leaves its call, which waits again with its age. */
export const moveTeam = (client: SyncClient, call: Call, { candidate, leaves, left }: Move): Promise<boolean> =>
  act(client, t("move.done", { team: candidate.unit.name, call: numberOf(call), left: numberOf(left) }), () =>
    ask(client, call, candidate.unit, { instead_of: leaves.id }),
  );

/** Another team in place of one that has the call, which goes on until then. */
export const askInstead = (
  client: SyncClient,
  call: Call,
  unit: Unit,
  before: Assignment,
  team: string,
): Promise<boolean> =>
  act(client, t("instead.done", { other: unit.name, team }), () => ask(client, call, unit, { instead_of: before.id }));

export const endAssignment = (
  client: SyncClient,
  assignment: Assignment,
  team: string,
  ending: CommandArgs["assignment.end"]["ending"],
): Promise<boolean> =>
  act(client, t(`done.ended.${ending}`, { team }), () =>
    client.save({
      type: "assignment.end",
      entity: assignment.id,
      args: { ending },
      ...making(client, assignment.id, "assignment.offer"),
    }),
  );

/** Somebody saw to what is in custody; what came stays there as it came. */
export const settleHeld = (client: SyncClient, held: Held, how: SettledHowCode): Promise<boolean> =>
  act(client, t("done.custody"), () => client.save({ type: "custody.resolve", entity: held.id, args: { how } }));

export type Closing =
  | { readonly triage_result: TriageResultCode }
  | { readonly not_sent_reason: NotSentReasonCode }
  | { readonly to_do: true }
  | Readonly<Record<string, never>>;

export const close = (client: SyncClient, call: Call, how: Closing): Promise<boolean> =>
  act(client, t("done.closed", { call: numberOf(call) }), () =>
    client.save({
      type: "call.close",
      entity: call.id,
      args: how,
      ...making(client, call.id, "call.take"),
    }),
  );

/** What a team said by voice about an offer or about how far it is. */
export type Said =
  | { readonly what: "accepted" }
  | { readonly what: "declined"; readonly reason: DeclineReasonCode }
  | { readonly what: "reached"; readonly stage: StageName; readonly at: number | null };

/** What happened in the street waits for no offer: no `after`. */
const enterStep = (
  client: SyncClient,
  { id: entity, call_id, unit_id }: Assignment,
  team: string,
  args: Pick<CommandArgs["assignment.stage"], "reached_at" | "stage" | "voice">,
): Promise<boolean> => {
  const about = { call_id, unit_id };
  const save = async (): Promise<void> => {
    const { id } = await client.save({ type: "assignment.stage", entity, args: { ...about, ...args } });
    const back = { ...about, stage: args.stage, report: id };
    const takeBack = (): Promise<unknown> =>
      act(client, t("done.takenBack", { team }), () =>
        client.save({ type: "assignment.take_back", entity, args: back, after: id }),
      );
    lastEntered.value = { at: client.now(), takeBack };
  };
  return act(client, t("done.recorded", { team }), save, () => void undoStep(client.now())?.());
};

export const record = (
  client: SyncClient,
  assignment: Assignment,
  team: string,
  said: Said,
  saidBy: string,
): Promise<boolean> => {
  const voice = { voice: { said_by: saidBy } };
  const about = { call_id: assignment.call_id, unit_id: assignment.unit_id };
  const offered = making(client, assignment.id, "assignment.offer");
  if (said.what === "reached") {
    const at = said.at === null ? {} : { reached_at: said.at };
    return enterStep(client, assignment, team, { ...voice, ...at, stage: said.stage });
  }
  return act(client, t("done.recorded", { team }), () => {
    switch (said.what) {
      case "accepted":
        return client.save({
          type: "assignment.accept",
          entity: assignment.id,
          args: { ...about, ...voice },
          ...offered,
        });
      case "declined":
        return client.save({
          type: "assignment.decline",
          entity: assignment.id,
          args: { reason: said.reason, ...voice },
          ...offered,
        });
    }
  });
};

/** They said by voice that they are all right. The time is this computer's own, which the server corrects. */
export const checkIn = (
  client: SyncClient,
  { id, call_id, unit_id }: Assignment,
  team: string,
  { who, minutesAgo, more }: Heard,
): Promise<boolean> =>
  act(client, t("done.checkedIn", { team }), () =>
    client.save({
      type: "assignment.check_in",
      entity: id,
      args: {
        ...{ call_id, unit_id, voice: { said_by: who === "" ? null : who } },
        ...(more === 0 ? {} : { more_min: more }),
        ...(minutesAgo === 0 ? {} : { checked_at: client.deviceNow() - minutesAgo * 60_000 }),
      },
    }),
  );

export const takeAlarm = (client: SyncClient, alarm: string): Promise<boolean> =>
  act(client, t("done.alarm"), () => client.save({ type: "alarm.resolve", entity: alarm, args: {} }));

export const passOn = (client: SyncClient, call: Call, to: HandedToCode): Promise<boolean> =>
  act(client, t("done.passedOn", { call: numberOf(call), to: own("passed_to", to) }), () =>
    client.save({ type: "call.hand_over", entity: call.id, args: { to }, ...making(client, call.id, "call.take") }),
  );

/** Somebody at the other end has it. The time is this computer's own, which the server corrects. */
export const takenOver = (
  client: SyncClient,
  call: Call,
  { id, to, way }: Handover,
  name: string,
  minutesAgo: number,
): Promise<boolean> =>
  act(client, t(way === "from" ? "done.givenBy" : "done.takenOver", { call: numberOf(call), name }), () => {
    const at = minutesAgo === 0 ? null : client.deviceNow() - minutesAgo * 60_000;
    const args = { to, way: way ?? "to", name, at, handover: id };
    return client.save({ type: "call.taken_over", entity: call.id, args, ...making(client, call.id, "call.take") });
  });

export const setStatus = (
  client: SyncClient,
  unit: Unit,
  status: CommandArgs["unit.status"]["status"],
): Promise<boolean> =>
  act(client, t("done.status", { team: unit.name }), () =>
    client.save({ type: "unit.status", entity: unit.id, args: { status } }),
  );

export const startShift = (client: SyncClient, unit: Unit, people: readonly Member[]): Promise<boolean> =>
  act(client, t("done.shiftStarted", { team: unit.name }), () =>
    client.save({
      type: "shift.start",
      entity: client.newId(),
      args: {
        unit_id: unit.id,
        person_ids: people.map((person) => person.person_id),
        skills: Object.fromEntries(people.map((person) => [person.person_id, person.skills])),
      },
    }),
  );

export const endShift = (client: SyncClient, unit: Unit): Promise<boolean> =>
  act(client, t("done.shiftEnded", { team: unit.name }), () =>
    client.save({ type: "shift.end", entity: unit.shift_id ?? unit.id, args: { unit_id: unit.id } }),
  );
