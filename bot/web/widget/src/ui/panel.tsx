/** The open widget: a dialog beside the page, or the whole screen where there is little room. */
import type { JSX } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./context";
import { Composer } from "./composer";
import { Dialog, type DialogName } from "./dialogs";
import { Icon } from "./icons";
import { Log } from "./log";
import { Menu } from "./menu";
import { ConnectionBar, HandoffBar } from "./standing";
import { useSmall, useViewport } from "./viewport";

export interface PanelProps {
  inline: boolean;
  draft: string;
  setDraft(text: string): void;
  composer: { current: HTMLFormElement | null };
  /** Texts to be read aloud. */
  live: { current: HTMLDivElement | null };
  /** Whether opening moves the focus: not when the page opens the widget by itself. */
  takeFocus: boolean;
  /** A code from the page's address that opens a conversation begun elsewhere. */
  code: string;
  forgetCode(): void;
  close(): void;
}

export function Panel(props: PanelProps): JSX.Element {
  const { model, words, focusComposer } = useApp();
  const { inline, close } = props;
  const small = useSmall() && !inline;
  const [large, setLarge] = useState(false);
  const [asked, setAsked] = useState<DialogName | null>(null);
  const [shownSmall, setShownSmall] = useState<boolean | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useViewport(dialog, small);

  useLayoutEffect(() => {
    const node = dialog.current!;
    if (small) node.showModal();
    // Unlike show(), the attribute leaves the focus where it is.
    else node.setAttribute("open", "");
    // What is opened later lies above: a small dialog must come after the panel it belongs to.
    setShownSmall(small);
    return () => (node.open ? node.close() : undefined);
  }, [small]);

  useEffect(() => {
    if (!props.takeFocus) return;
    if (small) heading.current?.focus();
    else focusComposer();
  }, []);

  const name = asked ?? (props.code ? "adopt" : null);
  const closeDialog = (): void => {
    if (name === "adopt") props.forgetCode();
    setAsked(null);
  };

  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || inline) return;
    event.preventDefault();
    close();
  };
  return (
    <dialog class={`panel${large ? " large" : ""}`} ref={dialog} aria-labelledby={id} onKeyDown={key}
      onCancel={(event) => { event.preventDefault(); close(); }}>
      <div class="top">
        <div class="titles">
          <h1 id={id} ref={heading} tabIndex={-1}>{words.say("title")}</h1>
          <p>{words.say("subtitle")}</p>
        </div>
        <Menu show={setAsked} />
        {!inline && !small && (
          <button type="button" class="icon-button" aria-pressed={large} aria-label={words.say(large ? "shrink" : "enlarge")}
            title={words.say(large ? "shrink" : "enlarge")} onClick={() => setLarge(!large)}>
            <Icon name={large ? "shrink" : "enlarge"} />
          </button>
        )}
        {!inline && (
          <button type="button" class="icon-button" aria-label={words.say("close")} title={words.say("close")} onClick={close}>
            <Icon name="close" />
          </button>
        )}
      </div>
      <HandoffBar leave={() => setAsked("leave")} />
      <ConnectionBar />
      <Log />
      <Composer box={props.composer} draft={props.draft} setDraft={props.setDraft} />
      <div class="hidden" aria-live="polite" aria-relevant="additions" ref={props.live} />
      {name && shownSmall === small && <Dialog name={name} code={props.code} close={closeDialog} key={`${name}${model.exists}`} />}
    </dialog>
  );
}
