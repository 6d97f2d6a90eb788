import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMe } from '@/api/account';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { forgetSession, signIn } from '@/api/session';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Pill } from '@/components/ui/facts';
import { Field, PasswordInput } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { toast } from '@/components/ui/toast';
import { Switch } from '@/components/ui/toggle';
import { singleKeys } from '@/lib/keys';
import { useStore } from '@/lib/store';
import { setTheme, type Theme, theme } from '@/lib/theme';
import { auth } from '@/texts/auth';
import { common } from '@/texts/common';
import { roleName } from '@/texts/roles';
import { profile } from '@/texts/settings';
import { shell } from '@/texts/shell';

const SHORTEST_PASSWORD = 6;
const THEMES: Theme[] = ['system', 'light', 'dark'];

export function ProfileTab() {
  const me = useMe();
  return (
    <>
      <Section id="account" title={profile.title}>
        <dl className="grid grid-cols-[120px_1fr] gap-y-2">
          <dt className="text-muted">{profile.name}</dt>
          <dd>{me.name ?? '–'}</dd>
          <dt className="text-muted">{profile.email}</dt>
          <dd className="flex flex-wrap items-center gap-2">
            {me.email} <Pill tone={me.verified ? 'ok' : 'warn'}>{me.verified ? profile.verified : profile.notVerified}</Pill>
          </dd>
          <dt className="text-muted">{profile.role}</dt>
          <dd>{roleName(me.role)}</dd>
        </dl>
      </Section>
      <Appearance />
      <Password />
      <Leave isOwner={me.role === 'owner'} />
    </>
  );
}

function Appearance() {
  const current = useStore(theme);
  const isOn = useStore(singleKeys);
  return (
    <Section id="appearance" title={profile.appearance}>
      <div className="flex items-center gap-4">
        <span className="w-[108px] text-muted">{profile.theme}</span>
        <Segmented label={profile.theme} value={current} onChange={setTheme} items={THEMES.map((id) => ({ id, label: shell.themes[id] }))} />
      </div>
      <label className="mt-4 flex items-start gap-3">
        <Switch isOn={isOn} onChange={(next) => singleKeys.set(next)} />
        <span>
          {shell.singleKeys}
          <span className="block text-xs text-subtle">{shell.singleKeysHint}</span>
        </span>
      </label>
    </Section>
  );
}

function Password() {
  const [present, setPresent] = useState('');
  const [wanted, setWanted] = useState('');
  const change = useMutation({
    mutationFn: () => call(api.POST('/v1/users/me/password', { body: { current: present, new: wanted } })),
    onSuccess: ({ token }) => {
      signIn(token);
      setPresent('');
      setWanted('');
      toast.ok(profile.changed);
    },
  });
  const isShort = wanted !== '' && wanted.length < SHORTEST_PASSWORD;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Section id="password" title={profile.password} description={profile.passwordText}>
      <form onSubmit={submit} className="max-w-[340px] space-y-4">
        <Field label={profile.present} error={change.isError ? asApiError(change.error).message : null}>
          {(props) => <PasswordInput {...props} autoComplete="current-password" value={present} onChange={(event) => setPresent(event.target.value)} />}
        </Field>
        <Field label={profile.new} hint={auth.passwordHint} error={isShort ? auth.passwordShort : null}>
          {(props) => <PasswordInput {...props} autoComplete="new-password" value={wanted} onChange={(event) => setWanted(event.target.value)} />}
        </Field>
        <Button type="submit" isBusy={change.isPending} disabled={present === '' || wanted.length < SHORTEST_PASSWORD}>
          {profile.change}
        </Button>
      </form>
    </Section>
  );
}

function Leave({ isOwner }: { isOwner: boolean }) {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const leave = useMutation({
    mutationFn: () => call(api.POST('/v1/users/me/leave', { body: { password } })),
    onSuccess: () => {
      forgetSession();
      location.assign(new URL('login', document.baseURI));
    },
  });
  return (
    <Section id="leave" title={profile.leave} description={isOwner ? profile.ownerLeaves : profile.leaveText}>
      <Button kind="danger" disabled={isOwner} onClick={() => setOpen(true)}>
        {profile.leaveButton}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={profile.leave}
        description={profile.leaveText}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{common.cancel}</Button>
            <Button kind="destroy" isBusy={leave.isPending} disabled={password === ''} onClick={() => leave.mutate()}>
              {profile.leaveConfirm}
            </Button>
          </>
        }
      >
        <Field label={profile.yourPassword} error={leave.isError ? asApiError(leave.error).message : null}>
          {(props) => <PasswordInput {...props} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />}
        </Field>
      </Dialog>
    </Section>
  );
}
