import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveClient, type LiveStatus, SILENCE_MS, type Socket } from "../src/api/live";
import type { LiveFrame } from "../src/api/types";

class FakeSocket implements Socket {
  readyState = 0;
  sent: unknown[] = [];
  closed = false;
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.closed = true;
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.({});
    this.say({ type: "hello" });
  }
  say(frame: unknown) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  break(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const text = (seq: number): LiveFrame => ({
  type: "message",
  handoff_id: "h1",
  message: { seq, author: "employer", text: "hei", at: "2026-11-22T10:00:00Z" },
});

describe("LiveClient", () => {
  let sockets: FakeSocket[];
  let frames: LiveFrame[];
  let states: LiveStatus[];
  let held: number;
  let client: LiveClient;
  const last = () => sockets.at(-1) as FakeSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    [sockets, frames, states, held] = [[], [], [], 3];
    client = new LiveClient({
      url: "ws://x",
      onFrame: (frame) => {
        frames.push(frame);
        if (frame.type === "message" && frame.message.seq === held + 1) held += 1;
      },
      onStatus: (status) => states.push(status),
      lastSeq: () => held,
      random: () => 1,
      makeSocket: () => {
        sockets.push(new FakeSocket());
        return last();
      },
    });
    client.start();
  });

  afterEach(() => {
    client.stop();
    vi.useRealTimers();
  });

  it("asks after a break for what came after the last message it has", () => {
    last().open();
    client.watch("h1");
    expect(last().sent).toEqual([{ type: "watch", handoff_id: "h1", after: 3 }]);
    last().say(text(4));
    last().break();
    expect(states).toEqual(["open", "lost"]);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    last().open();
    expect(last().sent).toEqual([{ type: "watch", handoff_id: "h1", after: 4 }]);
    expect(states).toEqual(["open", "lost", "open"]);
  });

  it("waits longer after each failure, and never more than fifteen seconds", () => {
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const before = sockets.length;
      last().break();
      let waited = 0;
      while (sockets.length === before) {
        vi.advanceTimersByTime(250);
        waited += 250;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  });

  it("comes back at once when it is told to hurry", () => {
    last().break();
    client.hurry();
    expect(sockets).toHaveLength(2);
    last().open();
    client.hurry();
    expect(sockets).toHaveLength(2);
  });

  it("takes a silent line for a dead one", () => {
    last().open();
    vi.advanceTimersByTime(SILENCE_MS - 1);
    last().say({ type: "ping" });
    expect(last().sent).toEqual([{ type: "pong" }]);
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(states).toEqual(["open"]);
    vi.advanceTimersByTime(1);
    expect(states).toEqual(["open", "lost"]);
    expect(sockets[0]?.closed).toBe(true);
  });

  it("asks once again when a message is missing in between", () => {
    last().open();
    client.watch("h1");
    last().sent = [];
    last().say(text(6));
    last().say(text(7));
    expect(last().sent).toEqual([{ type: "watch", handoff_id: "h1", after: 3 }]);
    // A number that never comes must not make it ask for ever.
    last().say(text(6));
    expect(last().sent).toHaveLength(1);
  });

  it("stops for good when the session is over", () => {
    last().open();
    last().say({ type: "bye" });
    expect(states).toEqual(["open", "ended"]);
    vi.advanceTimersByTime(60_000);
    client.hurry();
    expect(sockets).toHaveLength(1);
  });

  it("stops when the server refuses the session", () => {
    last().break(4401);
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(["ended"]);
    expect(sockets).toHaveLength(1);
  });

  it("tells of typing only while the line is up, and never what is typed", () => {
    expect(client.typing("h1")).toBe(false);
    last().open();
    expect(client.typing("h1")).toBe(true);
    expect(last().sent).toEqual([{ type: "typing", handoff_id: "h1" }]);
  });
});
