/** Thumbs on an answer; a thumb down asks what was wrong. */
import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { REASONS, type Reason, type Verdict } from "../api/types";
import { useApp } from "./context";
import { Icon } from "./icons";

type Stage = "ask" | "why" | "done";

export function Feedback({ seq }: { seq: number }): JSX.Element {
  const { model, words, announce } = useApp();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [stage, setStage] = useState<Stage>("ask");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [comment, setComment] = useState("");
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const thumbs = useRef<HTMLDivElement>(null);
  const id = useId();

  const send = async (given: Verdict, why: Reason[], word: string): Promise<boolean> => {
    setBusy(true);
    setFailed(false);
    try {
      await model.client.feedback(seq, given, why, word.trim());
      return true;
    } catch {
      setFailed(true);
      announce(words.say("feedback_failed"));
      return false;
    } finally {
      setBusy(false);
    }
  };

  const thank = (): void => {
    setStage("done");
    announce(words.say("feedback_thanks"));
    thumbs.current?.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  };

  const pick = async (given: Verdict): Promise<void> => {
    if (busy) return;
    setVerdict(given);
    setStage(given === "down" ? "why" : "ask");
    if (!(await send(given, [], ""))) setVerdict(null);
    else if (given === "up") thank();
  };

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await send("down", reasons, comment)) thank();
  };

  const toggle = (reason: Reason): void =>
    setReasons((chosen) => (chosen.includes(reason) ? chosen.filter((one) => one !== reason) : [...chosen, reason]));

  const thumb = (given: Verdict): JSX.Element => (
    <button type="button" class="thumb" aria-pressed={verdict === given} onClick={() => void pick(given)}
      aria-label={words.say(given === "up" ? "yes_helpful" : "no_helpful")} title={words.say(given === "up" ? "yes_helpful" : "no_helpful")}>
      <Icon name={given} />
    </button>
  );

  return (
    <div class="feedback" lang={words.language}>
      <div class="thumbs" role="group" aria-label={words.say("helpful")} ref={thumbs}>
        <span class="subtle">{words.say(stage === "done" ? "feedback_thanks" : "helpful")}</span>
        {thumb("up")}
        {thumb("down")}
      </div>
      {stage === "why" && (
        <form onSubmit={(event) => void submit(event)}>
          <fieldset>
            <legend>{words.say("feedback_why")}</legend>
            {REASONS.map((reason) => (
              <label class="option">
                <input type="checkbox" checked={reasons.includes(reason)} onChange={() => toggle(reason)} />
                <span>{words.say(`reason_${reason}`)}</span>
              </label>
            ))}
          </fieldset>
          <label class="field-label" for={`${id}-word`}>{words.say("feedback_word")}</label>
          <p class="subtle" id={`${id}-hint`}>{words.say("feedback_word_hint")}</p>
          <textarea id={`${id}-word`} aria-describedby={`${id}-hint`} rows={2} maxLength={1000} value={comment}
            onInput={(event) => setComment(event.currentTarget.value)} />
          <div class="actions">
            <button type="submit" class="primary small" disabled={busy}>{words.say("feedback_send")}</button>
            <button type="button" class="quiet small" onClick={thank}>{words.say("cancel")}</button>
          </div>
        </form>
      )}
      {failed && <p class="error">{words.say("feedback_failed")}</p>}
    </div>
  );
}
