/** Fills the placeholders of a canned answer with what is known of the case. */

import type { Language } from "../api/types";
import { formatDateTime } from "../i18n/format";

export interface Known {
  name: string | null;
  reference: string;
  me: string;
  answer_by: string | null;
}

export const PLACEHOLDERS = ["name", "reference", "me", "answer_by"] as const;
const PATTERN = /\{(\w+)\}/g;

/** Return the text with its placeholders filled. An unknown name vanishes: "Hei {name}," becomes "Hei,". */
export function fillPlaceholders(text: string, known: Known, language: Language): string {
  const values: Record<string, string> = {
    name: known.name?.trim() ?? "",
    reference: known.reference,
    me: known.me,
    answer_by: known.answer_by ? formatDateTime(known.answer_by, language) : "",
  };
  return text.replace(/\{\{|\}\}| ?\{(\w+)\}/g, (whole, name: string | undefined) => {
    // Two braces are one that is meant as such.
    if (name === undefined) return whole[0] as string;
    const value = values[name];
    if (value === undefined) return whole;
    if (value === "") return "";
    return whole.startsWith(" ") ? ` ${value}` : value;
  });
}

/** Return the placeholders of a text that do not exist. */
export function unknownPlaceholders(text: string): string[] {
  const known = new Set<string>(PLACEHOLDERS);
  return [...new Set([...text.matchAll(PATTERN)].map((match) => match[1] ?? ""))].filter((name) => !known.has(name));
}
