/** A team's state as a shape: filled round is ready, ring is moving, filled square is busy, dashed is away. */
import type { Unit } from "../../../schema";
import { Icon, type IconName } from "../../../parts/icon";

type Look = "free" | "move" | "busy" | "off";

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
  emergency: ["busy", "alert"],
};

export const Shape = ({ status, asked }: { readonly status: Unit["status"]; readonly asked: boolean }) => {
  const [look, icon] = asked ? (["move", "bell"] as const) : (SHAPES[status] ?? (["off", null] as const));
  return <span class={`shape ${look}`}>{icon !== null && <Icon name={icon} />}</span>;
};
