import { useQuery } from '@tanstack/react-query';
import { LifeBuoy } from 'lucide-react';
import { useProjectId } from '@/api/account';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';
import { count } from '@/lib/format';
import { onboarding } from '@/texts/onboarding';
import { summed } from './trouble';

const ASK_MS = 5000;

/** What this server knows about events that did not become runs. */
export function Trouble() {
  const projectId = useProjectId();
  const { data, isError } = useQuery({
    queryKey: keys.ledger(projectId, 1),
    queryFn: () => call(api.GET('/v1/ingest/ledger', { params: { query: { days: 1 } } })),
    refetchInterval: ASK_MS,
    staleTime: 0,
  });
  const { received, refusals, lastError } = summed(data?.data ?? []);
  return (
    <div role="status" data-testid="trouble" className="mt-3 flex gap-3 rounded-lg border bg-warn-soft px-4 py-3">
      <LifeBuoy size={16} className="mt-0.5 shrink-0 text-warn" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{onboarding.troubleTitle}</p>
        <ul className="mt-1 list-disc space-y-0.5 pl-4 text-muted">
          {isError && <li>{onboarding.ledgerFailed}</li>}
          {data && received === 0 && <li>{onboarding.troubleNone}</li>}
          {received > 0 && <li>{onboarding.received(count(received, 'event', 'events'))}</li>}
          {refusals.map(([reason, times]) => (
            <li key={reason}>{onboarding.refused(count(times, 'event', 'events'), reason)}</li>
          ))}
          {received === 0 && <li>{onboarding.troubleCheck}</li>}
        </ul>
        {lastError && (
          <p className="mt-1.5 text-muted">
            {onboarding.lastSample} <code className="font-mono text-xs break-words text-fg">{lastError.sample}</code>
          </p>
        )}
      </div>
    </div>
  );
}
