/** Small dialogs above the conversation: to confirm, to rate, and to go on elsewhere. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Code } from "../api/types";
import { isOpen } from "../model/conversation";
import { useApp } from "./context";
import { External } from "./parts";
import { Rating } from "./rating";

export type DialogName = "restart" | "delete" | "leave" | "rate" | "elsewhere" | "adopt";

interface FrameProps {
  title: string;
  close(): void;
  children: ComponentChildren;
}

function Frame({ title, close, children }: FrameProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const node = dialog.current!;
    const before = (node.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    node.showModal();
    node.querySelector<HTMLElement>("h2")?.focus();
    return () => {
      node.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog class="small-dialog" ref={dialog} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); close(); }}
      onKeyDown={(event) => event.stopPropagation()}>
      <h2 id={id} tabIndex={-1}>{title}</h2>
      {children}
    </dialog>
  );
}

interface ConfirmProps extends FrameProps {
  yes: string;
  danger?: boolean;
  failed: string;
  act(): Promise<void> | void;
}

/** Asks before something that cannot be undone; says so when it fails. */
function Confirm({ title, yes, danger, failed, act, close, children }: ConfirmProps): JSX.Element {
  const { words } = useApp();
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const go = async (): Promise<void> => {
    setBusy(true);
    try {
      await act();
      close();
    } catch {
      setBusy(false);
      setError(failed);
    }
  };
  return (
    <Frame title={title} close={close}>
      {children}
      {error && <p class="error" role="alert">{error}</p>}
      <div class="actions">
        <button type="button" class={danger ? "primary danger" : "primary"} disabled={busy} onClick={() => void go()}>{yes}</button>
        <button type="button" class="quiet" onClick={close}>{words.say("cancel")}</button>
      </div>
    </Frame>
  );
}

function Elsewhere({ close }: { close(): void }): JSX.Element {
  const { model, words, announce } = useApp();
  const [code, setCode] = useState<Code | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    model.client.code().then(setCode, () => setFailed(true));
  }, []);
  const copy = async (): Promise<void> => {
    const link = new URL(location.href);
    link.searchParams.set("kode", code!.code);
    await navigator.clipboard.writeText(link.href);
    announce(words.say("elsewhere_copied"));
  };
  return (
    <Frame title={words.say("elsewhere")} close={close}>
      {failed && <p class="error" role="alert">{words.say("elsewhere_failed")}</p>}
      {code && (
        <>
          <p>{words.say("elsewhere_text", { time: words.time(code.expires_at) })}</p>
          <dl class="rows"><div><dt>{words.say("elsewhere_code")}</dt><dd><code>{code.code}</code></dd></div></dl>
          <div class="actions">
            {code.telegram && <External class="action" href={code.telegram} words={words}>{words.say("telegram")}</External>}
            {navigator.clipboard && (
              <button type="button" class="quiet" onClick={() => void copy()}>{words.say("elsewhere_link")}</button>
            )}
          </div>
        </>
      )}
      <div class="actions"><button type="button" class="quiet" onClick={close}>{words.say("cancel")}</button></div>
    </Frame>
  );
}

interface Props {
  name: DialogName;
  code: string;
  close(): void;
}

export function Dialog({ name, code, close }: Props): JSX.Element {
  const { model, words, announce } = useApp();
  if (name === "elsewhere") return <Elsewhere close={close} />;
  if (name === "rate") return <Frame title={words.say("rating_title")} close={close}><Rating done={close} cancel={close} /></Frame>;
  if (name === "restart") {
    return (
      <Confirm title={words.say("restart_ask")} yes={words.say("restart")} failed={words.say("queue_failed")} close={close}
        act={() => model.restart()}>
        {(isOpen(model.handoff) || model.owner === "person") && <p><strong>{words.say("restart_handoff")}</strong></p>}
        <p>{words.say("restart_text")}</p>
      </Confirm>
    );
  }
  if (name === "delete") {
    return (
      <Confirm title={words.say("delete_ask")} yes={words.say("delete")} danger failed={words.say("delete_failed")} close={close}
        act={() => model.erase()}>
        <p>{words.say("delete_text")}</p>
      </Confirm>
    );
  }
  if (name === "leave") {
    const leave = async (): Promise<void> => {
      await model.cancelHandoff();
      announce(words.say("queue_left"));
    };
    return (
      <Confirm title={words.say("queue_cancel_ask")} yes={words.say("queue_cancel")} failed={words.say("queue_failed")} close={close} act={leave}>
        <p>{words.say("queue_cancel_text")}</p>
      </Confirm>
    );
  }
  const adopt = async (): Promise<void> => {
    await model.adopt(code);
    announce(words.say("adopted"));
  };
  return (
    <Confirm title={words.say("adopt_ask")} yes={words.say("adopt_yes")} failed={words.say("adopt_failed")} close={close} act={adopt}>
      <p>{words.say("adopt_text")}</p>
    </Confirm>
  );
}
