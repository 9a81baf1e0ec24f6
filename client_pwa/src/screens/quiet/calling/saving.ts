/** Saving what somebody says of a call-out: it is kept on the phone at once, and said so. */
import { useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { toast } from "../../../parts/toast";
import type { CommandArgs } from "../../../schema";
import type { CalloutType } from "../../../sync/overlay";
import { c } from "../../../text/quiet/callouts";
import { s } from "../../../text/shell";

type Said = {
  readonly [K in CalloutType]: { readonly type: K; readonly entity: string; readonly args: CommandArgs[K] };
};

export const useSaying = () => {
  const { client } = useApp();
  const [busy, setBusy] = useState(false);
  /** Answers whether it is kept. */
  const save = async (said: Said[CalloutType], strong = c("call.saved")): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    try {
      await client.save(said);
      toast({ strong, rest: s("save.bySelf"), icon: "lock" });
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
