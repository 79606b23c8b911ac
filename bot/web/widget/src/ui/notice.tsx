/** What stands before the first message: what this is, what not to write, and where to read more. */
import type { JSX } from "preact";
import { useApp } from "./context";
import { LanguagePicker } from "./language";
import { External } from "./parts";

const PRIVACY = "https://www.nav.no/personvernerklaering";
const SUGGESTIONS = ["suggestion_1", "suggestion_2", "suggestion_3", "suggestion_4"] as const;

export function Notice(): JSX.Element {
  const { model, words, choose } = useApp();
  const begun = model.messages.length > 0 || model.outbox.items.length > 0;
  return (
    <section class="notice" aria-label={words.say("notice_title")}>
      <p>{words.say("notice_machine")}</p>
      <p><strong>{words.say("notice_personal")}</strong></p>
      <p><External href={PRIVACY} words={words}>{words.say("notice_privacy")}</External></p>
      {!begun && model.phase === "empty" && (
        <>
          <LanguagePicker />
          <div class="choices" role="group" aria-label={words.say("suggestions")}>
            {SUGGESTIONS.map((key) => (
              <button type="button" class="choice" onClick={() => choose({ title: words.say(key), payload: words.say(key) })}>
                {words.say(key)}
              </button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
