import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { Button } from '@/components/ui/button';
import { Field, Input, PasswordInput } from '@/components/ui/field';
import { auth } from '@/texts/auth';
import { DOOR_LINK, DoorFoot, DoorForm, DoorHead, FormError, useEnter } from './parts';
import { useDoor } from './queries';

const route = getRouteApi('/door/login');

export default function LogInPage() {
  const { email: known, next } = route.useSearch();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const enter = useEnter();
  const logIn = useMutation({
    mutationFn: () => call(api.POST('/auth/login', { body: { email: email.trim(), password } })),
    onSuccess: ({ token }) => enter(token, next),
  });
  const { isFirst, canSignUp } = useDoor();
  const forgot = (
    <Link to="/request-password-reset" search={{ email: email || undefined }} className={DOOR_LINK}>
      {auth.forgot}
    </Link>
  );
  if (isFirst) return <Navigate to="/signup" search={{}} replace />;
  return (
    <>
      <DoorHead title={auth.logInTitle} />
      <DoorForm onSubmit={() => logIn.mutate()}>
        <Field label={auth.email}>
          {(props) => <Input {...props} type="email" name="email" autoComplete="username" autoFocus={!known} value={email} onChange={(event) => setEmail(event.target.value)} />}
        </Field>
        <Field label={auth.password} aside={forgot}>
          {(props) => <PasswordInput {...props} name="password" autoComplete="current-password" autoFocus={Boolean(known)} value={password} onChange={(event) => setPassword(event.target.value)} />}
        </Field>
        <FormError>{logIn.isError && asApiError(logIn.error).message}</FormError>
        <Button kind="primary" type="submit" className="w-full" isBusy={logIn.isPending} disabled={!email.includes('@') || password === ''} data-testid="continue-button">
          {auth.logIn}
        </Button>
      </DoorForm>
      {canSignUp && (
        <DoorFoot>
          {auth.noAccount}{' '}
          <Link to="/signup" search={{}} className={DOOR_LINK}>
            {auth.signUp}
          </Link>
        </DoorFoot>
      )}
    </>
  );
}
