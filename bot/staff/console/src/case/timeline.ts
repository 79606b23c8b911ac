/** Puts messages and what happened to the case into one line of time. Pure functions. */

import type { HandoffEvent, Stored } from "../api/types";
import { sameDay } from "../i18n/format";

export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "event"; key: string; event: HandoffEvent }
  | { kind: "messages"; key: string; author: Stored["author"]; name: string | null; messages: Stored[] };

/** Return the entries in order: days, events, and messages of one sender in a row as one group. */
export function timeline(messages: readonly Stored[], events: readonly HandoffEvent[]): Entry[] {
  // Messages keep their own order whatever their clocks say; an event goes before the first later message.
  const waiting = [...events].sort((a, b) => a.seq - b.seq);
  const entries: Entry[] = [];
  let day = "";
  const on = (at: string) => {
    if (day && sameDay(day, at)) return;
    day = at;
    entries.push({ kind: "day", key: `day-${at}`, at });
  };
  const addEvent = (event: HandoffEvent) => {
    on(event.at);
    entries.push({ kind: "event", key: `event-${event.seq}`, event });
  };
  for (const message of messages) {
    while (waiting[0] && waiting[0].at <= message.at) addEvent(waiting.shift() as HandoffEvent);
    on(message.at);
    const name = message.person?.name ?? null;
    const last = entries.at(-1);
    if (last?.kind === "messages" && last.author === message.author && last.name === name) last.messages.push(message);
    else {
      entries.push({
        kind: "messages",
        key: `message-${message.seq}`,
        author: message.author,
        name,
        messages: [message],
      });
    }
  }
  for (const event of waiting) addEvent(event);
  return entries;
}
