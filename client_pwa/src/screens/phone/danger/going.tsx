/** A colleague calls for help and dispatch sends this team: over every screen, until somebody here has seen it. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import { Sheet } from "../../../parts/sheet";
import type { Help, Unit } from "../../../schema";
import { say } from "../../../text/later";
import { s } from "../../../text/shell";
import { clock, span } from "../../../text/times";
import { heldFor } from "../../holding/state";
import { mapLink } from "../callfacts";
import { useDeskPhone, useWork } from "../hooks";

/** What this team was sent for and is not over, the newest first; each by the id of what was sent. */
export const sentFor = (helps: Iterable<Help>, unit: Unit | null): readonly (readonly [string, Help])[] =>
  [...helps]
    .filter((help) => help.ended_at === null)
    .flatMap((help) =>
      (help.sent ?? []).filter((it) => unit !== null && it.unit_id === unit.id).map((it) => [it.id, help] as const),
    )
    .toReversed();

const degrees = (micro: number): string => (micro / 1e6).toFixed(5);

/** Seen on this phone while the app is open; begun anew it is shown once more. */
const seen = signal<ReadonlySet<string>>(new Set());

const look = (id: string): void => {
  seen.value = new Set([...seen.value].filter((each) => each !== id));
};

/** What this team is sent for and nobody here has seen yet: the id of what was sent, and whose help it is. */
export const useGoing = (): readonly [string, Help] | null => {
  const { client } = useApp();
  const { unit } = useWork();
  return sentFor(client.rows("help").value.values(), unit).find(([id]) => !seen.value.has(id)) ?? null;
};

export const Going = () => {
  const now = useNow();
  const number = useDeskPhone();
  const [id, help] = useGoing() ?? [null, null];
  useEffect(() => {
    if (help !== null) announce(`${say("help.go", { name: help.name })}. ${say("help.goLead")}`, "assertive");
  }, [id]);
  if (help === null) return null;
  const place = help.position ?? null;
  const close = (): void => {
    seen.value = new Set([...seen.value, id]);
  };
  return (
    <Sheet title={say("help.go", { name: help.name })} lead={say("help.goLead")} help onClose={close}>
      <Note tone="alarmbox" icon="hand">
        <p>{say("help.goAt", { time: clock(help.raised_at), span: heldFor(help, now) })}</p>
      </Note>
      {place !== null && (
        <Btn full icon="nav" href={mapLink(`${degrees(place.lat)},${degrees(place.lon)}`)}>
          {say("help.goPlace", { m: place.accuracy_m, span: span(Math.max(0, now - place.at)) })}
        </Btn>
      )}
      {number !== null && (
        <Btn kind="alarm" size="huge" icon="call" full href={`tel:${number}`}>
          <span>
            {s("help.desk")} <span class="nw">{number}</span>
          </span>
        </Btn>
      )}
      <Btn full onPress={close}>
        {say("help.goSeen")}
      </Btn>
    </Sheet>
  );
};

/** Whose help this team is sent for, as long as it lasts: what was seen is a tap away. */
export const SentFor = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  return (
    <>
      {sentFor(client.rows("help").value.values(), unit).map(([id, { name }]) => (
        <Btn key={id} kind="alarm" icon="hand" full onPress={() => look(id)}>
          {say("help.go", { name })}
        </Btn>
      ))}
    </>
  );
};
