/** The switch in the header: whether new requests may be expected to be taken. */

import { ActionMenu, Button, InfoCard, InternalHeader } from "@navikt/ds-react";
import { BellIcon, ChevronDownIcon } from "@navikt/aksel-icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { put } from "../api/client";
import { keys } from "../api/queries";
import type { Presence } from "../api/types";
import { useTexts } from "../i18n";
import { useSessionState, useUser } from "../state/session";
import { PresenceDot } from "./bits";

const CHOICES: readonly Presence[] = ["available", "busy", "away", "off"];

function usePresence() {
  const user = useUser();
  const { setPresence } = useSessionState();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (presence: Presence) => put("/presence", { presence }),
    onMutate: (presence) => {
      const before = user.presence;
      setPresence(presence);
      return before;
    },
    onError: (_error, _presence, before) => before && setPresence(before),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.colleagues }),
  });
}

/** Says on the page of the queue that promises are made without this person. */
export function PresenceHint() {
  const { t } = useTexts();
  const { presence } = useUser();
  const change = usePresence();
  if (presence !== "off" && presence !== "away") return null;
  return (
    <InfoCard size="small" data-color="info" className="page__intro">
      <InfoCard.Message icon={<BellIcon aria-hidden />}>
        {t("presence.hint")}{" "}
        <Button size="xsmall" variant="secondary" onClick={() => change.mutate("available")}>
          {t("presence.set")}
        </Button>
      </InfoCard.Message>
    </InfoCard>
  );
}

export function PresenceMenu() {
  const { t } = useTexts();
  const user = useUser();
  const change = usePresence();
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
