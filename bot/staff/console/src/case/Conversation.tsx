/** The conversation: what was said and what happened, live. */

import { ArrowDownIcon, PersonIcon, RobotSmileIcon } from "@navikt/aksel-icons";
import { BodyShort, Button, Chat, Detail as Small } from "@navikt/ds-react";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Detail, HandoffEvent, Stored } from "../api/types";
import { MessageText } from "../components/MessageText";
import { Sources, sourcesOf } from "../components/Sources";
import { initials } from "../components/Shell";
import { useTexts } from "../i18n";
import { formatDate, formatTime } from "../i18n/format";
import { useLive } from "../state/live";
import type { Outgoing } from "../state/messages";
import { OutgoingGroup } from "./OutgoingGroup";
import { timeline } from "./timeline";

/** What happens to a case without anybody needing to see it between the messages. */
const SILENT = new Set(["answer", "hear", "warn", "label", "forget"]);
const NEAR_END_PX = 80;
const TYPING_SHOWN_MS = 6_000;

function EventLine({ event }: { event: HandoffEvent }) {
  const { t, language, has } = useTexts();
  const who = event.actor.kind === "employer" ? t("author.employer") : (event.actor.name ?? t("author.system"));
  const key = `event.${event.action}`;
  return (
    <div className="happened">
      <Small as="p">
        {formatTime(event.at, language)} {has(key) ? t(key, { name: who }) : t(`state.${event.to}`)}
      </Small>
    </div>
  );
}

function languageOf(message: Stored, fallback: string): string {
  const own = message.custom?.["language"];
  return typeof own === "string" ? own : fallback;
}

function Bubble({ message, language }: { message: Stored; language: string }) {
  const { t } = useTexts();
  return (
    <>
      <MessageText text={message.text} lang={languageOf(message, language)} />
      <Sources sources={message.author === "person" ? sourcesOf(message.custom?.["sources"]) : []} />
      {message.buttons && message.buttons.length > 0 && (
        <Small as="div" className="offered">
          {t("message.offered")}
          <ul lang={languageOf(message, language)}>
            {message.buttons.map((button) => (
              <li key={button.title}>{button.title}</li>
            ))}
          </ul>
        </Small>
      )}
    </>
  );
}

function Group({
  detail,
  author,
  name,
  messages,
}: {
  detail: Detail;
  author: Stored["author"];
  name: string | null;
  messages: Stored[];
}) {
  const { t, language } = useTexts();
  const first = messages[0] as Stored;
  if (author === "system") {
    return messages.map((message) => (
      <div key={message.seq} className="told">
        <Small as="p" weight="semibold">
          {t("author.system.told")} <span className="told__time">{formatTime(message.at, language)}</span>
        </Small>
        <MessageText text={message.text} lang={languageOf(message, detail.language)} />
      </div>
    ));
  }
  const employer = author === "employer";
  const shown =
    name ??
    (employer ? (detail.contact.name ?? t("author.employer")) : t(author === "bot" ? "author.bot" : "author.person"));
  const avatar = employer ? (
    <PersonIcon aria-hidden fontSize="1.5rem" />
  ) : author === "bot" ? (
    <RobotSmileIcon aria-hidden fontSize="1.5rem" />
  ) : (
    initials(shown)
  );
  return (
    <Chat
      size="small"
      className={`chat chat--${author}`}
      position={employer ? "left" : "right"}
      data-color={author === "person" ? "accent" : author === "bot" ? "brand-beige" : "neutral"}
      avatar={avatar}
      name={shown}
      timestamp={formatTime(first.at, language)}
    >
      {messages.map((message) => (
        <Chat.Bubble key={message.seq}>
          <Bubble message={message} language={detail.language} />
        </Chat.Bubble>
      ))}
    </Chat>
  );
}

/** Whether the employer writes just now; never what. */
function useTyping(id: string, lastSeq: number): boolean {
  const { onFrame } = useLive();
  const [until, setUntil] = useState(0);
  useEffect(
    () =>
      onFrame((frame) => frame.type === "typing" && frame.handoff_id === id && setUntil(Date.now() + TYPING_SHOWN_MS)),
    [onFrame, id],
  );
  useEffect(() => {
    if (!until) return;
    const timer = setTimeout(() => setUntil(0), until - Date.now());
    return () => clearTimeout(timer);
  }, [until]);
  useEffect(() => setUntil(0), [lastSeq]);
  return until > 0;
}

/** Reads out what comes after the page was opened; what was there before is not read again. */
function Announcer({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  const from = useRef(detail.messages.at(-1)?.seq ?? 0);
  const fresh = detail.messages.filter(
    (message) => message.seq > from.current && (message.author === "employer" || message.author === "system"),
  );
  return (
    <div className="aksel-sr-only" role="log" aria-live="polite" aria-label={t("conversation.new")}>
      {fresh.slice(-5).map((message) => (
        <p key={message.seq}>
          {t(message.author === "employer" ? "announce.employer" : "announce.system")}{" "}
          <span lang={languageOf(message, detail.language)}>{message.text}</span>
        </p>
      ))}
    </div>
  );
}

export function Conversation({
  detail,
  outgoing,
  onTakeBack,
  children,
}: {
  detail: Detail;
  outgoing: readonly Outgoing[];
  onTakeBack: (item: Outgoing) => void;
  children: ReactNode;
}) {
  const { t, language } = useTexts();
  const entries = useMemo(
    () =>
      timeline(
        detail.messages,
        detail.events.filter((event) => !SILENT.has(event.action)),
      ),
    [detail.messages, detail.events],
  );
  const lastSeq = detail.messages.at(-1)?.seq ?? 0;
  const typing = useTyping(detail.id, lastSeq);
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  // Follow the conversation, unless someone has scrolled up to read.
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [entries, outgoing, typing, atEnd]);

  return (
    <>
      <div className="conversation">
        <div
          ref={scroller}
          className="conversation__scroll"
          role="region"
          aria-label={t("conversation.label")}
          tabIndex={0}
          onScroll={(event) => {
            const box = event.currentTarget;
            setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX);
          }}
        >
          <ol className="conversation__list">
            {entries.map((entry) => (
              <li key={entry.key}>
                {entry.kind === "day" && (
                  <BodyShort as="div" size="small" weight="semibold" className="day">
                    <span>{formatDate(entry.at, language)}</span>
                  </BodyShort>
                )}
                {entry.kind === "event" && <EventLine event={entry.event} />}
                {entry.kind === "messages" && (
                  <Group detail={detail} author={entry.author} name={entry.name} messages={entry.messages} />
                )}
              </li>
            ))}
            {outgoing.length > 0 && (
              <li>
                <OutgoingGroup
                  handoffId={detail.id}
                  items={outgoing}
                  language={detail.language}
                  onTakeBack={onTakeBack}
                />
              </li>
            )}
          </ol>
          <div className="typing" role="status">
            {typing && (
              <>
                <span className="typing__dots" aria-hidden>
                  <i />
                  <i />
                  <i />
                </span>
                {t("conversation.typing")}
              </>
            )}
          </div>
        </div>
        {!atEnd && (
          <Button
            className="conversation__down"
            size="small"
            variant="secondary"
            data-color="neutral"
            icon={<ArrowDownIcon aria-hidden />}
            onClick={toEnd}
          >
            {t("conversation.down")}
          </Button>
        )}
      </div>
      <Announcer detail={detail} key={detail.id} />
      {children}
    </>
  );
}
