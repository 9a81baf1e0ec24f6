/** The open questions of the outcome log: what can be tapped, and what is drawn off because it cannot be true. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Axis } from "../../parts/axis";
import { Chip, Chips } from "../../parts/chip";
import { Opts, Seg } from "../../parts/radios";
import { Stepper } from "../../parts/stepper";
import {
  AGENCY,
  ASKED_BY,
  CONTACT_RESULT,
  DESTINATION,
  REPEAT,
  RELATIVE,
  RESOLUTION,
  type ResolutionCode,
  SERVICE,
  type ServiceCode,
  SUPPLY,
  type SupplyCode,
  TRANSPORT_BY,
  UNMET_REASON,
} from "../../schema";
import { label } from "../../text/codes";
import { o } from "../../text/outcome";
import { s } from "../../text/shell";
import { AtOdds } from "./atodds";
import { given, titleOf } from "./logwords";
import { type AxisName, allowed, type Draft, MOST_GIVEN, met, type Other, type Tap } from "./outcome";

interface Part {
  readonly draft: Draft;
  readonly onTap: (tap: Tap) => void;
}

export const AxisBody = (props: Part & { readonly id: string; readonly axis: AxisName; readonly now: boolean }) => {
  const { axis, id, now, draft, onTap } = props;
  const part = { draft, onTap };
  const name = `${id}-q`;
  switch (axis) {
    case "contact":
      return (
        <Axis id={id} title={titleOf(axis)} now={now}>
          <Contact {...part} name={name} />
        </Axis>
      );
    case "ended":
      return (
        <Axis id={id} title={titleOf(axis)} hint={o("endedHint")} now={now}>
          <Ended {...part} name={name} />
        </Axis>
      );
    case "moved":
      return (
        <Axis id={id} title={titleOf(axis)} now={now}>
          <Moved {...part} name={name} />
        </Axis>
      );
    case "others":
      return (
        <Axis id={id} title={titleOf(axis)} now={now}>
          <Others {...part} name={name} />
        </Axis>
      );
    case "did":
      return (
        <Axis id={id} title={o("didOnly")} now={now}>
          <Did {...part} name={name} />
        </Axis>
      );
    case "safe":
      return (
        <Axis id={id} title={titleOf(axis)} now={now}>
          <Safe {...part} name={name} />
        </Axis>
      );
    case "dispute":
      return (
        <Axis id={id} title={titleOf(axis)} now={now}>
          <AtOdds {...part} name={name} />
        </Axis>
      );
  }
};

type Named = Part & { readonly name: string };

/** The usual answers, and the rest behind one more tap; what is on always shows. */
export const Few = <V extends string>(props: {
  readonly all: readonly V[];
  readonly few: readonly V[];
  readonly on: (value: V) => boolean;
  readonly label: (value: V) => string;
  readonly off?: (value: V) => boolean;
  readonly onPress: (value: V) => void;
  readonly name: string;
  readonly children?: ComponentChildren;
}) => {
  const [all, setAll] = useState(false);
  const rest = props.all.filter((value) => !props.few.includes(value));
  const values = all ? [...props.few, ...rest] : [...props.few, ...rest.filter(props.on)];
  return (
    <Chips labelledby={props.name}>
      {values.map((value) => (
        <Chip key={value} on={props.on(value)} off={props.off?.(value) === true} onPress={() => props.onPress(value)}>
          {props.label(value)}
        </Chip>
      ))}
      {props.children}
      {rest.length > 0 && (
        <button type="button" class="chip" aria-expanded={all} onClick={() => setAll(!all)}>
          {s(all ? "fewer" : "more")}
        </button>
      )}
    </Chips>
  );
};

