/** The whole widget: the button that opens it, and the panel. */
import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Choice, Language, Stored } from "../api/types";
import { words as wordsIn } from "../i18n/index";
import type { Conversation } from "../model/conversation";
import { Announcer } from "./announcer";
import { AppContext, useModel, type App as AppType } from "./context";
import { Icon } from "./icons";
import { Panel } from "./panel";
import { spoken } from "./spoken";
import { isSmall } from "./viewport";

export interface Shell {
  open: boolean;
  takeFocus: boolean;
  inline: boolean;
  position: string;
  theme: string;
  language: Language;
  draft: string;
  code: string;
}

export interface AppProps {
  model: Conversation;
  shell: Shell;
  change(part: Partial<Shell>): void;
  pickLanguage(language: Language): void;
}

const FIELDS = "textarea, input:not([type=checkbox]):not([type=radio])";

export function App({ model, shell, change, pickLanguage }: AppProps): JSX.Element {
  useModel(model);
  const [unread, setUnread] = useState(0);
  const announcer = useMemo(() => new Announcer(), []);
  const composer = useRef<HTMLFormElement>(null);
  const launcher = useRef<HTMLButtonElement>(null);
  const before = useRef<HTMLElement | null>(null);
  const words = wordsIn(shell.language);

  useLayoutEffect(
    () =>
      model.on("arrived", (messages: Stored[]) => {
        if (shell.open) for (const message of messages) announcer.say(spoken(message, words));
        else setUnread((count) => count + messages.length);
      }),
    [model, words, shell.open],
  );
  useLayoutEffect(() => model.on("ended", (why) => announcer.say(words.say(why))), [model, words]);
  useLayoutEffect(() => {
    if (!shell.open) return;
    setUnread(0);
    if (shell.takeFocus) before.current = activeElement(launcher.current);
  }, [shell.open]);

  const app: AppType = useMemo(() => {
    const focusComposer = (): void => {
      // On a phone the focus would open the keyboard over the answer.
      const field = composer.current?.querySelector<HTMLElement>(FIELDS);
      if (isSmall() && !composer.current?.matches(":focus-within")) composer.current?.parentElement?.querySelector<HTMLElement>(".log")?.focus({ preventScroll: true });
      else field?.focus({ preventScroll: true });
    };
    return {
      model,
      words,
      announce: announcer.say,
      choose: ({ payload, title }: Choice) => {
        model.send(payload, title);
        focusComposer();
      },
      setLanguage: pickLanguage,
      focusComposer: () => requestAnimationFrame(focusComposer),
    };
  }, [model, words]);

  const close = (): void => {
    change({ open: false, takeFocus: true });
    const back = before.current;
    requestAnimationFrame(() => (back?.isConnected ? back : launcher.current)?.focus());
  };

  return (
    <AppContext.Provider value={app}>
      <div class={`root ${shell.inline ? "inline" : shell.position}`} lang={words.language} dir={words.direction} data-theme={shell.theme}>
        {!shell.inline && (
          <button type="button" class="launcher" ref={launcher} hidden={shell.open} aria-haspopup="dialog"
            onClick={() => change({ open: true, takeFocus: true })}>
            <Icon name="chat" />
            <span>{words.say("launcher")}</span>
            <span class="hidden">
              , {words.say("launcher_label")}{unread > 0 && `. ${words.plural("unread", unread)}`}
            </span>
            {unread > 0 && <span class="badge" aria-hidden="true">{unread}</span>}
          </button>
        )}
        {shell.open && (
          <Panel inline={shell.inline} draft={shell.draft} setDraft={(draft) => change({ draft })} composer={composer}
            live={announcer.region} takeFocus={shell.takeFocus} code={shell.code} forgetCode={() => change({ code: "" })} close={close} />
        )}
      </div>
    </AppContext.Provider>
  );
}

/** Returns what has the focus on the page, also inside our own shadow root. */
function activeElement(own: HTMLElement | null): HTMLElement | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && active !== document.body ? (active.shadowRoot ? own : active) : own;
}
