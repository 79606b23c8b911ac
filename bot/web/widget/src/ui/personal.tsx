/** Says that something in the box looks like personal data, and offers to take it out. */
import type { JSX } from "preact";
import { findPersonal, withoutPersonal } from "../text/personal";
import { useApp } from "./context";
import { Icon } from "./icons";

export function PersonalWarning({ id, text, change }: { id: string; text: string; change(text: string): void }): JSX.Element {
  const { words, announce, focusComposer } = useApp();
  const kinds = [...new Set(findPersonal(text).map(({ kind }) => kind))];
  const remove = (): void => {
    change(withoutPersonal(text));
    announce(words.say("personal_removed"));
    focusComposer();
  };
  return (
    <div id={id} class="personal" role="status">
      {kinds.length > 0 && (
        <>
          <Icon name="warning" />
          <p>{kinds.map((kind) => words.say(`personal_${kind}`)).join(" ")} {words.say("personal_advice")}</p>
          <button type="button" class="link" onClick={remove}>{words.say("personal_remove")}</button>
        </>
      )}
    </div>
  );
}
