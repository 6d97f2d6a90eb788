import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjects } from '@/api/account';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { common } from '@/texts/common';
import { inviting } from '@/texts/team';
import { AccessFields } from './AccessFields';
import { invitationLink, useRefreshTeam } from './queries';

/** Makes an invitation and hands its link over. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const projects = useProjects();
  const refresh = useRefreshTeam();
  const fresh = { role: 'member', projects: projects.map((project) => project.id) };
  const [email, setEmail] = useState('');
  const [access, setAccess] = useState(fresh);
  const invite = useMutation({
    mutationFn: () => call(api.POST('/v1/users/invitation', { body: { email: email.trim(), ...access } })),
    onSuccess: refresh,
  });
  const again = (): void => {
    setEmail('');
    setAccess(fresh);
    invite.reset();
  };
  if (invite.isSuccess) return <Ready email={email.trim()} link={invitationLink(invite.data)} onAnother={again} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={inviting.title}
      description={inviting.text}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" type="submit" form="invite" isBusy={invite.isPending} disabled={!email.includes('@') || access.projects.length === 0}>
            {inviting.send}
          </Button>
        </>
      }
    >
      <form
        id="invite"
        className="space-y-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <Field label={inviting.email} error={invite.isError ? asApiError(invite.error).message : null}>
          {(props) => <Input {...props} type="email" name="email" autoComplete="off" autoFocus value={email} onChange={(event) => setEmail(event.target.value)} />}
        </Field>
        <AccessFields access={access} onChange={setAccess} />
      </form>
    </Dialog>
  );
}

function Ready({ email, link, onAnother, onClose }: { email: string; link: string; onAnother: () => void; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={inviting.doneTitle}
      description={inviting.doneText(email)}
      footer={
        <>
          <Button onClick={onAnother}>{inviting.another}</Button>
          <Button kind="primary" onClick={onClose}>
            {inviting.done}
          </Button>
        </>
      }
    >
      <Field label={inviting.link}>
        {(props) => (
          <div className="flex items-center gap-2">
            <Input {...props} readOnly value={link} onFocus={(event) => event.target.select()} className="font-mono text-xs" />
            <CopyButton text={link} className="h-8 border border-line-strong px-2.5 text-sm font-medium text-fg">
              {common.copy}
            </CopyButton>
          </div>
        )}
      </Field>
    </Dialog>
  );
}
