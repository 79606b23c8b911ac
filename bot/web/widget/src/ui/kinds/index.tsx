/** Chooses how a message is drawn, by what kind of answer it is. An unknown kind is drawn as its text. */
import type { JSX } from "preact";
import type { Choice, Stored } from "../../api/types";
import type { Words } from "../../i18n/index";
import { listOf, numberOf, sourcesOf, textOf } from "../context";
import { Prose, Sources, Warning } from "../parts";
import { Calculation } from "./calculation";
import { Contact, Crisis, HandoffCard } from "./cards";
import { Comparison, inCards, Recommendation, SchemeList } from "./schemes";

type Drawing = (props: { message: Stored; words: Words }) => JSX.Element;

/** A text with its sources: answers, questions back, small talk and whatever is not known here. */
function Answer({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const custom = message.custom;
  return (
    <>
      <Prose text={textOf(custom?.["body"]) || message.text} words={words} />
      {custom?.["stale"] === true && <Warning>{words.say("stale")}</Warning>}
      <Sources sources={sourcesOf(custom?.["sources"])} words={words} />
    </>
  );
}

function Question({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const [step, most] = [numberOf(message.custom?.["step"]), numberOf(message.custom?.["most"])];
  return (
    <>
      {step !== null && most !== null && <p class="label">{words.say("form_step", { n: step, most })}</p>}
      <Prose text={message.text} words={words} />
    </>
  );
}

const DRAWINGS: Record<string, Drawing> = {
  calculation: Calculation,
  comparison: Comparison,
  contact: Contact,
  crisis: Crisis,
  handoff: HandoffCard,
  list: SchemeList,
  question: Question,
  recommendation: Recommendation,
};

/** Kinds whose usefulness is asked about. */
export const RATED = new Set(["answer", "calculation", "comparison", "contact", "list", "recommendation"]);

export function Body({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const Drawn = DRAWINGS[message.custom?.kind ?? ""] ?? Answer;
  return <Drawn message={message} words={words} />;
}

interface Option {
  title?: string;
  intent?: string;
  scheme?: string;
  topic?: string;
}

/** Returns the choices below a message: its buttons, or else the options of a question back. */
export function choicesOf(message: Stored): Choice[] {
  if (message.buttons?.length) {
    const elsewhere = inCards(message);
    return message.buttons.filter((choice) => !elsewhere.has(choice));
  }
  if (!["clarify", "fallback"].includes(message.custom?.kind ?? "")) return [];
  return listOf<Option>(message.custom?.["options"])
    .filter(({ title }) => title)
    .map(({ title, intent, scheme, topic }) => ({
      title: title!,
      payload: intent ? `velg:intent:${intent}` : `velg:${scheme ?? ""}:${topic ?? ""}`,
    }));
}
