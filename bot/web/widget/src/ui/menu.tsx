/** The menu: language, and what can be done with the whole conversation. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./context";
import type { DialogName } from "./dialogs";
import { Icon, type IconName } from "./icons";
import { LanguagePicker } from "./language";
import { save } from "./save";

interface Props {
  show(name: DialogName): void;
}

export function Menu({ show }: Props): JSX.Element {
  const { model, words, announce, choose } = useApp();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const root = box.current!.getRootNode() as ShadowRoot;
    const outside = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    root.addEventListener("pointerdown", outside);
    return () => root.removeEventListener("pointerdown", outside);
  }, [open]);

  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    event.preventDefault();
    setOpen(false);
    button.current?.focus();
  };

  const act = (run: () => void) => () => {
    button.current?.focus();
    setOpen(false);
    run();
  };

  const download = (format: "txt" | "html") => async (): Promise<void> => {
    try {
      save(await model.client.transcript(format), `${words.say("download_name")}.${format}`);
    } catch {
      announce(words.say("download_failed"));
    }
  };

  const item = (icon: IconName, text: string, run: () => void): JSX.Element => (
    <li><button type="button" onClick={act(run)}><Icon name={icon} />{text}</button></li>
  );
  const begun = model.exists;
  return (
    <div class="menu" ref={box} onKeyDown={key}
      onFocusOut={(event) => { if (event.relatedTarget && !box.current?.contains(event.relatedTarget as Node)) setOpen(false); }}>
      <button type="button" class="icon-button" ref={button} aria-expanded={open} aria-label={words.say("menu")} title={words.say("menu")}
        onClick={() => setOpen(!open)}>
        <Icon name="menu" />
      </button>
      {open && (
        <div class="menu-list">
          <p class="label">{words.say("language")}</p>
          <LanguagePicker />
          <ul class="plain">
            {item("person", words.say("person"), () => choose({ title: words.say("person"), payload: "velg:intent:handoff" }))}
            {begun && item("device", words.say("elsewhere"), () => show("elsewhere"))}
            {begun && item("star", words.say("rate"), () => show("rate"))}
            {begun && item("download", words.say("download_text"), () => void download("txt")())}
            {begun && item("download", words.say("download_page"), () => void download("html")())}
            {begun && item("print", words.say("print"), () => print())}
            {begun && item("refresh", words.say("restart"), () => show("restart"))}
            {begun && item("bin", words.say("delete"), () => show("delete"))}
          </ul>
        </div>
      )}
    </div>
  );
}
