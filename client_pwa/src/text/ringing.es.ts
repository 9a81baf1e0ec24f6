import type { en } from "./ringing.en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  title: "727",
  body: "Central le necesita. Toque para abrir.",
};
