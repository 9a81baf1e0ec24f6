/** "Looks like 0241: the same?" while a call is taken, and on a call that may have been entered twice. */
import { Icon } from "../../../parts/icon";
import type { Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import { span } from "../../../text/times";
import type { Desk } from "../board/use";
import { Kbd } from "../parts/kbd";
import { numberOf, titleOf, whereOf } from "../parts/words";
import { isClosed } from "../rules/board";
import { merge } from "./actions";
import { enteredTwice } from "./alike";
import { mergeWords } from "./merging";

const Same = (props: {
  readonly as: Call;
  readonly now: number;
  readonly will: string;
  readonly keys: string;
  readonly onSame: () => void;
}) => {
  const { as } = props;
  const ago = t("ago", { span: span(props.now - as.received_at) });
  return (
    <div class="note warn s">
      <Icon name="users" />
      <div class="grow stack-s">
        <p>
          <b>{t("alike.title", { call: numberOf(as) })}</b>{" "}
          {t("alike.what", { title: titleOf(as), where: whereOf(as), ago })}
        </p>
        <p>{props.will}</p>
        <button type="button" class="btn sm" onClick={props.onSame}>
          {t("alike.same")} <Kbd>{props.keys}</Kbd>
        </button>
      </div>
    </div>
  );
};

/** While a call is taken. The place stays when nothing is alike, so that a screen reader hears what comes. */
export const LooksLike = (props: { readonly as: Call | null; readonly now: number; readonly onSame: () => void }) => {
  const { as } = props;
  return (
    <div role="status">
      {as !== null && (
        <Same
          as={as}
          now={props.now}
          will={t(isClosed(as) ? "alike.over" : "alike.open")}
          keys="Alt ="
          onSame={props.onSame}
        />
      )}
    </div>
  );
};

/** Merges the two entries this call is one of, if there are two. */
export const mergeSame = (call: Call, desk: Desk): void => {
  const twice = enteredTwice(call, desk.calls, desk.now);
  if (twice !== null) void merge(desk.client, twice.leads, [twice.part]);
};

/** On a call: the other entry of what may be the same. */
export const EnteredTwice = ({ call, desk }: { readonly call: Call; readonly desk: Desk }) => {
  const twice = enteredTwice(call, desk.calls, desk.now);
  if (twice === null) return null;
  const { leads, part } = twice;
  return (
    <Same
      as={leads.id === call.id ? part : leads}
      now={desk.now}
      will={mergeWords(leads, [part], desk)}
      keys="="
      onSame={() => mergeSame(call, desk)}
    />
  );
};
