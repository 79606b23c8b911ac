/**
 * Sends what staff write: at once on the screen, in order, and again until the server has it.
 *
 * The client id makes a repeated sending harmless. What the server refuses for good is kept and shown, so that no text
 * is lost. The outbox is kept for the tab, so a reload goes on where it stopped.
 */

import { ApiError, NetworkError } from "../api/client";
import type { Source, Stored } from "../api/types";
import type { Outgoing } from "./messages";
import { readStored, removeStored, storedKeys, writeStored } from "./stored";

export type Send = (handoffId: string, item: Outgoing) => Promise<Stored>;
type Listener = () => void;

const PREFIX = "staff.outbox.";
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const NONE: readonly Outgoing[] = [];
const session = (): Storage => window.sessionStorage;

/** Whether another try may help: no answer, too many at a time, or a server in trouble. */
function passes(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  return error instanceof ApiError && (error.status === 429 || error.status >= 500 || error.status === 408);
}

export class Outbox {
  readonly #items = new Map<string, readonly Outgoing[]>();
  readonly #working = new Set<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #tries = new Map<string, number>();
  readonly #listeners = new Set<Listener>();
  readonly #prefix: string;

  constructor(
    userId: string,
    private readonly send: Send,
    private readonly onSent: (handoffId: string, message: Stored) => void,
    private readonly newId: () => string = () => crypto.randomUUID(),
  ) {
    this.#prefix = `${PREFIX}${userId}.`;
    for (const key of storedKeys(session, this.#prefix)) this.items(key.slice(this.#prefix.length));
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Return what is not confirmed of one case; the same array until something changes. */
  items(handoffId: string): readonly Outgoing[] {
    let held = this.#items.get(handoffId);
    if (held === undefined) {
      const kept = readStored<Outgoing[]>(session, this.#prefix + handoffId, []);
      held = kept.length ? kept.map((item) => (item.state === "sending" ? { ...item, state: "waiting" } : item)) : NONE;
      this.#items.set(handoffId, held);
    }
    return held;
  }

  add(handoffId: string, text: string, sources: Source[]): Outgoing {
    const item: Outgoing = {
      client_id: this.newId(),
      text,
      sources,
      at: new Date().toISOString(),
      state: "waiting",
    };
    this.#set(handoffId, [...this.items(handoffId), item]);
    void this.#work(handoffId);
    return item;
  }

  /** Try again what waits: now, since the line or the session is back. */
  resume(handoffId?: string): void {
    for (const id of handoffId === undefined ? this.#items.keys() : [handoffId]) {
      this.items(id);
      clearTimeout(this.#timers.get(id));
      this.#tries.delete(id);
      void this.#work(id);
    }
  }

  retry(handoffId: string, clientId: string): void {
    this.#change(handoffId, clientId, { state: "waiting", reason: undefined });
    this.resume(handoffId);
  }

  /** Take one back, to write it anew. */
  withdraw(handoffId: string, clientId: string): Outgoing | undefined {
    const found = this.items(handoffId).find((item) => item.client_id === clientId);
    this.#set(
      handoffId,
      this.items(handoffId).filter((item) => item.client_id !== clientId),
    );
    return found;
  }

  /** Stop for good and leave nothing behind, at logging out. */
  forget(): void {
    this.stop();
    this.#items.clear();
    removeStored(session, this.#prefix);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #set(handoffId: string, items: readonly Outgoing[]): void {
    this.#items.set(handoffId, items.length ? items : NONE);
    writeStored(session, this.#prefix + handoffId, items.length ? items : undefined);
    for (const listener of this.#listeners) listener();
  }

  #change(handoffId: string, clientId: string, change: Partial<Outgoing>): void {
    this.#set(
      handoffId,
      this.items(handoffId).map((item) => (item.client_id === clientId ? { ...item, ...change } : item)),
    );
  }

  /** Send the waiting messages of a case one after the other, so that they keep their order. */
  async #work(handoffId: string): Promise<void> {
    if (this.#working.has(handoffId)) return;
    this.#working.add(handoffId);
    try {
      for (;;) {
        const next = this.items(handoffId).find((item) => item.state === "waiting");
        if (!next) return;
        this.#change(handoffId, next.client_id, { state: "sending" });
        try {
          const message = await this.send(handoffId, next);
          this.#tries.delete(handoffId);
          this.onSent(handoffId, message);
          this.withdraw(handoffId, next.client_id);
        } catch (error) {
          if (error instanceof ApiError && error.status === 401) {
            this.#change(handoffId, next.client_id, { state: "waiting" });
            return;
          }
          if (!passes(error)) {
            const reason = error instanceof ApiError ? error.code : "unknown";
            this.#change(handoffId, next.client_id, { state: "failed", reason });
            continue;
          }
          this.#change(handoffId, next.client_id, { state: "waiting" });
          this.#later(handoffId, error);
          return;
        }
      }
    } finally {
      this.#working.delete(handoffId);
    }
  }

  #later(handoffId: string, error: unknown): void {
    const tries = this.#tries.get(handoffId) ?? 0;
    this.#tries.set(handoffId, tries + 1);
    const asked = error instanceof ApiError && error.retryAfter !== null ? error.retryAfter * 1000 : 0;
    const wait = Math.max(asked, Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS));
    clearTimeout(this.#timers.get(handoffId));
    this.#timers.set(
      handoffId,
      setTimeout(() => void this.#work(handoffId), wait),
    );
  }
}
