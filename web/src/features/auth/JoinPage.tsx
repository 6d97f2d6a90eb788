import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { queryClient } from '@/api/query-client';
import type { components } from '@/api/schema';
import { claimsOf, forgetSession, isSignedIn, token as session } from '@/api/session';
import { Button, buttonClass } from '@/components/ui/button';
import { Loading, Skeleton } from '@/components/ui/states';
import { count } from '@/lib/format';
import { useStore } from '@/lib/store';
import { auth } from '@/texts/auth';
import { AccountFields, EMPTY_ACCOUNT, isReady } from './AccountFields';
import { DOOR_LINK, DoorFoot, DoorForm, DoorHead, FormError, useEnter } from './parts';

const route = getRouteApi('/door/join');

type Invitation = components['schemas']['JoinData'];

export default function JoinPage() {
  const { token = '' } = route.useSearch();
  const invitation = useQuery({
    queryKey: ['join', token],
    queryFn: () => call(api.GET('/auth/join-data', { params: { query: { token } } })),
  });
  const present = useStore(session);
  if (invitation.isPending) {
    return (
      <Loading>
        <Skeleton className="h-6 w-56" />
        <Skeleton className="mt-3 h-4 w-72" />
      </Loading>
    );
  }
  if (invitation.isError) return <DoesNotWork error={invitation.error} />;
  const { data } = invitation;
  const isFull = typeof data.orgSeatAllowance === 'number' && data.orgUserCount >= data.orgSeatAllowance;
  if (isFull) return <DoorHead title={auth.fullTitle(data.orgName)}>{auth.fullText}</DoorHead>;
  if (present !== null && isSignedIn()) return <SignedInAlready invitation={data} email={claimsOf(present).email ?? ''} />;
  return <JoinForm invitation={data} token={token} />;
}

function DoesNotWork({ error }: { error: unknown }) {
  const { status, message } = asApiError(error);
  return (
    <>
      <DoorHead title={auth.joinFailed}>{status === 401 || status === 422 ? auth.joinFailedText : message}</DoorHead>
      <DoorFoot>
        <Link to="/login" search={{}} className={DOOR_LINK}>
          {auth.backToLogIn}
        </Link>
      </DoorFoot>
    </>
  );
}

function SignedInAlready({ invitation, email }: { invitation: Invitation; email: string }) {
  const leave = (): void => {
    queryClient.clear();
    forgetSession();
  };
  return (
    <>
      <DoorHead title={auth.joinTitle(invitation.orgName)}>
        {auth.signedInAs(email)} {auth.leaveFirst}
      </DoorHead>
      <div className="flex flex-col gap-2">
        <Link to="/" className={buttonClass('primary')}>
          {auth.toDashboard}
        </Link>
        <Button onClick={leave}>{auth.logOutFirst}</Button>
      </div>
    </>
  );
}

function JoinForm({ invitation, token }: { invitation: Invitation; token: string }) {
  const [account, setAccount] = useState(EMPTY_ACCOUNT);
  const enter = useEnter();
  const join = useMutation({
    mutationFn: () => call(api.POST('/auth/signup', { body: { signupMethod: 'join', token, ...account, email: account.email.trim(), name: account.name.trim() } })),
    onSuccess: ({ authToken }) => enter(authToken ?? ''),
  });
  return (
    <>
      <DoorHead title={auth.joinTitle(invitation.orgName)}>{auth.joinText(count(invitation.orgUserCount, 'person is', 'people are'))}</DoorHead>
      <DoorForm onSubmit={() => join.mutate()}>
        <AccountFields account={account} onChange={setAccount} />
        <FormError>{join.isError && asApiError(join.error).message}</FormError>
        <Button kind="primary" type="submit" className="w-full" isBusy={join.isPending} disabled={!isReady(account)} data-testid="continue-button">
          {auth.join}
        </Button>
      </DoorForm>
      <DoorFoot>
        {auth.haveAccount}{' '}
        <Link to="/login" search={{}} className={DOOR_LINK}>
          {auth.logIn}
        </Link>
      </DoorFoot>
    </>
  );
}
