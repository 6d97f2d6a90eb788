import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCan, useProjectId } from '@/api/account';
import { type Run, runQuery } from '@/api/runs';
import { visible } from '@/components/messages/Words';
import { FeedbackEditor } from '@/components/run/FeedbackEditor';
import { metadataOf, shortValue } from '@/components/run/facts';
import { buttonClass } from '@/components/ui/button';
import { CopyId } from '@/components/ui/copy';
import { Duration, Money, Tag, Time, Tokens } from '@/components/ui/facts';
import { integer } from '@/lib/format';
import { threads } from '@/texts/threads';
import { answeredIn, type Below, type Turn } from './model';

interface Props {
  turn: Turn;
  run: Run;
  below: Below | undefined;
}

/** The facts of the turn that is selected, and the way to what happened in it. */
export function TurnFacts({ turn, run, below }: Props) {
  const can = useCan();
  // What people think of it changes here; the list of turns is asked for later.
  const { data: own = run } = useQuery(runQuery(useProjectId(), run.id));
  const metadata = metadataOf(run.metadata);
  return (
    <section aria-label={threads.facts} className="space-y-4 p-4">
      <div className="flex items-center gap-2">
        <h2 className="text-base font-semibold">{threads.turn(turn.number)}</h2>
        <span className="ml-auto">
          <FeedbackEditor run={own} canEdit={can('logs.update')} />
        </span>
      </div>
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <Row name={threads.time}>
          <Time at={run.createdAt} />
        </Row>
        <Row name={threads.answered}>
          <Duration ms={answeredIn(run)} />
        </Row>
        {below && below.runs > 0 && (
          <>
            <Row name={threads.tokens}>
              <Tokens count={below.tokens || null} />
            </Row>
            <Row name={threads.cost}>
              <Money usd={below.cost} />
            </Row>
            {below.models.length > 0 && <Row name={threads.models}>{visible(below.models.join(', '))}</Row>}
            <Row name={threads.runs}>{integer(below.runs)}</Row>
          </>
        )}
        {run.tags && run.tags.length > 0 && (
          <Row name={threads.tags}>
            <span className="flex flex-wrap gap-1">
              {run.tags.map((tag) => (
                <Tag key={tag} title={tag}>
                  {visible(tag)}
                </Tag>
              ))}
            </span>
          </Row>
        )}
        <Row name="Id">
          <CopyId id={run.id} />
        </Row>
      </dl>
      {below && below.traces.length > 0 ? (
        <ul className="space-y-1.5">
          {below.traces.map((trace) => (
            <li key={trace.id}>
              <Link to={'/traces/$id' as '/'} params={{ id: trace.id } as never} className={buttonClass(trace.isFailed ? 'danger' : 'default', 'md', 'w-full justify-start')}>
                <span className="min-w-0 truncate">
                  {threads.openTrace}: {visible(trace.name)}
                </span>
                <ArrowUpRight size={13} className="ml-auto shrink-0" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        below && <p className="text-subtle">{threads.noRuns}</p>
      )}
      {metadata.length > 0 && (
        <div>
          <h3 className="mb-1 text-2xs font-medium text-subtle">{threads.metadata}</h3>
          <dl className="divide-y rounded-lg border text-xs">
            {metadata.map(([name, value]) => (
              <div key={name} className="grid min-h-7 grid-cols-[38%_1fr] items-start gap-2 px-3 py-1">
                <dt className="font-mono break-words text-subtle">{visible(name)}</dt>
                <dd className="font-mono break-words">{visible(shortValue(value))}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-subtle">{name}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </>
  );
}
