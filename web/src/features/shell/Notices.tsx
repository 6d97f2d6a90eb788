import { CircleArrowUp, MailWarning } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useCan, useMe, useProject } from '@/api/account';
import { api, call, isOutdated } from '@/api/client';
import { sampleProject } from '@/api/session';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { useStore } from '@/lib/store';
import { shell } from '@/texts/shell';

const SampleNotice = lazy(() => import('./SampleNotice'));

/** What somebody should know on every page, above it. */
export function Notices() {
  return (
    <>
      <NewVersion />
      <Unverified />
      <Sample />
    </>
  );
}

/** Whoever looks around in sample data is told so, and removes them from here. */
function Sample() {
  const id = useStore(sampleProject);
  const isHere = useProject()?.id === id;
  const can = useCan();
  if (!isHere || !can('projects.delete')) return null;
  return (
    <Suspense>
      <SampleNotice id={id} />
    </Suspense>
  );
}

/** The server was upgraded while this tab was open. Nothing reloads by itself: somebody may be typing. */
export function NewVersion() {
  if (!useStore(isOutdated)) return null;
  return (
    <div role="status" className="flex min-h-9 shrink-0 items-center justify-center gap-3 border-b bg-accent-soft px-4 py-1 text-accent-fg">
      <CircleArrowUp size={15} aria-hidden />
      <span>{shell.newVersion}</span>
      <Button size="sm" onClick={() => location.reload()}>
        {shell.reload}
      </Button>
    </div>
  );
}

function Unverified() {
  const me = useMe();
  const [isSent, setSent] = useState(false);
  if (me.verified) return null;
  const send = async (): Promise<void> => {
    try {
      await call(api.POST('/v1/users/send-verification', { body: { email: me.email } }));
      setSent(true);
    } catch (thrown) {
      toast.failure(shell.notResent, thrown);
    }
  };
  return (
    <section aria-label={shell.account} className="flex min-h-9 shrink-0 flex-wrap items-center justify-center gap-x-3 border-b bg-warn-soft px-4 py-1 text-warn">
      <MailWarning size={15} aria-hidden />
      <span>{isSent ? shell.resent : shell.unverified(me.email)}</span>
      {!isSent && (
        <Button size="sm" onClick={() => void send()}>
          {shell.resend}
        </Button>
      )}
    </section>
  );
}
