import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { auth } from '@/texts/auth';
import { DOOR_LINK, DoorFoot, DoorForm, DoorHead, FormError } from './parts';
import { useDoor } from './queries';

const route = getRouteApi('/door/request-password-reset');

export default function RequestResetPage() {
  const { email: known } = route.useSearch();
  const [email, setEmail] = useState(known ?? '');
  const { sendsMail } = useDoor();
  const request = useMutation({ mutationFn: () => call(api.POST('/auth/request-password-reset', { body: { email: email.trim() } })) });
  const back = (
    <DoorFoot>
      <Link to="/login" search={{ email: email || undefined }} className={DOOR_LINK}>
        {auth.backToLogIn}
      </Link>
    </DoorFoot>
  );
  if (!sendsMail) {
    return (
      <>
        <DoorHead title={auth.noMailTitle}>{auth.noMail}</DoorHead>
        {back}
      </>
    );
  }
  if (request.isSuccess) {
    return (
      <>
        <div role="status">
          <DoorHead title={auth.sentTitle}>{auth.sentText(email)}</DoorHead>
        </div>
        {back}
      </>
    );
  }
  return (
    <>
      <DoorHead title={auth.resetTitle}>{auth.resetText}</DoorHead>
      <DoorForm onSubmit={() => request.mutate()}>
        <Field label={auth.email}>
          {(props) => <Input {...props} type="email" name="email" autoComplete="username" autoFocus placeholder={auth.emailPlaceholder} value={email} onChange={(event) => setEmail(event.target.value)} />}
        </Field>
        <FormError>{request.isError && asApiError(request.error).message}</FormError>
        <Button kind="primary" type="submit" className="w-full" isBusy={request.isPending} disabled={!email.includes('@')}>
          {auth.sendLink}
        </Button>
      </DoorForm>
      {back}
    </>
  );
}
