/** For bad days: what is not sent as a file that only the organization can open, and one more try for what stuck. */
import { type Entry, openOutbox } from "../outbox";
import { browserPorts, type Ports } from "../ports";
import { commandsText } from "../wire";

const withOutbox = async <T>(tag: string, work: (outbox: ReturnType<typeof openOutbox>) => Promise<T>): Promise<T> => {
  const outbox = openOutbox(tag);
  try {
    return await work(outbox);
  } finally {
    await outbox.close();
  }
};

const isUnsent = (entry: Entry, device: string): boolean => entry.device === device && entry.state !== "held";

/** The rows as they would be sent, with the device they belong to: `field727 outbox import` takes them. */
export const unsentFile = (tag: string, device: string): Promise<string> =>
  withOutbox(tag, async (outbox) => {
    const rows = (await outbox.open()).filter((entry) => isUnsent(entry, device)).map(({ wire }) => wire);
    return `{"field727":"outbox","v":1,"device":${JSON.stringify(device)},${commandsText(rows).slice(1)}\n`;
  });

/** How many answered commands left this device before a backup held them. */
export const countUnbacked = (tag: string, device: string): Promise<number> =>
  withOutbox(tag, async (outbox) => (await outbox.marks(device)).unbacked);

/** Try again what the server could not take; every open tab hears of it. */
export const sendAgain = async (tag: string, id: string, ports: Ports = browserPorts()): Promise<void> => {
  await withOutbox(tag, (outbox) => outbox.unstick(id));
  const channel = ports.channel(`f727-${tag}`, () => undefined);
  channel.tell("outbox");
  channel.close();
};
