/**
 * Keeps a conversation up to date: a WebSocket, and where that is blocked a long poll.
 *
 * Every connection begins after the last known number, so a lost frame or a lost connection loses no message.
 */
import { ApiError, type Client } from "./client";
import type { Snapshot, Standing, Stored } from "./types";

export type Connection = "off" | "connecting" | "live" | "polling" | "away";

export interface Listener {
  /** The last number known; asked for at every connection. */
  after(): number;
  messages(messages: Stored[]): void;
  standing(standing: Standing): void;
  typing(by: "bot" | "person"): void;
  connection(state: Connection): void;
  gone(): void;
}

type Frame =
  | { type: "message"; message: Stored }
  | ({ type: "state" } & Standing)
  | { type: "typing"; by: "bot" | "person" }
  | { type: "ping" }
  | { type: "gone" };

const SILENCE_MS = 50_000;
const OPENING_MS = 6_000;
const LONGEST_PAUSE_MS = 15_000;
const SOCKET_AGAIN_MS = 60_000;
const POLL_SECONDS = 25;
const GONE = 4401;

export class Live {
  private socket: WebSocket | null = null;
  private polling: AbortController | null = null;
  private timers = new Set<ReturnType<typeof setTimeout>>();
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private pause = 500;
  private unopened = 0;
  private wanted = false;
  private lastTyping = 0;

  constructor(
    private readonly client: Client,
    private readonly listener: Listener,
  ) {}

  /** Connect, and stay connected until `stop`. */
  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.listener.connection("connecting");
    addEventListener("online", this.hurry);
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    removeEventListener("online", this.hurry);
    this.drop();
    this.listener.connection("off");
  }

  /** Tell that the employer types; never what. */
  typing(): void {
    const now = Date.now();
    if (now - this.lastTyping < 3000 || this.socket?.readyState !== WebSocket.OPEN) return;
    this.lastTyping = now;
    this.socket.send(JSON.stringify({ type: "typing" }));
  }

  private hurry = (): void => {
    if (!this.wanted || this.socket?.readyState === WebSocket.OPEN) return;
    this.pause = 500;
    this.drop();
    this.connect();
  };

  private drop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    clearTimeout(this.watchdog);
    this.polling?.abort();
    this.polling = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private later(run: () => void, milliseconds: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, milliseconds);
    this.timers.add(timer);
  }

  private connect(): void {
    if (!this.wanted) return;
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.client.address("/api/conversation/live").replace(/^http/, "ws"));
    } catch {
      this.probe();
      return;
    }
    this.socket = socket;
    let opened = false;
    this.later(() => opened || socket.close(), OPENING_MS);
    socket.onopen = () => {
      socket.send(JSON.stringify({ token: this.client.token, after: this.listener.after() }));
    };
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      if (!opened) {
        opened = true;
        this.unopened = 0;
        this.pause = 500;
        this.listener.connection("live");
      }
      this.watch(socket);
      this.receive(String(data));
    };
    socket.onclose = ({ code }) => {
      if (socket !== this.socket) return;
      this.socket = null;
      clearTimeout(this.watchdog);
      if (code === GONE) this.listener.gone();
      else if (!this.wanted) return;
      else if (!opened && ++this.unopened >= 2) this.probe();
      else this.retry(() => this.connect());
    };
  }

  private watch(socket: WebSocket): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => socket.close(), SILENCE_MS);
  }

  private retry(run: () => void): void {
    this.listener.connection("away");
    this.later(run, this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  private receive(data: string): void {
    let frame: Frame;
    try {
      frame = JSON.parse(data) as Frame;
    } catch {
      return;
    }
    if (frame.type === "message") this.listener.messages([frame.message]);
    else if (frame.type === "state") this.listener.standing(frame);
    else if (frame.type === "typing") this.listener.typing(frame.by);
    else if (frame.type === "ping") this.socket?.send(JSON.stringify({ type: "pong" }));
    else if (frame.type === "gone") this.listener.gone();
  }

  /** Find out whether only WebSockets are blocked, or the server is away. */
  private probe(): void {
    const probing = new AbortController();
    this.polling = probing;
    this.client.poll(this.listener.after(), 0, probing.signal).then(
      (snapshot) => {
        if (this.polling !== probing) return;
        this.took(snapshot);
        this.poll();
      },
      (error: unknown) => this.polling === probing && this.lost(error),
    );
  }

  private took(snapshot: Snapshot): void {
    this.pause = 500;
    this.listener.connection("polling");
    this.listener.messages(snapshot.messages);
    this.listener.standing(snapshot);
  }

  private lost(error: unknown): void {
    this.unopened = 1;
    if (error instanceof ApiError && error.status === 401) this.listener.gone();
    else this.retry(() => this.connect());
  }

  /** Long polling; now and then a WebSocket is tried again. */
  private poll(until = Date.now() + SOCKET_AGAIN_MS): void {
    if (!this.wanted) return;
    if (Date.now() > until) {
      this.unopened = 1;
      this.connect();
      return;
    }
    const polling = new AbortController();
    this.polling = polling;
    this.client.poll(this.listener.after(), POLL_SECONDS, polling.signal).then(
      (snapshot) => {
        if (this.polling !== polling) return;
        this.took(snapshot);
        this.later(() => this.poll(until), 50);
      },
      (error: unknown) => this.polling === polling && this.lost(error),
    );
  }
}
