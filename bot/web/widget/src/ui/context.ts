/** What every part of the widget may use. */
import { createContext } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import type { Choice, Language, Source, Stored } from "../api/types";
import type { Words } from "../i18n/index";
import { words } from "../i18n/index";
import type { Conversation } from "../model/conversation";

export interface App {
  model: Conversation;
  words: Words;
  /** Say something once to those who listen instead of look. */
  announce(text: string): void;
  /** Send a choice; what is shown is its title. */
  choose(choice: Choice): void;
  setLanguage(language: Language): void;
  /** Move the focus to the field for writing, without opening a phone's keyboard. */
  focusComposer(): void;
}

export const AppContext = createContext<App>(null as unknown as App);

export function useApp(): App {
  return useContext(AppContext);
}

/** Draw again whenever the conversation changes. */
export function useModel(model: Conversation): Conversation {
  const [, draw] = useState(0);
  useLayoutEffect(() => model.subscribe(() => draw((count) => count + 1)), [model]);
  return model;
}

/** Returns the words of a message's own language, which may be another than the page's. */
export function wordsOf(message: Stored, otherwise: Words): Words {
  return message.custom?.language ? words(message.custom.language) : otherwise;
}

/** Returns what an unknown value holds if it is a list of objects, else an empty list. */
export function listOf<T extends object>(value: unknown): T[] {
  return Array.isArray(value) ? value.filter((one): one is T => typeof one === "object" && one !== null) : [];
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one !== "") : [];
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Returns sources without those that name nothing, each address once. */
export function sourcesOf(value: unknown): Source[] {
  const seen = new Set<string>();
  return listOf<Source>(value).filter(({ title, url }) => {
    const name = `${url ?? ""}|${title ?? ""}`;
    if ((!title && !url) || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
