import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { Button } from '@/components/ui/button';
import { Field, PasswordInput } from '@/components/ui/field';
import { toast } from '@/components/ui/toast';
import { auth } from '@/texts/auth';
import { SHORTEST_PASSWORD } from './AccountFields';
import { DOOR_LINK, DoorFoot, DoorForm, DoorHead, FormError, useEnter } from './parts';

const route = getRouteApi('/door/reset-password');

export default function ResetPage() {
  const { token = '' } = route.useSearch();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const enter = useEnter();
  const reset = useMutation({
    mutationFn: () => call(api.POST('/auth/reset-password', { body: { token, password } })),
    onSuccess: (session) => {
      toast.ok(auth.passwordSet);
      enter(session.token);
    },
  });
  const error = reset.isError ? asApiError(reset.error) : null;
  if (token === '' || error?.status === 401) {
    return (
      <>
        <DoorHead title={auth.linkOldTitle}>{auth.linkOldText}</DoorHead>
        <DoorFoot>
          <Link to="/request-password-reset" search={{}} className={DOOR_LINK}>
            {auth.sendLink}
          </Link>
        </DoorFoot>
      </>
    );
  }
  const isShort = password !== '' && password.length < SHORTEST_PASSWORD;
  const differs = again !== '' && again !== password;
  return (
    <>
      <DoorHead title={auth.newPasswordTitle} />
      <DoorForm onSubmit={() => reset.mutate()}>
        <Field label={auth.newPassword} hint={auth.passwordHint} error={isShort ? auth.passwordShort : null}>
          {(props) => <PasswordInput {...props} name="password" autoComplete="new-password" autoFocus value={password} onChange={(event) => setPassword(event.target.value)} />}
        </Field>
        <Field label={auth.repeat} error={differs ? auth.passwordsDiffer : null}>
          {(props) => <PasswordInput {...props} name="again" autoComplete="new-password" value={again} onChange={(event) => setAgain(event.target.value)} />}
        </Field>
        <FormError>{error?.message}</FormError>
        <Button kind="primary" type="submit" className="w-full" isBusy={reset.isPending} disabled={password.length < SHORTEST_PASSWORD || again !== password}>
          {auth.setPassword}
        </Button>
      </DoorForm>
    </>
  );
}
