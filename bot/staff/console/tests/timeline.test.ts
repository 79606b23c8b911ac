import { describe, expect, it } from "vitest";
import type { HandoffEvent, Stored } from "../src/api/types";
import { timeline } from "../src/case/timeline";
import { ticks } from "../src/components/charts";
import { newIds, badgeTitle } from "../src/state/alerts";
import { lastDays } from "../src/pages/DashboardPage";

const message = (seq: number, author: Stored["author"], at: string, name?: string): Stored => ({
  seq,
  author,
  text: "",
  at,
  person: name ? { name } : null,
});
const event = (seq: number, at: string): HandoffEvent => ({
  seq,
  action: "queue",
  from: null,
  to: "queued",
  at,
  actor: { kind: "system", name: null },
  data: null,
});

describe("timeline", () => {
  it("groups messages in a row, and puts days and events between them", () => {
    const entries = timeline(
      [
        message(1, "employer", "2026-11-21T10:00:00Z"),
        message(2, "employer", "2026-11-21T10:01:00Z"),
        message(3, "person", "2026-11-21T10:05:00Z", "Ingrid"),
        message(4, "person", "2026-11-22T10:05:00Z", "Siri"),
      ],
      [event(1, "2026-11-21T10:02:00Z")],
    );
    expect(entries.map((entry) => entry.kind)).toEqual(["day", "messages", "event", "messages", "day", "messages"]);
    expect(entries[1]).toMatchObject({ author: "employer", messages: [{ seq: 1 }, { seq: 2 }] });
  });

  it("keeps the order of the numbers when a clock goes wrong", () => {
    const entries = timeline(
      [
        message(1, "employer", "2026-11-21T10:05:00Z"),
        message(2, "bot", "2026-11-21T10:00:00Z"),
        message(3, "employer", "2026-11-21T10:06:00Z"),
      ],
      [event(1, "2026-11-21T10:07:00Z")],
    );
    expect(
      entries.flatMap((entry) => (entry.kind === "messages" ? entry.messages.map((held) => held.seq) : [])),
    ).toEqual([1, 2, 3]);
    expect(entries.at(-1)?.kind).toBe("event");
  });
});

describe("alerts", () => {
  it("take the first look for no news", () => {
    expect(newIds(null, ["a", "b"])).toEqual([]);
    expect(newIds(new Set(["a"]), ["a", "b"])).toEqual(["b"]);
  });
  it("stand in front of the title", () => {
    expect(badgeTitle("Kø", 0)).toBe("Kø");
    expect(badgeTitle("Kø", 2)).toBe("(2) Kø");
  });
});

describe("charts", () => {
  it.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [19, [0, 5, 10, 15, 20]],
    [130, [0, 50, 100, 150]],
  ])("the scale up to %s is round", (most, expected) => expect(ticks(most)).toEqual(expected));
});

describe("lastDays", () => {
  it("counts today in, in Norwegian days", () => {
    expect(lastDays(7, new Date("2026-11-22T23:30:00Z"))).toEqual({ from: "2026-11-17", to: "2026-11-23" });
  });
});
