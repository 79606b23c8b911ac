/** What is written and not confirmed: shown at once, with how it goes. */

import { Button, Chat, Detail as Small, InlineMessage } from "@navikt/ds-react";
import { MessageText } from "../components/MessageText";
import { Sources } from "../components/Sources";
import { initials } from "../components/Shell";
import { useTexts } from "../i18n";
import { formatTime } from "../i18n/format";
import { useLive } from "../state/live";
import type { Outgoing } from "../state/messages";
import { useUser } from "../state/session";

export function OutgoingGroup({
  handoffId,
  items,
  language,
  onTakeBack,
}: {
  handoffId: string;
  items: readonly Outgoing[];
  language: string;
  onTakeBack: (item: Outgoing) => void;
}) {
  const { t, language: own, has } = useTexts();
  const { outbox, status } = useLive();
  const user = useUser();
  return (
    <Chat
      size="small"
      className="chat chat--person"
      position="right"
      data-color="accent"
      avatar={initials(user.name)}
      name={user.name}
      timestamp={formatTime(items[0]?.at ?? new Date().toISOString(), own)}
    >
      {items.map((item) => {
        const reason = `outgoing.failed.${item.reason ?? ""}`;
        return (
          <Chat.Bubble key={item.client_id} className={item.state === "failed" ? undefined : "pending"}>
            <MessageText text={item.text} lang={language} />
            <Sources sources={item.sources} />
            {item.state === "failed" ? (
              <div className="pending__failed" role="alert">
                <InlineMessage status="error" size="small">
                  {t(has(reason) ? reason : "outgoing.failed")}
                </InlineMessage>
                <Button size="xsmall" variant="secondary" onClick={() => outbox.retry(handoffId, item.client_id)}>
                  {t("retry")}
                </Button>
                <Button size="xsmall" variant="tertiary" onClick={() => onTakeBack(item)}>
                  {t("outgoing.takeBack")}
                </Button>
              </div>
            ) : (
              <Small as="p" textColor="subtle">
                {t(item.state === "waiting" && status === "lost" ? "outgoing.waiting" : "outgoing.sending")}
              </Small>
            )}
          </Chat.Bubble>
        );
      })}
    </Chat>
  );
}
