/** The conversation from the beginning: days, messages, what is on its way, and who is writing. */
import { Fragment, type JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Stored } from "../api/types";
import type { Words } from "../i18n/index";
import { Bubble, Pending } from "./bubble";
import { useApp } from "./context";
import { Icon } from "./icons";
import { Notice } from "./notice";

const NEAR = 80;

/** Returns what the employer's own messages are shown as: a sent payload stands for the button's title. */
export function titles(messages: readonly Stored[], words: Words): Map<number, string> {
  const byPayload = new Map<string, string>([["velg:intent:handoff", words.say("person")]]);
  const shown = new Map<number, string>();
  for (const message of messages) {
    for (const { payload, title } of message.buttons ?? []) byPayload.set(payload, title);
    for (const one of (message.custom?.["schemes"] as { scheme?: string; title?: string }[] | undefined) ?? []) {
      if (one?.scheme && one.title) byPayload.set(`velg:${one.scheme}:`, one.title);
    }
    if (message.author !== "employer") continue;
    shown.set(message.seq, byPayload.get(message.text) ?? message.text);
  }
  return shown;
}

export function Log(): JSX.Element {
  const { model, words } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef({ messages: 0, pending: 0 });
  const [below, setBelow] = useState(false);
  const { messages } = model;
  const pending = model.outbox.items;
  const shown = useMemo(() => titles(messages, words), [messages, words]);
  const { writing } = model;
  const name = model.person?.name || words.say("someone");

  const noticeEnd = (): void => {
    const log = box.current;
    if (!log) return;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (atEnd.current) setBelow(false);
  };

  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const before = seen.current;
    seen.current = { messages: messages.length, pending: pending.length };
    const fresh = messages.slice(before.messages).find((message) => message.author !== "employer");
    const sent = pending.length > before.pending;
    if (before.messages === 0 && !sent) {
      log.scrollTop = messages.length ? log.scrollHeight : 0;
      return;
    }
    if (!sent && !atEnd.current) {
      if (fresh) setBelow(true);
      return;
    }
    // A long answer is shown from its beginning, not from its end.
    const row = fresh && log.querySelector<HTMLElement>(`[data-seq="${fresh.seq}"]`);
    const bottom = log.scrollHeight - log.clientHeight;
    log.scrollTop = row ? Math.min(bottom, row.offsetTop - 8) : bottom;
  }, [messages, pending.length, writing]);

  useEffect(noticeEnd, [messages]);

  const down = (): void => {
    const log = box.current;
    if (log) log.scrollTop = log.scrollHeight;
    setBelow(false);
    log?.focus({ preventScroll: true });
  };

  let day = "";
  return (
    <>
      <div class="log" role="log" aria-live="off" aria-label={words.say("log")} tabIndex={0} ref={box} onScroll={noticeEnd}>
        <Notice />
        {model.phase === "loading" && <p class="state">{words.say("loading")}</p>}
        {model.phase === "unreachable" && <p class="state">{words.say("unreachable")}</p>}
        <ol class="rows">
          {messages.map((message, at) => {
            const today = words.day(message.at);
            const divider = today === day ? null : <li class="day" key={`day-${message.seq}`}><span>{today}</span></li>;
            day = today;
            return (
              <Fragment key={message.seq}>
                {divider}
                <Bubble message={message} words={words} last={at === messages.length - 1 && !pending.length}
                  shown={shown.get(message.seq) ?? message.text} />
              </Fragment>
            );
          })}
          {pending.map((item) => <Pending key={item.clientId} item={item} />)}
        </ol>
        {writing && (
          <p class="typing">
            <span class="dots" aria-hidden="true"><i /><i /><i /></span>
            {writing === "bot" ? words.say("bot_typing") : words.say("person_typing", { name })}
          </p>
        )}
      </div>
      {below && <button type="button" class="below" onClick={down}><Icon name="arrowDown" />{words.say("new_below")}</button>}
    </>
  );
}
