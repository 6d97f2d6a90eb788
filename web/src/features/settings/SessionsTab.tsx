import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Laptop, Smartphone } from 'lucide-react';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Pill, Time } from '@/components/ui/facts';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { sessions } from '@/texts/settings';
import { deviceName, isPhone } from './device';

type Session = components['schemas']['Session'];

export function SessionsTab() {
  const client = useQueryClient();
  const list = useQuery({ queryKey: keys.sessions, queryFn: () => call(api.GET('/v1/users/me/sessions')) });
  const end = useMutation({
    mutationFn: (id: string | null) =>
      id === null ? call(api.DELETE('/v1/users/me/sessions')) : call(api.DELETE('/v1/users/me/sessions/{id}', { params: { path: { id } } })),
    onSuccess: (_, id) => {
      toast.ok(id === null ? sessions.endedOthers : sessions.ended);
      void client.invalidateQueries({ queryKey: keys.sessions });
    },
    onError: (thrown) => toast.failure(sessions.notEnded, thrown),
  });
  const others = (list.data ?? []).filter((session) => !session.current);
  const endOthers = others.length > 0 && (
    <Button isBusy={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>
      {sessions.endOthers}
    </Button>
  );
  return (
    <Section id="sessions" title={sessions.title} description={sessions.text} aside={endOthers}>
      {list.isPending && <SkeletonRows count={3} height={56} />}
      {list.isError && <ErrorState what={sessions.failed} error={list.error} onRetry={() => void list.refetch()} isSmall />}
      {list.isSuccess && (
        <ul className="border-t">
          {list.data.map((session) => (
            <SessionRow key={session.id} session={session} isBusy={end.isPending && end.variables === session.id} onEnd={() => end.mutate(session.id)} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function SessionRow({ session, isBusy, onEnd }: { session: Session; isBusy: boolean; onEnd: () => void }) {
  const device = deviceName(session.userAgent) ?? sessions.unknownDevice;
  const Icon = isPhone(session.userAgent) ? Smartphone : Laptop;
  return (
    <li className="flex min-h-14 items-center gap-3 border-b py-2 last:border-b-0">
      <Icon size={17} strokeWidth={1.75} className="shrink-0 text-subtle" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2 font-medium" title={session.userAgent ?? undefined}>
          {device} {session.current && <Pill tone="ok">{sessions.current}</Pill>}
        </div>
        <div className="text-xs text-subtle">
          {session.ipAddress && <span className="num">{session.ipAddress} · </span>}
          {sessions.since} <Time at={session.createdAt} /> · {sessions.lastSeen} <Time at={session.lastSeenAt} relative />
        </div>
      </div>
      {!session.current && (
        <Button size="sm" isBusy={isBusy} onClick={onEnd} aria-label={sessions.endLabel(device)}>
          {sessions.end}
        </Button>
      )}
    </li>
  );
}
