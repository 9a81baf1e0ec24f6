/** What was saved here, one row each: saved, sent, or in need of a person. Never "done" before it is. */
import { useApp } from "../../parts/app";
import { Item } from "../../parts/card";
import { Tag } from "../../parts/tag";
import type { Waiting } from "../../sync/client";
import { t } from "../../text/phone";
import { clock } from "../../text/times";
import { STAGES, type Stage } from "../../sync/states";

const MOST = 5;
/** What nobody has to wait for. */
const SILENT: ReadonlySet<string> = new Set(["assignment.show", "felt.say"]);

const NAMED = [
  "call.meet",
  "assignment.accept",
  "assignment.decline",
  "assignment.stage",
  "assignment.take_back",
  "assignment.check_in",
  "encounter.record",
  "referral.make",
  "shift.start",
  "shift.end",
  "unit.status",
] as const;
type Named = (typeof NAMED)[number];

const isNamed = (type: string): type is Named => (NAMED as readonly string[]).includes(type);

/** What names a command. */
type Saved = Pick<Waiting, "type" | "entity" | "args">;

/** A step is called by its own name: "Arrived", not "Status". */
const kindOf = ({ type, args }: Saved): string => {
  const stage =
    type === "assignment.stage"
      ? STAGES.find((each) => (args as { readonly stage?: Stage } | null)?.stage === each)
      : undefined;
  if (stage !== undefined) return t(`call.rung.${stage}`);
  return isNamed(type) ? t(`cmd.${type}`) : t("cmd.other");
};

interface OfCall {
  readonly call_id?: string;
}

/** By its record; where none came of it, since it was not taken, by what it says. */
export const callOf = (args: unknown, record: OfCall | undefined): string | undefined =>
  (record ?? (args as OfCall | null | undefined))?.call_id;

/** What a saved command is, in words, with its call's number where the phone knows it. */
export const useSaid = (): ((each: Saved) => string) => {
  const { client } = useApp();
  const assignments = client.rows("assignment").value;
  const encounters = client.rows("encounter").value;
  const referrals = client.rows("referral").value;
  const calls = client.rows("call").value;
  return (each) => {
    const what = kindOf(each);
    const of = assignments.get(each.entity) ?? encounters.get(each.entity) ?? referrals.get(each.entity);
    const number = calls.get(callOf(each.args, of) ?? "")?.number;
    return number === undefined || number === "" ? what : t("cmd.call", { what, number });
  };
};

const State = ({ each }: { readonly each: Waiting }) => {
  if (each.state === "held") {
    return (
      <Tag tone="warn" icon="alert">
        {t("home.needsYou")}
      </Tag>
    );
  }
  return each.state === "sent" ? (
    <Tag icon="check">{t("home.sent")}</Tag>
  ) : (
    <Tag tone="line" icon="phone">
      {t("home.saved", { time: clock(each.savedAt) })}
    </Tag>
  );
};

export const WaitingList = () => {
  const { client } = useApp();
  const said = useSaid();
  const all = client.waiting.value.filter((each) => !SILENT.has(each.type)).toReversed();
  if (all.length === 0) return null;
  const unsent = all.some((each) => each.state === "saved");
  return (
    <>
      <h2>{t(unsent ? "home.waiting" : "home.lately")}</h2>
      <ul class="stack-s">
        {all.slice(0, MOST).map((each) => (
          <li key={each.id}>
            <Item {...(each.state === "held" ? { href: "/me/attention" } : {})}>
              <div class="row">
                <b class="grow">{said(each)}</b>
                <State each={each} />
              </div>
            </Item>
          </li>
        ))}
      </ul>
      {all.length > MOST && <p class="s dim">{t("home.andMore", { n: all.length - MOST })}</p>}
    </>
  );
};
