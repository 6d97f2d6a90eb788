import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { Button } from '@/components/ui/button';
import { auth } from '@/texts/auth';
import { AccountFields, EMPTY_ACCOUNT, isReady } from './AccountFields';
import { DOOR_LINK, DoorFoot, DoorForm, DoorHead, FormError, useEnter } from './parts';
import { useDoor } from './queries';

const route = getRouteApi('/door/signup');

export default function SignUpPage() {
  const { email } = route.useSearch();
  const [account, setAccount] = useState({ ...EMPTY_ACCOUNT, email: email ?? '' });
  const enter = useEnter();
  const signUp = useMutation({
    mutationFn: () => call(api.POST('/auth/signup', { body: { signupMethod: 'signup', ...account, email: account.email.trim(), name: account.name.trim() } })),
    onSuccess: ({ token }) => enter(token ?? ''),
  });
  const { isFirst, canSignUp } = useDoor();
  const logIn = (
    <DoorFoot>
      {auth.haveAccount}{' '}
      <Link to="/login" search={{}} className={DOOR_LINK}>
        {auth.logIn}
      </Link>
    </DoorFoot>
  );
  if (!canSignUp) {
    return (
      <>
        <DoorHead title={auth.inviteOnlyTitle}>{auth.inviteOnlyText}</DoorHead>
        {logIn}
      </>
    );
  }
  return (
    <>
      <DoorHead title={isFirst ? auth.firstTitle : auth.signUpTitle}>{isFirst && auth.firstText}</DoorHead>
      <DoorForm onSubmit={() => signUp.mutate()}>
        <AccountFields account={account} onChange={setAccount} />
        <FormError>{signUp.isError && asApiError(signUp.error).message}</FormError>
        <Button kind="primary" type="submit" className="w-full" isBusy={signUp.isPending} disabled={!isReady(account)} data-testid="continue-button">
          {auth.createAccount}
        </Button>
      </DoorForm>
      {!isFirst && logIn}
    </>
  );
}
