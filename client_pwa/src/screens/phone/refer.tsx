/** /find/:service/refer: ask the person first, tell only what they agree to, and keep a no without the person. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Note } from "../../parts/card";
import { Chip, Chips } from "../../parts/chip";
import { Field } from "../../parts/field";
import { Screen } from "../../parts/screen";
import { Sheet } from "../../parts/sheet";
import { helpLabel } from "../../text/codes.help";
import { toast } from "../../parts/toast";
import { go, here } from "../../router";
import {
  type Assignment,
  type CommandArgs,
  type DirectoryService,
  NEED,
  type NeedCode,
  UNAVAILABLE_REASON,
  type UnavailableReasonCode,
  URGENCY,
  type UrgencyCode,
} from "../../schema";
import { say, sayIn } from "../../text/later";
import { matches, normalise } from "../../text/normalise";
import { noteSay } from "../../text/notes";
import { s } from "../../text/shell";
import { day } from "../../text/times";
import { LANGUAGE_NAMES, type Language, language, ready } from "../../text/words";
import { DAYS } from "../noting/rules";
import { useHalf, useSave, useWork } from "./hooks";
import { endOf, isNeed, type Shared, toShare } from "./referral";
import { lineOf } from "./search";
import { callAtHand, isUnderWay } from "./work";

type Make = CommandArgs["referral.make"];

export const Refer = ({ service: id }: { readonly service: string }) => {
  const { client } = useApp();
  const { assignments, unit } = useWork();
  const service = client.directory.value?.services.find((each) => each.id === id) ?? null;
  const assignment = callAtHand(assignments, unit, client.session.person.id);
  const back = service === null ? { href: "/find", label: say("find.title") } : backTo(service);
  if (service === null && id !== "none") {
    return <Screen title={say("find.gone")} lead={say("find.goneLead")} back={back} sync={false} />;
  }
  if (assignment === null) {
    return <Screen title={say("ref.title")} lead={say("ref.noCall")} back={back} sync={false} />;
  }
  return <Form service={service} assignment={assignment} back={back} />;
};

const backTo = (service: DirectoryService) => ({
  href: `/find/${encodeURIComponent(service.id)}${location.search}`,
  label: service.name,
});

/** The need these words name, as it is called here. */
const named = (words: string, needs: readonly NeedCode[]): NeedCode | undefined =>
  normalise(words) === "" ? undefined : needs.find((need) => matches(words, normalise(helpLabel("need", need))));

/** The needs to choose from: what the place meets, the one searched for first. */
const needsOf = (service: DirectoryService | null): readonly NeedCode[] => {
  const { query } = here.value;
  const needs = service === null || service.needs.length === 0 ? NEED : service.needs.filter(isNeed);
  const chosen = query.get("need");
  const wanted = chosen !== null && isNeed(chosen) ? chosen : named(query.get("q") ?? "", needs);
  return wanted === undefined ? needs : [wanted, ...needs.filter((need) => need !== wanted)];
};

/** What is asked of the person, as far as it was entered. */
interface Asking {
  readonly need: NeedCode;
  readonly urgency: UrgencyCode;
  readonly shared: Shared;
  /** For how long their yes holds. */
  readonly days: number;
}

interface FormProps {
  readonly service: DirectoryService | null;
  readonly assignment: Assignment;
  readonly back: { readonly href: string; readonly label: string };
}

const Form = ({ service, assignment, back }: FormProps) => {
  const { client } = useApp();
  const { calls } = useWork();
  const { save, saving } = useSave();
  const needs = needsOf(service);
  const begun: Asking = { need: needs[0] ?? "drop_in", urgency: "tonight", shared: {}, days: DAYS[0] };
  const [asking, set, drop] = useHalf("refer", `${assignment.call_id} ${service?.id}`, begun);
  // Whoever locks the phone finds it again; whoever walks away leaves nothing about the person on it.
  useEffect(() => () => void drop(), []);
  const { need, urgency, shared, days } = asking;
  const [nothing, setNothing] = useState(service === null);
  const make = async (how: Omit<Make, "call_id" | "unit_id" | "need" | "urgency" | "service_id">) => {
    const { call_id, unit_id } = assignment;
    const args: Make = { call_id, unit_id, need, urgency, service_id: service?.id ?? null, ...how };
    if (!(await save({ type: "referral.make", entity: client.newId(), args }))) return;
    const phone = service === null ? undefined : lineOf(service);
    toast(
      how.state === "sent" && phone !== undefined
        ? { strong: s("save.done"), action: { label: say("ref.callNow"), href: `tel:${phone}` } }
        : { strong: s("save.done"), rest: how.state === "sent" ? s("save.bySelf") : say("ref.savedNo") },
    );
    go(isUnderWay(assignment) ? `/now/call/${assignment.id}` : "/promises", { replace: true });
  };
  const yes = (): void => {
    const given_at = client.deviceNow();
    const consent = { form: "verbal_witnessed", given_at, expires_at: endOf(given_at, days) } as const;
    void make({ state: "sent", ...toShare(shared), consent });
  };
  const number = calls.get(assignment.call_id)?.number ?? "";
  return (
    <Screen
      title={say("ref.title")}
      lead={say("ref.for", { number })}
      back={back}
      sync={false}
      dock={
        <>
          {service !== null && (
            <Btn kind="pri" icon="check" full disabled={saving} onPress={yes}>
              {say("ref.yes")}
            </Btn>
          )}
          <div class="pair">
            <Btn disabled={saving} onPress={() => void make({ state: "offered_declined" })}>
              {say("ref.no")}
            </Btn>
            <Btn disabled={saving} onPress={() => setNothing(true)}>
              {say("ref.none")}
            </Btn>
          </div>
        </>
      }
    >
      {service !== null && <ReadAloud place={service.name} {...asking} />}
      <Choices needs={needs} asking={asking} onAsk={set} />
      {service !== null && (
        <>
          <Share asking={asking} onAsk={set} />
          <Note tone="tint" icon="call">
            <b>{say("ref.byYou")}</b> {say("ref.byYouLead")}
          </Note>
        </>
      )}
      {nothing && (
        <NothingFits
          busy={saving}
          onClose={() => setNothing(false)}
          onPick={(unavailable_reason) => void make({ state: "unavailable", unavailable_reason })}
        />
      )}
    </Screen>
  );
};

