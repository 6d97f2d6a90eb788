import { Field, Input, PasswordInput } from '@/components/ui/field';
import { auth } from '@/texts/auth';

export interface NewAccount {
  email: string;
  name: string;
  password: string;
}

export const EMPTY_ACCOUNT: NewAccount = { email: '', name: '', password: '' };
export const SHORTEST_PASSWORD = 6;

export function isReady(account: NewAccount): boolean {
  return account.email.includes('@') && account.name.trim() !== '' && account.password.length >= SHORTEST_PASSWORD;
}

interface Props {
  account: NewAccount;
  onChange: (account: NewAccount) => void;
}

/** E-mail, name and password of somebody who is new. */
export function AccountFields({ account, onChange }: Props) {
  const isShort = account.password !== '' && account.password.length < SHORTEST_PASSWORD;
  return (
    <>
      <Field label={auth.email}>
        {(props) => (
          <Input {...props} type="email" name="email" autoComplete="username" autoFocus placeholder={auth.emailPlaceholder} value={account.email} onChange={(event) => onChange({ ...account, email: event.target.value })} />
        )}
      </Field>
      <Field label={auth.name}>
        {(props) => <Input {...props} name="name" autoComplete="name" maxLength={30} placeholder={auth.namePlaceholder} value={account.name} onChange={(event) => onChange({ ...account, name: event.target.value })} />}
      </Field>
      <Field label={auth.password} hint={auth.passwordHint} error={isShort ? auth.passwordShort : null}>
        {(props) => (
          <PasswordInput {...props} name="password" autoComplete="new-password" placeholder={auth.passwordPlaceholder} value={account.password} onChange={(event) => onChange({ ...account, password: event.target.value })} />
        )}
      </Field>
    </>
  );
}
