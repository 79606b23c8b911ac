/** What the web API sends; fields that may be missing are optional, and what is unknown is passed over. */

export type Language = "nb" | "nn" | "en";
export type Author = "employer" | "bot" | "person" | "system";
export type Owner = "bot" | "person";

export interface Person {
  name: string;
  role?: string;
}

export interface Choice {
  title: string;
  payload: string;
}

export interface Source {
  title?: string;
  url?: string;
  checked?: string;
  vintage?: string;
}

/** A message's description of what kind of answer it is. */
export interface Custom {
  kind: string;
  language?: string;
  [key: string]: unknown;
}

/** A message as the server keeps it. */
export interface Stored {
  seq: number;
  author: Author;
  text: string;
  buttons?: Choice[];
  image?: string;
  custom?: Custom;
  person?: Person;
  client_id?: string;
  at: string;
}

export interface Handoff {
  reference: string;
  state: string;
  position: number | null;
  answer_by: string | null;
  waiting_since?: string | null;
  office?: string | null;
  person: Person | null;
  rating?: number | null;
}

/** Who has the conversation, and what the request for a person has come to. */
export interface Standing {
  owner: Owner;
  person?: Person | null;
  handoff: Handoff | null;
  language?: Language;
}

export interface Snapshot extends Standing {
  messages: Stored[];
  last_seq: number;
}

export interface Municipality {
  number: string;
  name: string;
  county: string;
  region: string;
}

export interface Code {
  code: string;
  expires_at: string;
  telegram: string | null;
}

export const REASONS = ["wrong", "incomplete", "outdated", "misunderstood", "hard_to_read"] as const;
export type Reason = (typeof REASONS)[number];
export type Verdict = "up" | "down";

export const LANGUAGES: readonly Language[] = ["nb", "nn", "en"];

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}
