/** The shapes of the staff API (`/staff/api`). Times are ISO 8601 in UTC. */

export type Language = "nb" | "nn" | "en";
export type Role = "agent" | "lead" | "editor" | "admin";
export type Presence = "available" | "busy" | "away" | "off";
export type Author = "employer" | "bot" | "person" | "system";
export type HandoffState =
  "requested" | "queued" | "claimed" | "active" | "transferred" | "closed" | "expired" | "cancelled";
export type View = "queue" | "mine" | "open" | "closed";

export interface User {
  id: string;
  name: string;
  username: string;
  roles: Role[];
  presence: Presence;
  must_change_password: boolean;
  /** Whether the password is kept here, not at the provider. */
  local?: boolean;
}

export interface Session {
  user: User;
  csrf: string;
  idle_seconds: number;
  expires_at: string;
}

export interface LoginWays {
  local: boolean;
  oidc: { title: string } | null;
}

export interface Choice {
  id: string;
  title: string;
}

export interface QueueInfo extends Choice {
  open: boolean;
  opens_at: string | null;
}

export interface Meta {
  queues: QueueInfo[];
  themes: Choice[];
  close_reasons: Choice[];
  labels: string[];
  languages: Language[];
  regions: string[];
  demo: boolean;
  /** The server's time, which may be frozen for a demonstration. */
  now?: string;
}

export interface Source {
  title: string;
  url: string;
  checked?: string | null;
}

export interface Stored {
  seq: number;
  author: Author;
  text: string;
  buttons?: { title: string; payload?: string }[];
  image?: string;
  custom?: Record<string, unknown> | null;
  person?: { name: string; role?: string } | null;
  client_id?: string | null;
  at: string;
}

export interface Item {
  id: string;
  reference: string;
  state: HandoffState;
  theme: Choice | null;
  queue: Choice;
  region: string | null;
  municipality: string | null;
  language: Language;
  channel: string;
  question: string;
  created_at: string;
  waiting_since: string;
  answer_by: string | null;
  closed_at?: string | null;
  close_reason?: string | null;
  overdue: boolean;
  claimed_by: { id: string; name: string } | null;
  labels: string[];
  last_message: { author: Author; text: string; at: string } | null;
  unread: number;
  version: number;
}

export interface ItemPage {
  items: Item[];
  total: number;
  page: number;
  counts: { queue: number; mine: number; open: number };
}

export interface HandoffEvent {
  seq: number;
  action: string;
  from: HandoffState | null;
  to: HandoffState;
  at: string;
  actor: { kind: string; name: string | null };
  data: Record<string, unknown> | null;
}

export interface Calculation {
  scheme: string;
  inputs: Record<string, unknown>;
  periods: { from: string; to: string; percent?: number | null; amount: number }[];
  monthly: { percent?: number | null; amount: number }[] | number | null;
  total: number | null;
}

export interface Note {
  id: number;
  author: { id: string; name: string };
  text: string;
  at: string;
}

export interface Detail extends Item {
  messages: Stored[];
  events: HandoffEvent[];
  contact: { name: string | null; phone: string | null; email: string | null; organisation: string | null };
  summary: {
    asked: string[];
    schemes: { id: string; title: string; url: string | null }[];
    calculation: Calculation | null;
    finder: { answers: string[]; recommended: { scheme: string; title: string; why: string[] }[] } | null;
  };
  notes: Note[];
  rating: { score: number; comment: string | null } | null;
  can: { claim: boolean; reply: boolean; transfer: boolean; close: boolean };
}

export interface Suggestion {
  scheme: string | null;
  topic: string | null;
  title: string;
  text: string;
  sources: Source[];
  language: Language;
}

export interface SchemeFacts {
  scheme: string;
  title: string;
  url: string | null;
  status: { state: string; note: string | null };
  facts: { topic: string; title: string; text: string; sources: Source[] }[];
}

export interface KnowledgeHit {
  scheme: string | null;
  topic: string | null;
  title: string;
  excerpt: string;
  text: string;
  sources: Source[];
}

export interface Canned {
  id: number;
  title: string;
  text: Record<Language, string>;
  shared: boolean;
}

export interface Colleague {
  id: string;
  name: string;
  presence: Presence;
  active: number;
}

export interface Dashboard {
  requests: number;
  waiting: { median_s: number | null; p90_s: number | null };
  first_answer: { median_s: number | null; p90_s: number | null };
  promise: { kept: number; broken: number; open: number };
  share_handed_off: number | null;
  closed_reasons: { id: string; title: string; n: number }[];
  ratings: { score: number; n: number }[];
  themes: { id: string; title: string; n: number }[];
  unanswered: { text: string; n: number }[];
  by_day: { day: string; requests: number; closed: number; handed_off_share: number | null; kept: number | null }[];
  by_region: { region: string | null; requests: number; median_wait_s: number | null }[];
}

export interface AuditEntry {
  at: string;
  staff: string;
  action: string;
  object: string;
}

export interface AuditPage {
  items: AuditEntry[];
  total: number;
  page: number;
}

export interface Account {
  id: string;
  username: string;
  name: string;
  roles: Role[];
  /** Whether the password is kept here, not at the provider. */
  local: boolean;
  disabled: boolean;
  must_change_password: boolean;
}

/** An account with the one-time password that was just made; it is told once. */
export interface MadeAccount extends Account {
  password?: string;
}

/** What the live connection says. */
export type LiveFrame =
  | { type: "hello" }
  | { type: "queue" }
  | { type: "handoff"; id: string }
  | { type: "message"; handoff_id: string; message: Stored }
  | { type: "typing"; handoff_id: string }
  | { type: "presence" }
  | { type: "ping" }
  | { type: "bye" };

export type LiveRequest =
  | { type: "watch"; handoff_id: string; after: number }
  | { type: "unwatch" }
  | { type: "typing"; handoff_id: string }
  | { type: "pong" };
