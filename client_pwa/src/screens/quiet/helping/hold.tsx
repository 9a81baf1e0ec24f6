/** An interrupter's hold in the help sheet: the leads hear who and when, and never where. */
import { useApp } from "../../../parts/app";
import { s } from "../../../text/shell";
import { Holder } from "../../holding/alarm";
import { useSaying } from "../calling/saving";

export const Alarm = ({ after = false }: { readonly after?: boolean }) => {
  const { client } = useApp();
  const { save, busy } = useSaying();
  // A lead is who hears it: the sheet says whom to call.
  if (!client.session.roles.includes("interrupter")) return after ? null : <p class="dim">{s("help.lead")}</p>;
  return <Holder after={after} saving={busy} save={(command) => save(command, null)} />;
};