const Contact = ({ draft, onTap, name }: Named) => (
  <>
    {/* All of them: with one more tap in front, none could be closed with four. */}
    <Chips labelledby={name}>
      {CONTACT_RESULT.map((value) => (
        <Chip key={value} on={draft.contact === value} onPress={() => onTap({ on: "contact", value })}>
          {label("contact_result", value)}
        </Chip>
      ))}
    </Chips>
    {met(draft) && (
      <>
        <Stepper
          label={o("persons")}
          value={draft.persons}
          least={1}
          most={MOST_GIVEN}
          onChange={(value) => onTap({ on: "persons", value })}
        />
        <h3 id="repeat">{o("repeat")}</h3>
        <Chips labelledby="repeat">
          {REPEAT.map((value) => (
            <Chip key={value} on={draft.repeat === value} onPress={() => onTap({ on: "repeat", value })}>
              {label("repeat", value)}
            </Chip>
          ))}
        </Chips>
      </>
    )}
  </>
);

const ENDED_FEW: readonly ResolutionCode[] = [
  "resolved_on_scene",
  "safety_plan_made",
  "stays_with_support",
  "connected_warm",
  "referred",
  "need_unmet",
  "ems_took_over",
  "police_took_over",
];

const Ended = ({ draft, onTap, name }: Named) => (
  <>
    <Few
      all={RESOLUTION}
      few={ENDED_FEW}
      on={(value) => draft.ended.includes(value)}
      off={(value) => !allowed(draft, { on: "ended", value })}
      label={(value) => label("resolution", value)}
      onPress={(value) => onTap({ on: "ended", value })}
      name={name}
    />
    {draft.ended.includes("need_unmet") && (
      <>
        <h3 id="unmet">{o("unmet")}</h3>
        <Chips labelledby="unmet">
          {UNMET_REASON.map((value) => (
            <Chip key={value} on={draft.unmet === value} onPress={() => onTap({ on: "unmet", value })}>
              {label("unmet_reason", value)}
            </Chip>
          ))}
        </Chips>
      </>
    )}
  </>
);

const Moved = ({ draft, onTap, name }: Named) => (
  <>
    <Chips labelledby={name}>
      {(["nobody", ...TRANSPORT_BY] as const).map((value) => (
        <Chip
          key={value}
          on={draft.movedBy === value}
          off={!allowed(draft, { on: "moved", value })}
          onPress={() => onTap({ on: "moved", value })}
        >
          {value === "nobody" ? o("nobodyMoved") : movedWords(value)}
        </Chip>
      ))}
    </Chips>
    {draft.movedBy !== null && draft.movedBy !== "nobody" && (
      <>
        <h3 id="where">{o("where")}</h3>
        <Chips labelledby="where">
          {DESTINATION.map((value) => (
            <Chip key={value} on={draft.destination === value} onPress={() => onTap({ on: "destination", value })}>
              {label("destination", value)}
            </Chip>
          ))}
        </Chips>
        <h3 id="wanted">{o("wanted")}</h3>
        <Seg
          labelledby="wanted"
          value={yesNo(draft.wanted)}
          onPick={(value) => onTap({ on: "wanted", value: fromYesNo(value) })}
        />
      </>
    )}
  </>
);

const movedWords = (by: (typeof TRANSPORT_BY)[number]): string =>
  by === "us" ? o("movedUs") : o("movedBy", { by: label("transport_by", by) });

const yesNo = (value: boolean | null): "yes" | "no" | "unknown" => {
  if (value === null) return "unknown";
  return value ? "yes" : "no";
};

const fromYesNo = (value: "yes" | "no" | "unknown"): boolean | null => (value === "unknown" ? null : value === "yes");

const Others = ({ draft, onTap, name }: Named) => (
  <>
    <Few
      all={["nobody", ...AGENCY] as const}
      few={["nobody", "police", "ems", "fire"] as const}
      on={(value) =>
        value === "nobody" ? draft.others?.length === 0 : draft.others?.some((other) => other.agency === value) === true
      }
      off={(value) => !allowed(draft, { on: "others", value })}
      label={(value) => (value === "nobody" ? o("nobodyElse") : label("agency", value))}
      onPress={(value) => onTap({ on: "others", value })}
      name={name}
    />
    {draft.others?.map((other) => (
      <OtherMore key={other.agency} other={other} onTap={onTap} />
    ))}
  </>
);

