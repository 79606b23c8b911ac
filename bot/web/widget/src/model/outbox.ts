/**
 * What the employer has written and the server has not confirmed yet.
 *
 * Messages leave one at a time, in order, each with an id of its own: sending it again after a lost answer gives the
 * same answer and stores nothing twice.
 */
import { ApiError } from "../api/client";

/** `queued`: its turn comes. `waiting`: no contact, tried again by itself. `failed`: the employer must decide. */
export type OutgoingStatus = "queued" | "sending" | "waiting" | "failed";

export interface Outgoing {
  clientId: string;
  /** What is sent: the text, or the payload of a button. */
  text: string;
  /** What is shown: the text, or the title of the button. */
  shown: string;
  at: string;
  status: OutgoingStatus;
  error: ApiError | null;
}

export type Deliver = (item: Outgoing) => Promise<void>;

const PAUSES_MS = [1000, 2000, 4000, 8000, 8000, 8000];

/** Returns a random id; `randomUUID` exists only on secure pages. */
export function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  items: readonly Outgoing[] = [];
  private running = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly deliver: Deliver,
    private readonly changed: () => void,
  ) {}

  add(text: string, shown: string): Outgoing {
    const at = new Date().toISOString();
    const item: Outgoing = { clientId: newId(), text, shown, at, status: "queued", error: null };
    this.items = [...this.items, item];
    this.changed();
    void this.run();
    return item;
  }

  /** Forget a message that failed, or that the server has confirmed. */
  remove(clientId: string): void {
    if (!this.items.some((item) => item.clientId === clientId)) return;
    this.items = this.items.filter((item) => item.clientId !== clientId);
    this.changed();
  }

  /** Send again what failed; without an id everything that waits. */
  retry(clientId?: string): void {
    clearTimeout(this.timer);
    this.tries = 0;
    for (const item of this.items) {
      if (item.status === "waiting" || (clientId && item.clientId === clientId && item.status === "failed")) {
        this.mark(item.clientId, "queued");
      }
    }
    void this.run();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.items = [];
    this.tries = 0;
    this.changed();
  }

  private mark(clientId: string, status: OutgoingStatus, error: ApiError | null = null): void {
    this.items = this.items.map((item) => (item.clientId === clientId ? { ...item, status, error } : item));
    this.changed();
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let item = this.next(); item; item = this.next()) {
        this.mark(item.clientId, "sending");
        try {
          await this.deliver(item);
          this.tries = 0;
          this.remove(item.clientId);
        } catch (error) {
          if (!this.refused(item, error)) break;
        }
      }
    } finally {
      this.running = false;
    }
  }

  private next(): Outgoing | undefined {
    const first = this.items.find((item) => item.status !== "failed");
    return first?.status === "queued" ? first : undefined;
  }

  /** Note what became of a message that was not delivered; true when the next one may go. */
  private refused(item: Outgoing, reason: unknown): boolean {
    if (!this.items.some((one) => one.clientId === item.clientId)) return true;
    const error = reason instanceof ApiError ? reason : new ApiError(0, "no_contact", "");
    if (!error.passing || (navigator.onLine && this.tries >= PAUSES_MS.length)) {
      this.tries = 0;
      this.mark(item.clientId, "failed", error);
      return true;
    }
    this.mark(item.clientId, "waiting", error);
    const pause = error.retryAfter ? error.retryAfter * 1000 : (PAUSES_MS[this.tries] ?? 8000);
    this.tries += navigator.onLine ? 1 : 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), pause);
    return false;
  }

  private again(): void {
    for (const item of this.items) if (item.status === "waiting") this.mark(item.clientId, "queued");
    void this.run();
  }
}
