import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { Button } from '@/components/ui/button';
import { Confirm, Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { Secret } from '@/components/ui/secret';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { common } from '@/texts/common';
import { keyTexts } from '@/texts/settings';
import { type ApiKey, type End, endOf, GRACE_SECONDS, type Grace, keyName, useRefreshKeys } from './key-model';

const ENDS: End[] = ['never', 'month', 'quarter', 'year'];
const GRACES: Grace[] = ['none', 'hour', 'day', 'week'];

interface Props {
  projectId: string;
  onClose: () => void;
}

interface OfKey extends Props {
  apiKey: ApiKey;
}

export function NewKey({ projectId, onClose }: Props) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'public' | 'private'>('public');
  const [end, setEnd] = useState<End>('never');
  const refresh = useRefreshKeys(projectId);
  const make = useMutation({
    mutationFn: () => call(api.POST('/v1/projects/{projectId}/keys', { params: { path: { projectId } }, body: { kind, name: name.trim(), expiresAt: endOf(end) } })),
    onSuccess: refresh,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  if (make.isSuccess) {
    return (
      <Dialog open onOpenChange={onClose} title={keyTexts.madeTitle} footer={<Button kind="primary" onClick={onClose}>{common.close}</Button>}>
        <Secret name={make.data.name ?? ''} value={make.data.key ?? ''} isPublic />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={keyTexts.newTitle}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" type="submit" form="new-key" isBusy={make.isPending} disabled={name.trim() === ''}>
            {keyTexts.make}
          </Button>
        </>
      }
    >
      <form id="new-key" className="space-y-4" onSubmit={submit}>
        <Field label={keyTexts.name} error={make.isError ? asApiError(make.error).message : null}>
          {(props) => <Input {...props} autoFocus maxLength={100} placeholder={keyTexts.namePlaceholder} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={keyTexts.kind}>
          {(props) => (
            <Select
              {...props}
              className="w-full"
              value={kind}
              onChange={setKind}
              items={[
                { value: 'public', label: keyTexts.public, hint: keyTexts.publicHint },
                { value: 'private', label: keyTexts.private, hint: keyTexts.privateHint },
              ]}
            />
          )}
        </Field>
        <Field label={keyTexts.ends}>{(props) => <Select {...props} className="w-full" value={end} onChange={setEnd} items={ENDS.map((value) => ({ value, label: keyTexts.endsOptions[value] }))} />}</Field>
      </form>
    </Dialog>
  );
}

export function RenameKey({ projectId, apiKey, onClose }: OfKey) {
  const [name, setName] = useState(apiKey.name ?? '');
  const refresh = useRefreshKeys(projectId);
  const rename = useMutation({
    mutationFn: () => call(api.PATCH('/v1/projects/{projectId}/keys/{keyId}', { params: { path: { projectId, keyId: apiKey.id } }, body: { name: name.trim() } })),
    onSuccess: async () => {
      await refresh();
      toast.ok(keyTexts.renamed);
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={keyTexts.renameTitle}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" type="submit" form="rename-key" isBusy={rename.isPending} disabled={name.trim() === ''}>
            {common.save}
          </Button>
        </>
      }
    >
      <form id="rename-key" onSubmit={submit}>
        <Field label={keyTexts.name} error={rename.isError ? asApiError(rename.error).message : null}>
          {(props) => <Input {...props} autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}

export function ReplaceKey({ projectId, apiKey, onClose }: OfKey) {
  const [grace, setGrace] = useState<Grace>('day');
  const refresh = useRefreshKeys(projectId);
  const replace = async (): Promise<void> => {
    await call(api.POST('/v1/projects/{projectId}/keys/{keyId}/regenerate', { params: { path: { projectId, keyId: apiKey.id } }, body: { graceSeconds: GRACE_SECONDS[grace] } }));
    await refresh();
    toast.ok(keyTexts.replaced);
  };
  return (
    <Confirm open onOpenChange={onClose} title={keyTexts.replaceTitle(keyName(apiKey))} confirm={keyTexts.replaceConfirm} onConfirm={replace} testId="confirm-button">
      {keyTexts.replaceText}
      <div className="mt-4 text-fg">
        <Field label={keyTexts.grace}>
          {(props) => <Select {...props} className="w-full" value={grace} onChange={setGrace} items={GRACES.map((value) => ({ value, label: keyTexts.graceOptions[value] }))} />}
        </Field>
      </div>
    </Confirm>
  );
}

export function DeleteKey({ projectId, apiKey, onClose }: OfKey) {
  const refresh = useRefreshKeys(projectId);
  const remove = async (): Promise<void> => {
    await call(api.DELETE('/v1/projects/{projectId}/keys/{keyId}', { params: { path: { projectId, keyId: apiKey.id } } }));
    await refresh();
    toast.ok(keyTexts.deleted);
  };
  return (
    <Confirm open onOpenChange={onClose} title={keyTexts.deleteTitle(keyName(apiKey))} confirm={keyTexts.deleteConfirm} onConfirm={remove}>
      {keyTexts.deleteText}
    </Confirm>
  );
}
