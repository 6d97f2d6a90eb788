import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Org, useCan, useOrg } from '@/api/account';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { keys } from '@/api/keys';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { Confirm } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { Secret } from '@/components/ui/secret';
import { toast } from '@/components/ui/toast';
import { orgTexts } from '@/texts/settings';
import { Costs } from './Costs';

export function OrgTab() {
  const can = useCan();
  const org = useOrg();
  return (
    <>
      <Section id="organisation" title={orgTexts.title}>
        <Name org={org} mayRename={can('org.update')} />
        <div className="mt-4 flex items-center gap-6">
          <span className="text-muted">{orgTexts.id}</span> <CopyId id={org.id} length={36} />
        </div>
      </Section>
      {can('privateKeys.update') && <OrgKey org={org} />}
      {can('jobs.create') && <Costs />}
    </>
  );
}

function Name({ org, mayRename }: { org: Org; mayRename: boolean }) {
  const [name, setName] = useState(org.name);
  const client = useQueryClient();
  const rename = useMutation({
    mutationFn: () => call(api.PATCH('/v1/orgs/{orgId}', { params: { path: { orgId: org.id } }, body: { name: name.trim() } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.org });
      toast.ok(orgTexts.renamed);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <form onSubmit={submit} className="max-w-[420px]">
      <Field label={orgTexts.name} hint={mayRename ? undefined : orgTexts.onlyOwner} error={rename.isError ? asApiError(rename.error).message : null}>
        {(props) => (
          <div className="flex gap-2">
            <Input {...props} value={name} maxLength={100} disabled={!mayRename} onChange={(event) => setName(event.target.value)} data-testid="org-name-input" />
            {mayRename && (
              <Button type="submit" isBusy={rename.isPending} disabled={name.trim() === org.name || name.trim() === ''}>
                {orgTexts.rename}
              </Button>
            )}
          </div>
        )}
      </Field>
    </form>
  );
}

function OrgKey({ org }: { org: Org }) {
  const [isAsked, setAsked] = useState(false);
  const client = useQueryClient();
  const rotate = async (): Promise<void> => {
    await call(api.POST('/v1/orgs/{orgId}/api-key/regenerate', { params: { path: { orgId: org.id } } }));
    await client.invalidateQueries({ queryKey: keys.org });
    toast.ok(orgTexts.rotated);
  };
  const key = org.orgApiKey;
  const make = (): void => {
    rotate().catch((thrown: unknown) => toast.failure(orgTexts.key, thrown));
  };
  return (
    <Section id="org-key" title={orgTexts.key} description={orgTexts.keyText}>
      <div className="flex flex-wrap items-center gap-3">
        {key ? <Secret name={orgTexts.key} value={key} testId="org-api-key" /> : <span className="text-muted">{orgTexts.noKey}</span>}
        <Button onClick={() => (key ? setAsked(true) : make())}>{key ? orgTexts.rotate : orgTexts.makeKey}</Button>
      </div>
      <Confirm open={isAsked} onOpenChange={setAsked} title={orgTexts.rotateTitle} confirm={orgTexts.rotateConfirm} onConfirm={rotate} testId="confirm-org-key-rotation">
        {orgTexts.rotateText}
      </Confirm>
    </Section>
  );
}
