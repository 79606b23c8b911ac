/** Accounts: who may come in, and what they may do. */

import { PlusIcon } from "@navikt/aksel-icons";
import {
  BodyShort,
  Button,
  Checkbox,
  CheckboxGroup,
  CopyButton,
  Dialog,
  LocalAlert,
  Table,
  Tag,
  TextField,
  VStack,
} from "@navikt/ds-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { patch, post } from "../api/client";
import { keys, useAccounts, useLoginWays } from "../api/queries";
import type { Account, MadeAccount, Role } from "../api/types";
import { Failure, InlineFailure, PageHeading, Scroll, Waiting } from "../components/bits";
import { FormDialog } from "../components/FormDialog";
import { useTexts } from "../i18n";
import { useUser } from "../state/session";

const ROLES: readonly Role[] = ["agent", "lead", "editor", "admin"];

function useAccountChange(onMade: (account: MadeAccount) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: Record<string, unknown> }) =>
      patch<MadeAccount>(`/accounts/${encodeURIComponent(id)}`, change),
    onSuccess: (account) => {
      if (account.password) onMade(account);
      return queries.invalidateQueries({ queryKey: keys.accounts });
    },
  });
}

/** The one-time password: shown here and nowhere again. */
function OneTime({ account, onDone }: { account: MadeAccount; onDone: () => void }) {
  const { t } = useTexts();
  return (
    <LocalAlert status="success" className="one-time">
      <LocalAlert.Header>
        <LocalAlert.Title as="h2">{t("accounts.password.title", { name: account.name })}</LocalAlert.Title>
        <LocalAlert.CloseButton onClick={onDone} />
      </LocalAlert.Header>
      <LocalAlert.Content>
        <BodyShort spacing>{t("accounts.password.text")}</BodyShort>
        <code className="one-time__password">{account.password}</code>
        <CopyButton
          size="small"
          copyText={account.password ?? ""}
          text={t("accounts.password.copy")}
          activeText={t("accounts.password.copied")}
        />
      </LocalAlert.Content>
    </LocalAlert>
  );
}

