/**
 * What is written but not sent, per member of staff and case.
 *
 * It outlives a lost session, a login at the provider and a reload of the page, but not the tab, and not logging out.
 */

import type { Source } from "../api/types";
import { readStored, removeStored, writeStored } from "./stored";

export interface Draft {
  text: string;
  sources: Source[];
}

export const EMPTY_DRAFT: Draft = { text: "", sources: [] };
const PREFIX = "staff.draft.";
const session = (): Storage => window.sessionStorage;
const key = (userId: string, handoffId: string): string => `${PREFIX}${userId}.${handoffId}`;

export function loadDraft(userId: string, handoffId: string): Draft {
  return readStored(session, key(userId, handoffId), EMPTY_DRAFT);
}

export function saveDraft(userId: string, handoffId: string, draft: Draft): void {
  const empty = draft.text === "" && draft.sources.length === 0;
  writeStored(session, key(userId, handoffId), empty ? undefined : draft);
}

export function forgetDrafts(): void {
  removeStored(session, PREFIX);
}

/** Return the draft with a text put after what is written, and its sources added once each. */
export function withInserted(draft: Draft, text: string, sources: readonly Source[]): Draft {
  const before = draft.text.trimEnd();
  const known = new Set(draft.sources.map((source) => source.url));
  return {
    text: before ? `${before}\n\n${text.trim()}` : text.trim(),
    sources: [...draft.sources, ...sources.filter((source) => !known.has(source.url))],
  };
}
