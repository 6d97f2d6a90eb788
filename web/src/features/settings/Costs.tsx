import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Confirm } from '@/components/ui/dialog';
import { percent } from '@/lib/format';
import { orgTexts } from '@/texts/settings';

const POLL_MS = 2000;

function isOpen(status: string | undefined): boolean {
  return status === 'pending' || status === 'running';
}

/** Orders the costs of all runs anew and shows how far it is. */
export function Costs() {
  const [isAsked, setAsked] = useState(false);
  const job = useQuery({
    queryKey: ['job', 'refresh-costs'],
    queryFn: async () => (await call(api.GET('/v1/jobs/refresh-costs'))) ?? null,
    refetchInterval: (query) => (isOpen(query.state.data?.status) ? POLL_MS : false),
  });
  const order = useMutation({ mutationFn: () => call(api.POST('/v1/jobs/refresh-costs')), onSuccess: () => job.refetch() });
  const now = job.data;
  return (
    <Section id="costs" title={orgTexts.costs} description={orgTexts.costsText}>
      <div className="flex items-center gap-3">
        <Button isBusy={isOpen(now?.status)} onClick={() => setAsked(true)}>
          {orgTexts.refresh}
        </Button>
        <span role="status" className="num text-muted">
          {isOpen(now?.status) && orgTexts.refreshing(percent((now?.progress ?? 0) / 100))}
          {now?.status === 'done' && orgTexts.refreshed}
          {now?.status === 'failed' && `${orgTexts.refreshFailed}: ${now.error ?? ''}`}
        </span>
      </div>
      <Confirm open={isAsked} onOpenChange={setAsked} title={orgTexts.refreshTitle} confirm={orgTexts.refresh} kind="primary" onConfirm={() => order.mutateAsync()}>
        {orgTexts.refreshText}
      </Confirm>
    </Section>
  );
}
