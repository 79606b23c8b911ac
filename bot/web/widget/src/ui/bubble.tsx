/** One message: who wrote it and when, what it says, and what can be done with it. */
import { Component, type JSX } from "preact";
import type { Stored } from "../api/types";
import type { Words } from "../i18n/index";
import type { Outgoing } from "../model/outbox";
import { useApp, wordsOf } from "./context";
import { Feedback } from "./feedback";
import { Icon } from "./icons";
import { Body, choicesOf, RATED } from "./kinds/index";
import { Prose } from "./parts";
import { author } from "./spoken";

interface Props {
  message: Stored;
  words: Words;
  /** The last message of all: the choices of a form's question can only be taken there. */
  last: boolean;
  /** What the employer's own message is shown as: the title of a button instead of its payload. */
  shown: string;
}

/** Draws a message again only when something about it has changed; conversations may be long. */
export class Bubble extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { message, words, last, shown } = this.props;
    return message !== next.message || words !== next.words || last !== next.last || shown !== next.shown;
  }

  override render({ message, words, last, shown }: Props): JSX.Element {
    if (message.author === "employer") return <Own text={shown} at={message.at} words={words} />;
    return <Other message={message} page={words} last={last} />;
  }
}

function Own({ text, at, words }: { text: string; at: string; words: Words }): JSX.Element {
  return (
    <li class="row mine">
      <div class="bubble">
        <span class="hidden">{words.say("you")}: </span>
        <span class="verbatim">{text}</span>
      </div>
      <time class="at" dateTime={at}>{words.time(at)}</time>
    </li>
  );
}

function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => part?.[0] ?? "").join("").toUpperCase();
}

function Other({ message, page, last }: { message: Stored; page: Words; last: boolean }): JSX.Element {
  const { choose } = useApp();
  const words = wordsOf(message, page);
  const kind = message.custom?.kind ?? "";
  const choices = kind === "question" && !last ? [] : choicesOf(message);
  const role = message.person?.role;
  const noted = ["privacy", "crisis", "fallback"].includes(kind) ? " noted" : "";
  return (
    <li class={`row ${message.author}${noted}`} lang={words.language} data-kind={kind} data-seq={message.seq}>
      <p class="from">
        {message.author === "person" && <span class="initials" aria-hidden="true">{initials(author(message, words))}</span>}
        <strong>{author(message, words)}</strong>
        {role && <span class="subtle"> · {role}</span>}
        <time class="at" dateTime={message.at}>{words.time(message.at)}</time>
      </p>
      <div class="bubble">
        {message.author === "person" ? <Prose text={message.text} words={words} /> : <Body message={message} words={words} />}
      </div>
      {choices.length > 0 && (
        <div class="choices" role="group" aria-label={words.say("choices")}>
          {choices.map((choice) => (
            <button type="button" class="choice" onClick={() => choose(choice)}>{choice.title}</button>
          ))}
        </div>
      )}
      {RATED.has(kind) && message.author === "bot" && <Feedback seq={message.seq} />}
    </li>
  );
}

/** Returns why a message has not arrived, in words. */
export function statusText(item: Outgoing, words: Words, online: boolean): string {
  if (item.status === "queued") return words.say("queued");
  if (item.status === "sending") return words.say("sending");
  if (item.status === "waiting") return words.say(online ? "waiting" : "waiting_offline");
  const status = item.error?.status;
  if (status === 0 || (status ?? 0) >= 500) return words.say("failed_contact");
  if (status === 401) return words.say("failed_gone");
  if (status === 413 || status === 422) return words.say("failed_long");
  if (status === 429) return words.say("failed_limit");
  return words.say("failed");
}

/** What the employer has written and the server has not confirmed. */
export function Pending({ item }: { item: Outgoing }): JSX.Element {
  const { model, words, focusComposer } = useApp();
  const failed = item.status === "failed";
  return (
    <li class={`row mine pending ${item.status}`}>
      <div class="bubble">
        <span class="hidden">{words.say("you")}: </span>
        <span class="verbatim">{item.shown}</span>
      </div>
      <p class={failed ? "at error" : "at"}>
        {failed && <Icon name="warning" />}
        {statusText(item, words, model.online)}
      </p>
      {failed && (
        <div class="actions">
          <button type="button" class="choice" onClick={() => { model.outbox.retry(item.clientId); focusComposer(); }}>
            <Icon name="refresh" />{words.say("retry")}
          </button>
          <button type="button" class="choice" onClick={() => { model.outbox.remove(item.clientId); focusComposer(); }}>
            {words.say("discard")}
          </button>
        </div>
      )}
    </li>
  );
}