const isBedTonight = (need: NeedCode, urgency: UrgencyCode): boolean =>
  need.startsWith("shelter_") && urgency === "tonight";

/** The words for the person, in their language and size, whatever the responder reads. */
const ReadAloud = (props: Asking & { readonly place: string }) => {
  const [theirs, setTheirs] = useState<Language>(language.value);
  const [bigger, setBigger] = useState(false);
  const other: Language = theirs === "en" ? "es" : "en";
  const speak = async (): Promise<void> => {
    await ready(other).catch(() => undefined);
    setTheirs(other);
  };
  const theirWords = sayIn(theirs);
  const words = isBedTonight(props.need, props.urgency)
    ? theirWords("ref.sayBed", { place: props.place, n: props.days })
    : theirWords("ref.say", { place: props.place, need: helpLabel("need", props.need, theirs), n: props.days });
  return (
    <Card tone="invert">
      <p class="label">{say("ref.read")}</p>
      <p class={bigger ? "big" : "xl b"} lang={theirs}>
        {words}
      </p>
      <div class="row wrap tight">
        <Btn kind="plain" size="sm" onPress={() => void speak()}>
          <span lang={other}>{LANGUAGE_NAMES[other]}</span>
        </Btn>
        <Btn kind="plain" size="sm" onPress={() => setBigger(!bigger)}>
          {say(bigger ? "ref.smaller" : "ref.bigger")}
        </Btn>
      </div>
    </Card>
  );
};

interface AskingProps {
  readonly asking: Asking;
  readonly onAsk: (asking: Asking) => void;
}

const Choices = ({ needs, asking, onAsk }: AskingProps & { readonly needs: readonly NeedCode[] }) => (
  <Card>
    {needs.length > 1 && (
      <>
        <h2 id="need">{say("ref.needTitle")}</h2>
        <Chips labelledby="need">
          {needs.slice(0, 12).map((need) => (
            <Chip key={need} on={need === asking.need} onPress={() => onAsk({ ...asking, need })}>
              {helpLabel("need", need)}
            </Chip>
          ))}
        </Chips>
      </>
    )}
    <h2 id="urgency">{say("ref.when")}</h2>
    <Chips labelledby="urgency">
      {URGENCY.map((urgency) => (
        <Chip key={urgency} on={urgency === asking.urgency} onPress={() => onAsk({ ...asking, urgency })}>
          {helpLabel("urgency", urgency)}
        </Chip>
      ))}
    </Chips>
  </Card>
);

const FIELDS = ["first_name", "callback", "language", "age_band"] as const;

/** Everything but the need is off until the person agrees to it. */
const Share = ({ asking, onAsk }: AskingProps) => {
  const { client } = useApp();
  const { shared, days } = asking;
  const onShare = (next: Shared): void => onAsk({ ...asking, shared: next });
  const flip = (field: (typeof FIELDS)[number]): void => {
    const { [field]: was, ...rest } = shared;
    onShare(was === undefined ? { ...shared, [field]: "" } : rest);
  };
  return (
    <Card>
      <h2 id="see">{say("ref.see")}</h2>
      <Chips labelledby="see">
        <Chip on onPress={() => undefined}>
          {helpLabel("need", asking.need)}
        </Chip>
        {FIELDS.map((field) => (
          <Chip key={field} on={shared[field] !== undefined} onPress={() => flip(field)}>
            {helpLabel("shared_field", field)}
          </Chip>
        ))}
      </Chips>
      {FIELDS.map(
        (field) =>
          shared[field] !== undefined && (
            <Field
              key={field}
              label={say("ref.write", { field: helpLabel("shared_field", field) })}
              inputMode={field === "callback" ? "tel" : "text"}
              max={200}
              value={shared[field] ?? ""}
              onInput={(value) => onShare({ ...shared, [field]: value })}
            />
          ),
      )}
      <hr class="rule" />
      <h2 id="ends">{say("ref.ends")}</h2>
      <Chips labelledby="ends">
        {DAYS.map((n) => (
          <Chip key={n} on={n === days} onPress={() => onAsk({ ...asking, days: n })}>
            {noteSay("days", { n })}
          </Chip>
        ))}
      </Chips>
      <p class="s" role="status">
        {say("ref.endsRest", { day: day(endOf(client.now(), days)) })}
      </p>
    </Card>
  );
};

const NothingFits = (props: {
  readonly busy: boolean;
  readonly onPick: (reason: UnavailableReasonCode) => void;
  readonly onClose: () => void;
}) => (
  <Sheet title={say("ref.noneTitle")} lead={say("ref.noneLead")} onClose={props.onClose} help>
    <div class="pair">
      {UNAVAILABLE_REASON.map((reason) => (
        <Btn key={reason} disabled={props.busy} onPress={() => props.onPick(reason)}>
          {helpLabel("unavailable_reason", reason)}
        </Btn>
      ))}
    </div>
    <Btn kind="quiet" full onPress={props.onClose}>
      {s("back")}
    </Btn>
  </Sheet>
);
