/** Says that the live line is down, after a moment so that a short break does not flicker. */

import { CloudSlashIcon } from "@navikt/aksel-icons";
import { Button } from "@navikt/ds-react";
import { useEffect, useState } from "react";
import { useTexts } from "../i18n";
import { useLive } from "../state/live";

const PATIENCE_MS = 1_200;

export function ConnectionBanner() {
  const { t } = useTexts();
  const { status, client } = useLive();
  const down = status === "lost";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!down) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [down]);
  return (
    <div role="status">
      {shown && (
        <div className="banner" data-color="warning">
          <CloudSlashIcon aria-hidden fontSize="1.5rem" />
          <span>
            <strong>{t("connection.lost")}</strong> {t("connection.lost.detail")}
          </span>
          <Button size="xsmall" variant="secondary" data-color="neutral" onClick={() => client.hurry()}>
            {t("connection.retry")}
          </Button>
        </div>
      )}
    </div>
  );
}
