/** The bars above the conversation: the queue or the person, and trouble with the connection. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isOpen } from "../model/conversation";
import { useApp } from "./context";
import { Icon } from "./icons";

/** What a request for a person has come to; nothing when there is none. */
export function HandoffBar({ leave }: { leave: () => void }): JSX.Element | null {
  const { model, words } = useApp();
  const { handoff, owner, person } = model;
  if (owner === "person") {
    const name = person?.name || words.say("someone");
    return (
      <div class="bar person">
        <Icon name="person" />
        <p>
          <strong>{person?.role ? words.say("talking_to_role", { name, role: person.role }) : words.say("talking_to", { name })}</strong>
          {handoff && <span class="subtle"> {words.say("reference")}: {handoff.reference}</span>}
        </p>
      </div>
    );
  }
  if (!isOpen(handoff)) return null;
  return (
    <div class="bar queue">
      <Icon name="person" />
      <div>
        <p><strong>{handoff.position ? words.say("queue_position", { n: words.number(handoff.position) }) : words.say("queue_waiting")}</strong></p>
        <p class="subtle">
          {handoff.answer_by && <>{words.say("queue_promise", { time: words.moment(handoff.answer_by) })} </>}
          {words.say("queue_meanwhile")}
        </p>
        <p class="subtle">
          {words.say("reference")}: {handoff.reference}{" "}
          <button type="button" class="link" onClick={leave}>{words.say("queue_cancel")}</button>
        </p>
      </div>
    </div>
  );
}

const CALM_MS = 2_500;

/** Says that there is no connection; short breaks are not worth a word. */
export function ConnectionBar(): JSX.Element | null {
  const { model, words, announce } = useApp();
  const troubled = !model.online || model.connection === "away";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!troubled) {
      if (shown) announce(words.say("back"));
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), model.online ? CALM_MS : 0);
    return () => clearTimeout(timer);
  }, [troubled, model.online]);
  const text = words.say(model.online ? "away" : "offline");
  useEffect(() => {
    if (shown && troubled) announce(text);
  }, [shown, text]);
  if (!shown || !troubled) return null;
  return <div class="bar away"><Icon name="warning" /><p>{text}</p></div>;
}
