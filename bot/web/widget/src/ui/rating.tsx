/** The rating at the end of a conversation: five steps in words, and a free word. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { useApp } from "./context";

const SCORES = [1, 2, 3, 4, 5] as const;

export function Rating({ done, cancel }: { done: () => void; cancel: () => void }): JSX.Element {
  const { model, words, announce } = useApp();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState("");
  const [error, setError] = useState("");
  const id = useId();

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!score) {
      setError(words.say("rating_choose"));
      return;
    }
    try {
      await model.client.rate(score, comment.trim());
    } catch {
      setError(words.say("feedback_failed"));
      return;
    }
    announce(words.say("rating_thanks"));
    done();
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <fieldset aria-describedby={error ? `${id}-error` : undefined}>
        <legend class="hidden">{words.say("rating_title")}</legend>
        {SCORES.map((one) => (
          <label class="option">
            <input type="radio" name={`${id}-score`} checked={score === one} onChange={() => { setScore(one); setError(""); }} />
            <span>{words.say(`rating_${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {error && <p class="error" id={`${id}-error`} role="alert">{error}</p>}
      <label class="field-label" for={`${id}-word`}>{words.say("feedback_word")}</label>
      <p class="subtle" id={`${id}-hint`}>{words.say("feedback_word_hint")}</p>
      <textarea id={`${id}-word`} aria-describedby={`${id}-hint`} rows={2} maxLength={1000} value={comment}
        onInput={(event) => setComment(event.currentTarget.value)} />
      <div class="actions">
        <button type="submit" class="primary">{words.say("rating_send")}</button>
        <button type="button" class="quiet" onClick={cancel}>{words.say("cancel")}</button>
      </div>
    </form>
  );
}
