/** Which input suits what a form asks for. */
import type { Stored } from "../../api/types";
import { textOf } from "../context";

export type Field = "text" | "number" | "percent" | "date" | "municipality" | "organisation" | "name" | "contact";

const BY_INPUT: Record<string, Field> = {
  number: "number", percent: "percent", date: "date", municipality: "municipality",
};

const BY_SLOT: Record<string, Field> = {
  organisation: "organisation", municipality: "municipality", name: "name", contact: "contact",
};

/** Returns the question that waits for an answer: the last message, if it is one. */
export function openQuestion(messages: readonly Stored[]): Stored | null {
  const last = messages.at(-1);
  return last?.custom?.kind === "question" ? last : null;
}

export function fieldOf(question: Stored | null): Field {
  const custom = question?.custom;
  if (!custom) return "text";
  if (custom["form"] === "handoff") return BY_SLOT[textOf(custom["slot"])] ?? BY_INPUT[textOf(custom["input"])] ?? "text";
  return BY_INPUT[textOf(custom["input"])] ?? "text";
}

/** Whether personal data is what the form asks for. */
export function asksPersonal(question: Stored | null): boolean {
  return question?.custom?.["form"] === "handoff" && ["contact", "name"].includes(textOf(question.custom["slot"]));
}

/** Returns a date from a date picker as Norwegians write it. */
export function norwegianDate(iso: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso) ?? [];
  return year ? `${day}.${month}.${year}` : iso;
}
