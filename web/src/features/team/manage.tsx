// What an owner or an admin does to somebody's place in the team.

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '@/api/account';
import { api, call, signedOut } from '@/api/client';
import { asApiError } from '@/api/error';
import { forgetSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { Confirm, Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import { common } from '@/texts/common';
import { managing } from '@/texts/team';
import { AccessFields } from './AccessFields';
import type { Invitation } from './model';
import { useRefreshTeam } from './queries';

export function ManageAccess({ member, onClose }: { member: Member; onClose: () => void }) {
  const [access, setAccess] = useState({ role: member.role, projects: member.projects });
  const [isHandingOver, setHandingOver] = useState(false);
  const refresh = useRefreshTeam();
  const name = member.name ?? member.email;
  const put = (): Promise<unknown> => call(api.PATCH('/v1/users/{userId}', { params: { path: { userId: member.id } }, body: access }));
  const done = async (): Promise<void> => {
    await refresh();
    toast.ok(managing.saved);
    onClose();
  };
  // The server ends the sessions of both, because what they may do is another.
  const goAgain = (): void => {
    toast.ok(managing.handedOver);
    signedOut.set(forgetSession());
  };
  const save = useMutation({ mutationFn: put, onSuccess: done });
  if (isHandingOver) {
    return (
      <Confirm open onOpenChange={() => setHandingOver(false)} title={managing.ownerTitle} confirm={managing.ownerConfirm} onConfirm={() => put().then(goAgain)}>
        {managing.ownerText(name)}
      </Confirm>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={managing.title(name)}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" isBusy={save.isPending} disabled={access.projects.length === 0} onClick={() => (access.role === 'owner' ? setHandingOver(true) : save.mutate())}>
            {managing.save}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <AccessFields access={access} onChange={setAccess} />
        {save.isError && (
          <p role="alert" className="text-err">
            {asApiError(save.error).message}
          </p>
        )}
      </div>
    </Dialog>
  );
}

export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const refresh = useRefreshTeam();
  const remove = async (): Promise<void> => {
    await call(api.DELETE('/v1/users/{userId}', { params: { path: { userId: member.id } } }));
    await refresh();
    toast.ok(managing.removed);
  };
  return (
    <Confirm open onOpenChange={onClose} title={managing.removeTitle(member.name ?? member.email)} confirm={managing.removeConfirm} onConfirm={remove}>
      {managing.removeText}
    </Confirm>
  );
}

export function CancelInvitation({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const refresh = useRefreshTeam();
  const cancel = async (): Promise<void> => {
    await call(api.DELETE('/v1/users/invitation/{id}', { params: { path: { id: invitation.id } } }));
    await refresh();
    toast.ok(managing.cancelled);
  };
  return (
    <Confirm open onOpenChange={onClose} title={managing.cancelTitle(invitation.email)} confirm={managing.cancelConfirm} onConfirm={cancel}>
      {managing.cancelText}
    </Confirm>
  );
}
