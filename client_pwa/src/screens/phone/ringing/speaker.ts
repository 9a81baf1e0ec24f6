/** Plays a cue on this phone, where it can: sound after somebody touched the page once, shaking where a phone has it. */
import type { Cue, Note } from "./cues";

/** A note swells and dies away: it is to be noticed, and to frighten nobody. */
const SWELLS_S = 0.06;
const SILENT = 0.0001;

export interface Speaker {
  /** Make what plays, which a slow phone takes 50 ms for; silent until the page is touched. */
  readonly make: () => void;
  /** Called in a tap or a key: a browser lets no page sound before. */
  readonly unlock: () => void;
  readonly play: (cue: Cue) => void;
  readonly close: () => void;
}

const sound = (context: AudioContext, { at, lasts, hz, loud }: Note): void => {
  const starts = context.currentTime + at / 1000;
  const ends = starts + lasts / 1000;
  const voice = new OscillatorNode(context, { type: "sine", frequency: hz });
  const volume = new GainNode(context, { gain: SILENT });
  volume.gain.setValueAtTime(SILENT, starts);
  volume.gain.linearRampToValueAtTime(loud, starts + SWELLS_S);
  volume.gain.exponentialRampToValueAtTime(SILENT, ends);
  voice.connect(volume).connect(context.destination);
  voice.start(starts);
  voice.stop(ends);
};

export const newSpeaker = (): Speaker => {
  let context: AudioContext | null = null;
  const make = (): void => {
    if (globalThis.AudioContext !== undefined) context ??= new AudioContext();
  };
  return {
    make,
    unlock: () => {
      make();
      // A phone call or a locked screen takes the sound away; the next tap brings it back.
      if (context?.state !== "running") context?.resume().catch(() => undefined);
    },
    play: ({ notes, shakes }) => {
      if (shakes.length > 0) navigator.vibrate?.([...shakes]);
      if (context?.state === "running") for (const each of notes) sound(context, each);
    },
    close: () => {
      context?.close().catch(() => undefined);
      context = null;
    },
  };
};
