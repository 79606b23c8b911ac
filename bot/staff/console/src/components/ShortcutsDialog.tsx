/** The list of keyboard shortcuts. */

import { Button, Dialog, Table } from "@navikt/ds-react";
import { Fragment } from "react";
import { type TextKey, useTexts } from "../i18n";
import { useSettings } from "../state/settings";

const ROWS: readonly [string, TextKey][] = [
  ["g k", "nav.queue"],
  ["g m", "nav.mine"],
  ["g å", "nav.open"],
  ["g h", "nav.closed"],
  ["g s", "nav.dashboard"],
  ["/", "shortcut.search"],
  ["r", "shortcut.reply"],
  ["t", "shortcut.claim"],
  ["Ctrl + Enter", "shortcut.send"],
  ["?", "shortcut.help"],
];

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTexts();
  const { shortcuts } = useSettings();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Popup width="small">
        <Dialog.Header>
          <Dialog.Title>{t("shortcut.title")}</Dialog.Title>
          <Dialog.Description>{shortcuts ? t("shortcut.hint") : t("shortcut.off")}</Dialog.Description>
        </Dialog.Header>
        <Dialog.Body>
          <Table size="small">
            <Table.Header>
              <Table.Row>
                <Table.HeaderCell scope="col">{t("shortcut.key")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">{t("shortcut.does")}</Table.HeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {ROWS.map(([keys, text]) => (
                <Table.Row key={keys}>
                  <Table.DataCell>
                    {keys.split(/ \+ | /).map((key, index) => (
                      <Fragment key={key}>
                        {index > 0 && (keys.includes("+") ? " + " : ` ${t("shortcut.then")} `)}
                        <kbd>{key}</kbd>
                      </Fragment>
                    ))}
                  </Table.DataCell>
                  <Table.DataCell>
                    {keys.startsWith("g ") ? t("shortcut.goTo", { page: t(text) }) : t(text)}
                  </Table.DataCell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
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
