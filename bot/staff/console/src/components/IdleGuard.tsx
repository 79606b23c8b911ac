/**
 * Whoever works stays logged in, and whoever has left is warned before the session ends.
 *
 * What the console asks by itself does not count as work on the server, so work that sends nothing, such as reading and
 * writing, is told by a small request now and then.
 */

import { Button, Dialog } from "@navikt/ds-react";
import { useEffect, useRef, useState } from "react";
import { get } from "../api/client";
import { useTexts } from "../i18n";
import { useSessionState } from "../state/session";

const WARNING_S = 120;
const LOOK_EVERY_MS = 10_000;
const TELL_EVERY_S = 240;

/** An empty search: it reads nothing and writes nothing, but counts as use of the session. */
const tellWork = (): Promise<unknown> => get("/knowledge?q=");

export function IdleGuard() {
  const { t } = useTexts();
  const { session, logOut } = useSessionState();
  const idle = session?.idle_seconds ?? 0;
  const [warned, setWarned] = useState(false);
  const worked = useRef(Date.now());
  const told = useRef(Date.now());

  useEffect(() => {
    if (!idle) return;
    const work = () => {
      worked.current = Date.now();
    };
    const look = () => {
      const now = Date.now();
      const tellEvery = Math.min(TELL_EVERY_S, idle / 4) * 1000;
      if (worked.current > told.current && now - told.current >= tellEvery) {
        told.current = now;
        tellWork().catch(() => undefined);
      }
      setWarned(now - Math.max(worked.current, told.current) >= (idle - WARNING_S) * 1000 && idle > WARNING_S);
    };
    const events = ["keydown", "pointerdown", "wheel", "touchmove"] as const;
    for (const name of events) window.addEventListener(name, work, { passive: true });
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      for (const name of events) window.removeEventListener(name, work);
      clearInterval(timer);
    };
  }, [idle]);

  const stay = () => {
    worked.current = told.current = Date.now();
    setWarned(false);
    tellWork().catch(() => undefined);
  };
  return (
    <Dialog open={warned} onOpenChange={(open) => !open && stay()}>
      <Dialog.Popup role="alertdialog" width="small">
        <Dialog.Header>
          <Dialog.Title>{t("idle.title")}</Dialog.Title>
          <Dialog.Description>{t("idle.text")}</Dialog.Description>
        </Dialog.Header>
        <Dialog.Footer>
          <Button size="small" variant="tertiary" data-color="neutral" onClick={() => void logOut()}>
            {t("logout")}
          </Button>
          <Button size="small" onClick={stay}>
            {t("idle.stay")}
          </Button>
        </Dialog.Footer>
      </Dialog.Popup>
    </Dialog>
  );
}
