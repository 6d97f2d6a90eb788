import { useRouter } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { queryClient } from '@/api/query-client';
import { signIn } from '@/api/session';
import { useTitle } from '@/components/ui/page';

/** The title and the text of a page at the door. */
export function DoorHead({ title, children }: { title: string; children?: ReactNode }) {
  useTitle(title);
  return (
    <div className="mb-5">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {children && <p className="mt-1 text-base text-muted">{children}</p>}
    </div>
  );
}

export function DoorForm({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className="space-y-4" noValidate>
      {children}
    </form>
  );
}

/** What went wrong with the whole form. */
export function FormError({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="rounded-md bg-err-soft px-3 py-2 text-err">
      {children}
    </p>
  );
}

export function DoorFoot({ children }: { children: ReactNode }) {
  return <p className="mt-6 text-muted">{children}</p>;
}

export const DOOR_LINK = 'font-medium text-accent-fg underline-offset-2 hover:underline';

/** Begins the session and leads to the page that was asked for, or to the first one. */
export function useEnter(): (token: string, next?: string) => void {
  const router = useRouter();
  return (token, next) => {
    queryClient.clear();
    signIn(token);
    // Only inside this server: what begins with two slashes would lead elsewhere.
    const isOurs = next !== undefined && /^\/(?![/\\])/.test(next);
    if (isOurs) router.history.replace(next);
    else void router.navigate({ to: '/', replace: true });
  };
}