const OtherMore = ({ other, onTap }: { readonly other: Other; readonly onTap: Part["onTap"] }) => {
  const agency = label("agency", other.agency);
  return (
    <>
      <h3 id={`asked-${other.agency}`}>{o("whoAsked", { agency })}</h3>
      <Chips labelledby={`asked-${other.agency}`}>
        {ASKED_BY.map((asked_by) => (
          <Chip
            key={asked_by}
            on={other.asked_by === asked_by}
            onPress={() => onTap({ on: "other", value: { ...other, asked_by } })}
          >
            {label("asked_by", asked_by)}
          </Chip>
        ))}
      </Chips>
      <h3 id={`when-${other.agency}`}>{o("whenCame", { agency })}</h3>
      <Chips labelledby={`when-${other.agency}`}>
        {RELATIVE.map((when) => (
          <Chip key={when} on={other.when === when} onPress={() => onTap({ on: "other", value: { ...other, when } })}>
            {label("relative", when)}
          </Chip>
        ))}
      </Chips>
    </>
  );
};

const DID_FEW: readonly ServiceCode[] = [
  "active_listening",
  "deescalation",
  "safety_plan",
  "first_aid",
  "peer_support",
  "basic_needs",
];
const GAVE_FEW: readonly SupplyCode[] = ["water", "socks", "naloxone_kit", "blanket", "food"];

const Did = ({ draft, onTap, name }: Named) => (
  <>
    <Few
      all={SERVICE}
      few={DID_FEW}
      on={(value) => draft.services?.includes(value) === true}
      off={(value) => !allowed(draft, { on: "service", value })}
      label={(value) => label("service", value)}
      onPress={(value) => onTap({ on: "service", value })}
      name={name}
    >
      <Chip
        on={draft.services?.length === 0 && Object.keys(draft.supplies).length === 0}
        onPress={() => onTap({ on: "service", value: "nothing" })}
      >
        {o("nothing")}
      </Chip>
    </Few>
    {draft.contact !== "contact_phone" && <Gave draft={draft} onTap={onTap} />}
  </>
);

const Gave = ({ draft, onTap }: Part) => {
  const n = (code: SupplyCode): number => draft.supplies[code] ?? 0;
  return (
    <>
      <h2 id="gave">{o("gave")}</h2>
      <Few
        all={SUPPLY}
        few={GAVE_FEW}
        on={(value) => n(value) > 0}
        label={(value) => given(value, n(value))}
        onPress={(value) => onTap({ on: "supply", value, n: n(value) > 0 ? 0 : 1 })}
        name="gave"
      />
      {SUPPLY.filter((code) => n(code) > 0).map((code) => (
        <Stepper
          key={code}
          label={label("supply", code)}
          value={n(code)}
          least={1}
          most={MOST_GIVEN}
          onChange={(value) => onTap({ on: "supply", value: code, n: value })}
        />
      ))}
    </>
  );
};

const Safe = ({ draft, onTap, name }: Named) => (
  <>
    <Opts
      two
      labelledby={name}
      value={draft.safe}
      choices={[
        { value: "yes", label: o("safeYes") },
        { value: "no", label: o("safeNo") },
      ]}
      onPick={(value) => onTap({ on: "safe", value })}
    />
    {draft.safe === "no" && (
      <>
        <p class="b">{o("hurtCall")}</p>
        <h3 id="hurt">{o("hurt")}</h3>
        <Opts
          two
          labelledby="hurt"
          value={draft.hurt === null ? null : draft.hurt ? "yes" : "no"}
          choices={[
            { value: "yes", label: s("yes") },
            { value: "no", label: s("no") },
          ]}
          onPick={(value) => onTap({ on: "hurt", value: value === "yes" })}
        />
      </>
    )}
  </>
);
