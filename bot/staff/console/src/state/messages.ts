/** How messages from answers, replays and the live line become one list. Pure functions. */

import type { Source, Stored } from "../api/types";

/** What a member of staff has sent, until the server has confirmed it. */
export interface Outgoing {
  client_id: string;
  text: string;
  sources: Source[];
  at: string;
  state: "waiting" | "sending" | "failed";
  /** Why it failed for good: an error code of the API. */
  reason?: string;
}

/** Return both lists as one, in order, each message once. The later copy of a message wins. */
export function mergeMessages(held: readonly Stored[], arrived: readonly Stored[]): Stored[] {
  if (arrived.length === 0) return [...held];
  const bySeq = new Map(held.map((message) => [message.seq, message]));
  for (const message of arrived) bySeq.set(message.seq, message);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Return the number of the last message before the first gap, 0 when nothing is held. */
export function lastWithoutGap(messages: readonly Stored[]): number {
  let last = messages[0]?.seq ?? 0;
  for (const message of messages.slice(1)) {
    if (message.seq > last + 1) break;
    last = message.seq;
  }
  return last;
}

/** Return what is not confirmed yet: a message with the same client id has not come back. */
export function unconfirmed(outgoing: readonly Outgoing[], messages: readonly Stored[]): Outgoing[] {
  const confirmed = new Set(messages.map((message) => message.client_id).filter(Boolean));
  // The server puts a word before an id that the employer happened to use first.
  return outgoing.filter((item) => !confirmed.has(item.client_id) && !confirmed.has(`staff:${item.client_id}`));
}
