/** What is said aloud when a message arrives: who, the text, and what can be chosen. */
import type { Stored } from "../api/types";
import type { Words } from "../i18n/index";
import { plain } from "../text/markdown";
import { sourcesOf, textOf, wordsOf } from "./context";
import { choicesOf } from "./kinds/index";

/** Returns the name a message stands under. */
export function author(message: Stored, words: Words): string {
  if (message.author === "employer") return words.say("you");
  if (message.author === "person") return message.person?.name || words.say("someone");
  return words.say(message.author === "system" ? "nav" : "bot");
}

/** Kinds whose tables repeat the text; the opening says enough until one goes there. */
const OPENING_ONLY = new Set(["comparison", "list"]);

export function spoken(message: Stored, otherwise: Words): string {
  const words = wordsOf(message, otherwise);
  const custom = message.custom;
  const whole = textOf(custom?.["body"]) || message.text;
  const text = OPENING_ONLY.has(custom?.kind ?? "") ? (whole.split(/\n\s*\n/, 1)[0] ?? "") : whole;
  const sources = sourcesOf(custom?.["sources"]).length;
  const choices = choicesOf(message).map(({ title }) => title);
  return [
    `${author(message, words)}: ${plain(text)}`,
    sources ? words.plural("sources_said", sources) : "",
    choices.length ? words.say("choices_said", { list: choices.join(", ") }) : "",
  ].filter(Boolean).join(" ");
}
