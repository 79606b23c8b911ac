/** The switch in the header: whether new requests may be expected to be taken. */

import { ActionMenu, InternalHeader } from "@navikt/ds-react";
import { ChevronDownIcon } from "@navikt/aksel-icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { put } from "../api/client";
import { keys } from "../api/queries";
import type { Presence } from "../api/types";
import { useTexts } from "../i18n";
import { useSessionState, useUser } from "../state/session";
import { PresenceDot } from "./bits";

const CHOICES: readonly Presence[] = ["available", "busy", "away", "off"];

export function PresenceMenu() {
  const { t } = useTexts();
  const user = useUser();
  const { setPresence } = useSessionState();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (presence: Presence) => put("/presence", { presence }),
    onMutate: (presence) => {
      const before = user.presence;
      setPresence(presence);
      return before;
    },
    onError: (_error, _presence, before) => before && setPresence(before),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.colleagues }),
  });
  return (
    <ActionMenu>
      <ActionMenu.Trigger>
        <InternalHeader.Button className="presence">
          <PresenceDot presence={user.presence} />
          <span className="aksel-sr-only">{t("presence.label")}: </span>
          <span className="presence__text">{t(`presence.${user.presence}`)}</span>
          <ChevronDownIcon aria-hidden fontSize="1.25rem" />
        </InternalHeader.Button>
      </ActionMenu.Trigger>
      <ActionMenu.Content>
        <ActionMenu.RadioGroup
          label={t("presence.label")}
          value={user.presence}
          onValueChange={(value: string) => change.mutate(value as Presence)}
        >
          {CHOICES.map((presence) => (
            <ActionMenu.RadioItem key={presence} value={presence}>
              <span className="presence-choice">
                <PresenceDot presence={presence} />
                <span>
                  {t(`presence.${presence}`)}
                  <span className="presence-choice__hint">{t(`presence.${presence}.hint`)}</span>
                </span>
              </span>
            </ActionMenu.RadioItem>
          ))}
        </ActionMenu.RadioGroup>
      </ActionMenu.Content>
    </ActionMenu>
  );
}
