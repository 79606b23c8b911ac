import { describe, expect, it } from "vitest";
import type { Stored } from "../src/api/types";
import { lastWithoutGap, mergeMessages, type Outgoing, unconfirmed } from "../src/state/messages";

const message = (seq: number, more: Partial<Stored> = {}): Stored => ({
  seq,
  author: "employer",
  text: `message ${seq}`,
  at: "2026-11-22T10:00:00Z",
  ...more,
});
const seqs = (messages: Stored[]) => messages.map((held) => held.seq);

describe("mergeMessages", () => {
  it("orders what comes out of order, and keeps each once", () => {
    expect(seqs(mergeMessages([message(1), message(3)], [message(3), message(2), message(4), message(2)]))).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it("gives the same list whatever the order of arrival", () => {
    const all = Array.from({ length: 30 }, (_, index) => message(index + 1));
    for (let round = 0; round < 50; round += 1) {
      // A different order each round, with some delivered twice.
      const order = [...all, ...all.slice(0, round % 7)].sort(
        (a, b) => ((a.seq * (round + 7)) % 31) - ((b.seq * (round + 7)) % 31),
      );
      let held: Stored[] = [];
      for (let at = 0; at < order.length; at += (round % 4) + 1)
        held = mergeMessages(held, order.slice(at, at + (round % 4) + 1));
      expect(seqs(held)).toEqual(seqs(all));
    }
  });

  it("lets the later copy win", () => {
    expect(mergeMessages([message(1)], [message(1, { text: "mended" })])[0]?.text).toBe("mended");
  });
});

describe("lastWithoutGap", () => {
  it("stops before the first gap", () => {
    expect(lastWithoutGap([])).toBe(0);
    expect(lastWithoutGap([message(1), message(2), message(3)])).toBe(3);
    expect(lastWithoutGap([message(1), message(2), message(5)])).toBe(2);
    expect(lastWithoutGap([message(4), message(5)])).toBe(5);
  });
});

describe("unconfirmed", () => {
  it("drops what has come back under its client id", () => {
    const outgoing: Outgoing[] = ["a", "b"].map((client_id) => ({
      client_id,
      text: client_id,
      sources: [],
      at: "2026-11-22T10:00:00Z",
      state: "sending",
    }));
    const back = [message(1, { client_id: "a", author: "person" }), message(2)];
    expect(unconfirmed(outgoing, back).map((item) => item.client_id)).toEqual(["b"]);
  });
});
