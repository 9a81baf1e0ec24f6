/** Saving what somebody says of a call-out or a call for help: it is kept on the phone at once, and said so. */
import { useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { toast } from "../../../parts/toast";
import type { Command } from "../../../sync/client";
import { c } from "../../../text/quiet/callouts";
import { s } from "../../../text/shell";

export const useSaying = () => {
  const { client } = useApp();
  const [busy, setBusy] = useState(false);
  /** Answers whether it is kept. Null: what became of it is said elsewhere. */
  const save = async (said: Command, strong: string | null = c("call.saved")): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    try {
      await client.save(said);
      if (strong !== null) toast({ strong, rest: s("save.bySelf"), icon: "lock" });
      return true;
    } catch {
      toast({ strong: s("save.failed"), rest: s("save.failedLead"), icon: "alert" });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { save, busy };
};
