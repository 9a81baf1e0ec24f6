/** Outboxes of devices that nobody is signed in on here: their device keys still let them upload. */
import { APP } from "./app";
import { openHome, openRoot } from "./device";
import { type Loop, openLoop } from "./loop";
import { openOutbox } from "./outbox";
import { browserPorts, type Ports } from "./ports";
import { openWire } from "./wire";

/** Send what this browser's devices saved and never delivered, all but the one that syncs by itself; ends when done. */
export const handOver = async (ports: Ports = browserPorts(), except: string | null = null): Promise<void> => {
  const root = openRoot();
  const devices = await root.devices();
  await root.close();
  for (const { id, tag } of devices) {
    if (id !== except) await handOverDevice(ports, id, tag);
  }
};

const handOverDevice = async (ports: Ports, id: string, tag: string): Promise<void> => {
  const home = openHome(tag, ports.bytes);
  const outbox = openOutbox(tag);
  // Somebody signed in meanwhile, or in another tab, sees how much still waits.
  const channel = ports.channel(`f727-${tag}`, () => undefined);
  const close = async (): Promise<void> => {
    channel.close();
    await Promise.all([home.db.close(), outbox.close()]);
  };
  const [device, [first]] = await Promise.all([home.device(id), outbox.pending(id)]);
  if (device === undefined || first === undefined) return close();
  const parts = { ports, home, outbox, device, replica: null, app: APP, boot: id };
  const loop: Loop = openLoop(
    { ...parts, wire: openWire(ports), person: first.person },
    {
      moved: ({ engine }) => {
        if (engine.pending > 0 || engine.upload !== "idle" || engine.resend !== "no") return;
        loop.stop();
        close().catch(() => undefined);
      },
      outboxChanged: async () => channel.tell("outbox"),
      entered: () => undefined,
      writers: () => undefined,
      copied: () => undefined,
      wipe: async () => undefined,
    },
  );
  await loop.start();
};
