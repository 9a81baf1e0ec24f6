/** The socket: frames out, and what the frames that come in mean. Pages are applied in the order they came. */
import type { Page, Reset, Welcome, Writers } from "../schema";
import type { Run } from "./run";
import type { Socket } from "./ports";
import { told } from "./wire";

export interface Live {
  readonly open: () => void;
  readonly send: (frame: object) => void;
  readonly shut: () => void;
}

/** What the server may say on a socket. */
type Frame =
  | (Welcome & { readonly m: "welcome" })
  | (Page & { readonly m: "page" | "push" })
  | (Reset & { readonly m: "reset" })
  | { readonly m: "pong" | "lagged" }
  | (Writers & { readonly m: "writers" })
  | { readonly m: "retry"; readonly after_ms: number }
  | { readonly m: "revoked"; readonly wipe: boolean };

const parsed = (text: string): Frame | null => {
  try {
    const frame = told(text);
    // A frame is what the schemas of both sides say it is; one of an unknown kind is only a sign of life.
    return typeof frame === "object" && frame !== null && "m" in frame ? (frame as Frame) : null;
  } catch {
    return null;
  }
};

export const openLive = (run: Run): Live => {
  let socket: Socket | null = null;
  let last: Promise<void> = Promise.resolve();

  const shut = (): void => {
    const old = socket;
    socket = null;
    old?.close();
  };
  const open = (): void => {
    shut();
    const mine: Socket = run.parts.ports.connect("/api/live", {
      opened: () => {
        if (socket === mine) run.tell({ type: "socket_opened" });
      },
      said: (text) => {
        if (socket !== mine) return;
        run.heard();
        run.tell({ type: "heard" });
        const frame = parsed(text);
        if (frame === null) return;
        // A socket that was replaced meanwhile has nothing more to say.
        last = last.then(() => (socket === mine ? hear(run, frame) : undefined));
      },
      closed: (code) => {
        if (socket !== mine) return;
        socket = null;
        run.tell({ type: "socket_closed", code });
      },
    });
    socket = mine;
  };
  return { open, shut, send: (frame) => socket?.send(JSON.stringify(frame)) };
};

const hear = async (run: Run, frame: Frame): Promise<void> => {
  switch (frame.m) {
    case "welcome":
      await run.learn(frame).catch(() => undefined);
      run.hooks.writers([]);
      return run.tell({
        type: "socket_welcome",
        epoch: frame.epoch,
        upgrade: frame.upgrade ?? false,
      });
    case "page":
    case "push":
      run.tick_age_s = frame.tick_age_s ?? run.tick_age_s;
      run.backup_age_s = frame.backup_age_s ?? run.backup_age_s;
      return take(run, frame);
    case "reset":
      await run.parts.replica?.reset(frame.scope, frame.cur).catch(() => undefined);
      return frame.why === "epoch" ? run.tell({ type: "regreet" }) : undefined;
    case "writers":
      return run.hooks.writers(frame.by);
    case "retry":
      return run.tell({ type: "later", after: frame.after_ms });
    case "revoked":
      return frame.wipe ? run.tell({ type: "revoked" }) : undefined;
    case "pong":
    case "lagged":
      return;
  }
};

/** A page that cannot be stored is as good as none: the cursor did not move, and a pull reads it again. */
const take = async (run: Run, page: Page): Promise<void> => {
  const replica = run.parts.replica;
  if (replica === null) return;
  const applied = await replica.apply(page).catch(() => "mismatch" as const);
  const news = page.puts.length + page.dels.length + page.drop.length > 0;
  run.tell({ type: "socket_page", applied, news });
};
