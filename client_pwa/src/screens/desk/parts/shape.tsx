/** A team's state as a shape: filled round is ready, ring is moving, filled square is busy, dashed is away. */
import type { Unit } from "../../../schema";
import { Icon, type IconName } from "../../../parts/icon";

type Look = "free" | "move" | "busy" | "off" | "needs";

const SHAPES: Readonly<Partial<Record<Unit["status"], readonly [Look, IconName | null]>>> = {
  available: ["free", "check"],
  avail_area: ["free", "pin"],
  assigned: ["move", "check"],
  enroute: ["move", "chev"],
  staging: ["move", "clock"],
  on_scene: ["busy", "user"],
  transporting: ["busy", "nav"],
  at_destination: ["busy", "home"],
  paperwork: ["off", "edit"],
  emergency: ["needs", "hand"],
};

/** Asked and ringing, or asked and no phone has answered. */
const ASKED = { yes: ["move", "bell"], silent: ["move", "alert"] } as const satisfies Record<
  string,
  readonly [Look, IconName]
>;

export const Shape = (props: {
  readonly status: Unit["status"];
  readonly asked: "no" | "yes" | "silent";
  /** It did not check in. */
  readonly lost?: boolean;
}) => {
  if (props.lost === true)
    return (
      <span class="shape busy">
        <Icon name="clock" />
      </span>
    );
  const [look, icon] = props.asked === "no" ? (SHAPES[props.status] ?? (["off", null] as const)) : ASKED[props.asked];
  return <span class={`shape ${look}`}>{icon !== null && <Icon name={icon} />}</span>;
};
