/** A team's hold in the help sheet: dispatch hears from whom, and where they are if they allowed that. */
import { useApp } from "../../parts/app";
import { s } from "../../text/shell";
import { Holder } from "../holding/alarm";
import { placeInTrouble } from "./danger/place";
import { useSave, useWork } from "./hooks";

export const Alarm = ({ after = false }: { readonly after?: boolean }) => {
  const { client } = useApp();
  const { unit } = useWork();
  const { save, saving } = useSave();
  // Whoever works at a desk is there: the sheet says whom to call.
  if (!client.session.roles.includes("responder")) return after ? null : <p class="dim">{s("help.lead")}</p>;
  const place = async (entity: string): Promise<void> => {
    // It follows when it is found.
    const position = await placeInTrouble();
    if (position !== null) await client.save({ type: "help.place", entity, args: { position } });
  };
  const onCalled = (help: string): void => void place(help).catch(() => undefined);
  return <Holder {...{ after, save, saving, onCalled }} unit={unit?.id ?? null} />;
};
