/**
 * The live connection: one WebSocket that comes back by itself.
 *
 * Signals say that something changed; what counts is read again from the API. Messages of the watched conversation come
 * numbered, so after a break the client asks for everything after the last one it has.
 */

import type { LiveFrame, LiveRequest } from "./types";

export type LiveStatus = "connecting" | "open" | "lost" | "ended";

/** The part of a WebSocket that is used; tests bring their own. */
export interface Socket {
  readyState: number;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface LiveOptions {
  url: string;
  onFrame: (frame: LiveFrame) => void;
  onStatus: (status: LiveStatus) => void;
  /** Number of the last message that is held without a gap before it. */
  lastSeq: (handoffId: string) => number;
  makeSocket?: (url: string) => Socket;
  random?: () => number;
}

const OPEN = 1;
/** The server pings every 20 s; twice that and a bit without a sound means that the line is dead. */
export const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** How the server closes when the session is over. */
const UNAUTHORIZED = new Set([4401, 4403]);

export class LiveClient {
  #socket: Socket | null = null;
  #status: LiveStatus = "connecting";
  #failures = 0;
  #watched: string | null = null;
  /** Where a gap was asked about; the same gap is not asked about twice. */
  #gapAskedAt: number | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #stopped = true;
  readonly #options: Required<LiveOptions>;

  constructor(options: LiveOptions) {
    this.#options = {
      makeSocket: (url) => new WebSocket(url) as unknown as Socket,
      random: Math.random,
      ...options,
    };
  }

  get status(): LiveStatus {
    return this.#status;
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  /** Try at once instead of waiting, for when the network or the page comes back. */
  hurry(): void {
    if (this.#stopped || this.#status === "open" || this.#status === "ended") return;
    this.#failures = 0;
    this.#connect();
  }

  watch(handoffId: string): void {
    this.#watched = handoffId;
    this.#gapAskedAt = null;
    this.#askForWatched();
  }

  unwatch(handoffId: string): void {
    if (this.#watched !== handoffId) return;
    this.#watched = null;
    this.#send({ type: "unwatch" });
  }

  /** Tell that someone writes; never what. Returns false when the line is down. */
  typing(handoffId: string): boolean {
    return this.#send({ type: "typing", handoff_id: handoffId });
  }

  #send(frame: LiveRequest): boolean {
    if (this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #askForWatched(): void {
    if (this.#watched === null) return;
    this.#send({ type: "watch", handoff_id: this.#watched, after: this.#options.lastSeq(this.#watched) });
  }

  #setStatus(status: LiveStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#options.onStatus(status);
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  #connect(): void {
    this.#drop();
    const socket = this.#options.makeSocket(this.#options.url);
    this.#socket = socket;
    this.#listenForSilence();
    socket.onopen = () => {
      this.#listenForSilence();
    };
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => {
      if (UNAUTHORIZED.has(event.code)) this.#end();
      else this.#lost();
    };
  }

  #receive(data: unknown): void {
    this.#listenForSilence();
    let frame: LiveFrame;
    try {
      frame = JSON.parse(String(data)) as LiveFrame;
    } catch {
      return;
    }
    if (frame.type === "ping") {
      this.#send({ type: "pong" });
      return;
    }
    if (frame.type === "bye") {
      this.#end();
      return;
    }
    if (frame.type === "hello") {
      this.#failures = 0;
      this.#gapAskedAt = null;
      this.#setStatus("open");
      this.#askForWatched();
    }
    const held = frame.type === "message" ? this.#options.lastSeq(frame.handoff_id) : 0;
    this.#options.onFrame(frame);
    if (frame.type !== "message" || frame.handoff_id !== this.#watched) return;
    if (frame.message.seq > held + 1 && this.#gapAskedAt !== held) {
      // One is missing in between: ask from the last one that is held without a gap.
      this.#gapAskedAt = held;
      this.#askForWatched();
    }
  }

  #listenForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), SILENCE_MS);
  }

  #lost(): void {
    this.#drop();
    if (this.#stopped) return;
    this.#setStatus("lost");
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    this.#failures += 1;
    // Half of it by chance, so that a restarted server does not meet everybody at once.
    this.#retry = setTimeout(() => this.#connect(), wait / 2 + (this.#options.random() * wait) / 2);
  }

  #end(): void {
    this.#stopped = true;
    this.#drop();
    this.#setStatus("ended");
  }
}
