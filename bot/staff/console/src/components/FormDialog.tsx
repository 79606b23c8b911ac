/** A dialog with a form: what it is about, fields, an error if there is one, and the way out beside the way on. */

import { Button, Dialog, VStack } from "@navikt/ds-react";
import type { ReactNode } from "react";
import { useTexts } from "../i18n";
import { InlineFailure } from "./bits";

export function FormDialog({
  open = true,
  onClose,
  width,
  title,
  description,
  submit,
  act,
  onSubmit,
  children,
}: {
  open?: boolean;
  onClose: () => void;
  width?: "large";
  title: string;
  description: string;
  submit: string;
  /** What the form sets off. */
  act: { isPending: boolean; error: unknown };
  onSubmit: () => void;
  children?: ReactNode;
}) {
  const { t } = useTexts();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Popup width={width} closeOnOutsideClick={false}>
        <form
          className="dialog-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          <Dialog.Header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Description>{description}</Dialog.Description>
          </Dialog.Header>
          <Dialog.Body>
            <VStack gap="space-16">
              {children}
              <InlineFailure error={act.error} />
            </VStack>
          </Dialog.Body>
          <Dialog.Footer>
            <Button type="button" variant="tertiary" data-color="neutral" size="small" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" size="small" loading={act.isPending}>
              {submit}
            </Button>
          </Dialog.Footer>
        </form>
      </Dialog.Popup>
    </Dialog>
  );
}
