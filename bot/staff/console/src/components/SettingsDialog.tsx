/** What each may choose for this browser. */

import { Button, Dialog, InlineMessage, Radio, RadioGroup, Switch, VStack } from "@navikt/ds-react";
import { useState } from "react";
import { useTexts } from "../i18n";
import { askForDesktop, desktopPermission, playSound } from "../state/alerts";
import { changeSettings, type Settings, useSettings } from "../state/settings";

export function SettingsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTexts();
  const settings = useSettings();
  const [refused, setRefused] = useState(false);
  const desktop = async (wanted: boolean) => {
    const allowed = !wanted || (await askForDesktop());
    setRefused(!allowed);
    changeSettings({ desktop: wanted && allowed });
  };
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Popup>
        <Dialog.Header>
          <Dialog.Title>{t("settings.title")}</Dialog.Title>
          <Dialog.Description>{t("settings.remembered")}</Dialog.Description>
        </Dialog.Header>
        <Dialog.Body>
          <VStack gap="space-24">
            <div>
              <Switch
                size="small"
                checked={settings.sound}
                onChange={(event) => {
                  changeSettings({ sound: event.target.checked });
                  if (event.target.checked) playSound();
                }}
              >
                {t("settings.sound")}
              </Switch>
              <Switch
                size="small"
                checked={settings.badge}
                onChange={(event) => changeSettings({ badge: event.target.checked })}
              >
                {t("settings.badge")}
              </Switch>
              <Switch
                size="small"
                checked={settings.desktop && desktopPermission() === "granted"}
                disabled={desktopPermission() === "unsupported"}
                description={t("settings.desktop.hint")}
                onChange={(event) => void desktop(event.target.checked)}
              >
                {t("settings.desktop")}
              </Switch>
              {refused && (
                <InlineMessage status="warning" size="small" role="alert">
                  {t("settings.desktop.refused")}
                </InlineMessage>
              )}
              <Switch
                size="small"
                checked={settings.enterSends}
                description={t("settings.enter.hint")}
                onChange={(event) => changeSettings({ enterSends: event.target.checked })}
              >
                {t("settings.enter")}
              </Switch>
              <Switch
                size="small"
                checked={settings.shortcuts}
                onChange={(event) => changeSettings({ shortcuts: event.target.checked })}
              >
                {t("settings.shortcuts")}
              </Switch>
            </div>
            <RadioGroup
              size="small"
              legend={t("settings.language")}
              value={settings.language}
              onChange={(language: Settings["language"]) => changeSettings({ language })}
            >
              <Radio value="nb">Bokmål</Radio>
              <Radio value="nn">Nynorsk</Radio>
            </RadioGroup>
            <RadioGroup
              size="small"
              legend={t("settings.theme")}
              value={settings.theme}
              onChange={(theme: Settings["theme"]) => changeSettings({ theme })}
            >
              <Radio value="system">{t("settings.theme.system")}</Radio>
              <Radio value="light">{t("settings.theme.light")}</Radio>
              <Radio value="dark">{t("settings.theme.dark")}</Radio>
            </RadioGroup>
          </VStack>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.CloseTrigger>
            <Button size="small">{t("close")}</Button>
          </Dialog.CloseTrigger>
        </Dialog.Footer>
      </Dialog.Popup>
    </Dialog>
  );
}
