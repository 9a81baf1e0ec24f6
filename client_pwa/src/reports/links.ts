/** Where the files are. Plain links: the browser downloads them, and the server writes down who did. */
import type { Span } from "./months";

export const FILES = ["calls", "responses", "encounters", "referrals", "felt_weeks"] as const;
export type FileName = (typeof FILES)[number];

const asked = ({ from, to }: Span): string => `from=${from}&to=${to}`;

export const fileHref = (file: FileName, span: Span): string => `/api/export/${file}.csv?${asked(span)}`;

export const DICTIONARY_HREF = "/api/export/dictionary.csv";

/** Every stage of every call with its device, corrected and received time; for supervisors. */
export const stagesHref = (span: Span): string => `/api/export/full/stages.csv?${asked(span)}`;
