import { Link } from '@tanstack/react-router';
import { ArrowUpRight, Globe } from 'lucide-react';
import { useCan } from '@/api/account';
import type { Run } from '@/api/runs';
import { visible } from '@/components/messages/Words';
import { FeedbackEditor } from '@/components/run/FeedbackEditor';
import { RunFigures, RunParams } from '@/components/run/RunFacts';
import { statusOf, userName } from '@/components/run/facts';
import { TagEditor } from '@/components/run/TagEditor';
import { CopyId } from '@/components/ui/copy';
import { Avatar, Pill, Status, Time } from '@/components/ui/facts';
import { KindIcon, kindOf } from '@/components/ui/kind';
import { run as texts } from '@/texts/run';

/** What a run is and how it went, above its texts. */
export function RunHead({ run }: { run: Run }) {
  const can = useCan();
  const canEdit = can('logs.update');
  const user = userName(run);
  return (
    <div className="space-y-3 px-4 pt-4 pb-3">
      <div>
        <div className="flex items-center gap-2">
          <KindIcon kind={kindOf(run.type)} failed={run.status === 'error'} />
          <h2 className="min-w-0 truncate text-lg font-semibold" title={run.name ?? undefined}>
            {visible(run.name ?? run.type)}
          </h2>
          <Status status={statusOf(run)} />
          {run.isPublic && (
            <Pill tone="warn">
              <Globe size={11} className="mr-1" aria-hidden />
              {texts.public}
            </Pill>
          )}
          {run.traceId && (
            <Link to={'/traces/$id' as string} params={{ id: run.traceId } as never} search={{ span: run.id } as never} className="ml-auto inline-flex shrink-0 items-center gap-1 text-xs font-medium text-accent-fg hover:underline">
              {texts.openTrace}
              <ArrowUpRight size={12} aria-hidden />
            </Link>
          )}
        </div>
        <div className="mt-1 flex items-center gap-2 text-xs text-subtle">
          <CopyId id={run.id} length={13} />
          <span aria-hidden>·</span>
          <Time at={run.createdAt} />
        </div>
      </div>
      <RunFigures run={run} />
      <RunParams run={run} />
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 pt-0.5">
          {user !== '' && (
            <span className="mr-1 inline-flex min-w-0 items-center gap-1.5 font-medium" title={run.user?.externalId}>
              <Avatar name={user} />
              <span className="truncate">{visible(user)}</span>
            </span>
          )}
          <TagEditor run={run} canEdit={canEdit} />
        </div>
        <FeedbackEditor run={run} canEdit={canEdit} />
      </div>
    </div>
  );
}
