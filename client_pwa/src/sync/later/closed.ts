/** Sends what was saved while no page of the app is open: in the worker, which some browsers start once there is a network. */
import { handOver } from "../handover";
import { browserPorts } from "../ports";

const LAST_MS = 60_000;

/** As one more tab would. Ends when nothing of any device here waits any more. */
const sendAll = async (): Promise<void> => {
  const page = browserPorts();
  const done: Promise<void>[] = [];
  await handOver({
    ...page,
    // Nobody sees a worker, and it is started when it is to try.
    hidden: () => true,
    wakes: () => () => undefined,
    // A device's line to the tabs is closed when it is done.
    channel: (name, heard) => {
      const { tell, close } = page.channel(name, heard);
      let end = (): void => undefined;
      done.push(
        new Promise((resolve) => {
          end = resolve;
        }),
      );
      return {
        tell,
        close: () => {
          close();
          end();
        },
      };
    },
  });
  await Promise.all(done);
};

let sending: Promise<void> | null = null;

/** Fails when a minute was not enough: then the browser starts it again later, a few times; the app sends it in any case. */
export const sendClosed = async (): Promise<void> => {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  const late = new Promise((_done, failed) => {
    setTimeout(() => failed(new Error("not everything was answered")), LAST_MS);
  });
  await Promise.race([sending, late]);
};