function RoleBoxes({
  value,
  onChange,
  error,
}: {
  value: Role[];
  onChange: (roles: Role[]) => void;
  error?: string | false;
}) {
  const { t } = useTexts();
  return (
    <CheckboxGroup size="small" legend={t("accounts.roles")} value={value} onChange={onChange} error={error}>
      {ROLES.map((role) => (
        <Checkbox key={role} value={role} description={t(`role.${role}.hint`)}>
          {t(`role.${role}`)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

function NewAccount({
  open,
  onClose,
  onMade,
}: {
  open: boolean;
  onClose: () => void;
  onMade: (account: MadeAccount) => void;
}) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [values, setValues] = useState<{ name: string; username: string; roles: Role[] }>({
    name: "",
    username: "",
    roles: ["agent"],
  });
  const [checked, setChecked] = useState(false);
  const add = useMutation({
    mutationFn: () =>
      post<MadeAccount>("/accounts", { ...values, name: values.name.trim(), username: values.username.trim() }),
    onSuccess: (account) => {
      onMade(account);
      onClose();
      return queries.invalidateQueries({ queryKey: keys.accounts });
    },
  });
  const submit = () => {
    setChecked(true);
    if (values.name.trim() && values.username.trim() && values.roles.length) add.mutate();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("accounts.new")}
      description={t("accounts.new.hint")}
      submit={t("accounts.create")}
      act={add}
      onSubmit={submit}
    >
      <TextField
        size="small"
        label={t("accounts.name")}
        autoComplete="off"
        value={values.name}
        onChange={(event) => setValues({ ...values, name: event.target.value })}
        error={checked && !values.name.trim() && t("accounts.name.missing")}
      />
      <TextField
        size="small"
        label={t("login.username")}
        autoComplete="off"
        autoCapitalize="none"
        value={values.username}
        onChange={(event) => setValues({ ...values, username: event.target.value })}
        error={checked && !values.username.trim() && t("login.username.missing")}
      />
      <RoleBoxes
        value={values.roles}
        onChange={(roles) => setValues({ ...values, roles })}
        error={checked && values.roles.length === 0 && t("accounts.roles.missing")}
      />
    </FormDialog>
  );
}

function EditAccount({
  account,
  onClose,
  onMade,
}: {
  account: Account;
  onClose: () => void;
  onMade: (account: MadeAccount) => void;
}) {
  const { t } = useTexts();
  const me = useUser();
  const [roles, setRoles] = useState<Role[]>(account.roles);
  const change = useAccountChange(onMade);
  const act = (body: Record<string, unknown>) =>
    change.mutate({ id: account.id, change: body }, { onSuccess: onClose });
  const own = account.id === me.id;
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Popup>
        <Dialog.Header>
          <Dialog.Title>{account.name}</Dialog.Title>
          <Dialog.Description>{account.username}</Dialog.Description>
        </Dialog.Header>
        <Dialog.Body>
          <VStack gap="space-24">
            {account.local ? (
              <RoleBoxes value={roles} onChange={setRoles} error={roles.length === 0 && t("accounts.roles.missing")} />
            ) : (
              <BodyShort size="small">{t("accounts.provider.roles")}</BodyShort>
            )}
            <div className="edit-account">
              {account.local && (
                <Button
                  size="small"
                  variant="secondary"
                  data-color="neutral"
                  onClick={() => act({ reset_password: true })}
                >
                  {t("accounts.reset")}
                </Button>
              )}
              {!own && (
                <Button
                  size="small"
                  variant="secondary"
                  data-color={account.disabled ? "neutral" : "danger"}
                  onClick={() => act({ disabled: !account.disabled })}
                >
                  {t(account.disabled ? "accounts.enable" : "accounts.disable")}
                </Button>
              )}
            </div>
            <InlineFailure error={change.error} />
          </VStack>
        </Dialog.Body>
        <Dialog.Footer>
          <Button size="small" variant="tertiary" data-color="neutral" onClick={onClose}>
            {t("cancel")}
          </Button>
          {account.local && (
            <Button
              size="small"
              loading={change.isPending}
              disabled={roles.length === 0}
              onClick={() => act({ roles })}
            >
              {t("save")}
            </Button>
          )}
        </Dialog.Footer>
      </Dialog.Popup>
    </Dialog>
  );
}

export default function AccountsPage() {
  const { t } = useTexts();
  const { data, isError, error, refetch } = useAccounts();
  const local = useLoginWays().data?.local ?? true;
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Account | null>(null);
  const [made, setMade] = useState<MadeAccount | null>(null);
  return (
    <div className="page">
      <PageHeading title={t("nav.accounts")}>
        {local && (
          <Button size="small" icon={<PlusIcon aria-hidden />} onClick={() => setAdding(true)}>
            {t("accounts.new")}
          </Button>
        )}
      </PageHeading>
      <BodyShort textColor="subtle" className="page__intro">
        {t(local ? "accounts.intro.local" : "accounts.intro.provider")}
      </BodyShort>
      {made?.password && <OneTime account={made} onDone={() => setMade(null)} />}
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {!data && !isError && <Waiting />}
      {data && (
        <Scroll label={t("nav.accounts")}>
          <Table size="small">
            <Table.Header>
              <Table.Row>
                <Table.HeaderCell scope="col">{t("accounts.name")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">{t("login.username")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">{t("accounts.roles")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">{t("accounts.state")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">
                  <span className="aksel-sr-only">{t("column.action")}</span>
                </Table.HeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {data.map((account) => (
                <Table.Row key={account.id}>
                  <Table.HeaderCell scope="row">{account.name}</Table.HeaderCell>
                  <Table.DataCell>{account.username}</Table.DataCell>
                  <Table.DataCell>{account.roles.map((role) => t(`role.${role}`)).join(", ")}</Table.DataCell>
                  <Table.DataCell>
                    <Tag
                      size="small"
                      variant="moderate"
                      data-color={account.disabled ? "danger" : account.must_change_password ? "warning" : "success"}
                    >
                      {t(
                        account.disabled
                          ? "accounts.state.disabled"
                          : account.must_change_password
                            ? "accounts.state.new"
                            : "accounts.state.active",
                      )}
                    </Tag>
                  </Table.DataCell>
                  <Table.DataCell align="right">
                    <Button size="xsmall" variant="secondary" data-color="neutral" onClick={() => setEdited(account)}>
                      {t("edit")}
                      <span className="aksel-sr-only"> {account.name}</span>
                    </Button>
                  </Table.DataCell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
        </Scroll>
      )}
      <NewAccount key={String(adding)} open={adding} onClose={() => setAdding(false)} onMade={setMade} />
      {edited && <EditAccount account={edited} onClose={() => setEdited(null)} onMade={setMade} />}
    </div>
  );
}
