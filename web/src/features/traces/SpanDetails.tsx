import { useQuery } from '@tanstack/react-query';
import { Link as LinkIcon, ThumbsDown, ThumbsUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCan, useProjectId } from '@/api/account';
import { IconButton } from '@/components/ui/button';
import { copyText, CopyButton } from '@/components/ui/copy';
import { Duration, Fact, Money, Status, Tokens } from '@/components/ui/facts';
import { KindIcon } from '@/components/ui/kind';
import { ErrorState, Loading, Skeleton } from '@/components/ui/states';
import { Tabs } from '@/components/ui/tabs';
import { toast } from '@/components/ui/toast';
import { count, duration, integer, money } from '@/lib/format';
import { common } from '@/texts/common';
import { traces } from '@/texts/traces';
import { Attributes } from './Attributes';
import { runQuery, type Run } from './queries';
import { SpanTexts } from './SpanTexts';
import { type Tab, TABS } from './tabs';
import { isFailed, type Span, type Trace } from './tree';
import { useFeedback } from './use-feedback';
import { Value } from './Value';

interface Props {
  trace: Trace;
  span: Span;
  isAlive: boolean;
  tab: Tab;
  onTab: (tab: Tab) => void;
}

/** All about the span that is selected. Its texts are fetched now. */
export function SpanDetails({ trace, span, isAlive, tab, onTab }: Props) {
  const { data: run, error, refetch } = useQuery(runQuery(useProjectId(), span.id));
  return (
    <section aria-label={traces.details} data-testid="span-details" className="flex h-full min-h-0 flex-col">
      <div className="shrink-0 px-4 pt-3">
        <div className="flex items-center gap-2">
          <KindIcon kind={span.kind} failed={isFailed(span)} />
          <h2 title={span.name} className="truncate text-base font-semibold">
            {span.name}
          </h2>
          {span.status && <Status status={span.isOpen && !isAlive ? 'unknown' : span.status} />}
          <div className="ml-auto flex shrink-0 items-center">
            {run && <Thumbs run={run} />}
            <IconButton label={traces.copyLink} onClick={() => void copyLink()}>
              <LinkIcon size={14} aria-hidden />
            </IconButton>
            <CopyButton text={span.id} label={traces.copyId} />
          </div>
        </div>
        <SpanFacts trace={trace} span={span} />
      </div>
      {error ? (
        <ErrorState what={traces.spanFailed} error={error} onRetry={() => void refetch()} isSmall />
      ) : (
        <Parts span={span} run={run} tab={tab} onTab={onTab} />
      )}
    </section>
  );
}

async function copyLink(): Promise<void> {
  try {
    await copyText(location.href);
    toast.ok(common.copied);
  } catch (thrown) {
    toast.failure(common.cannotCopy, thrown);
  }
}

function SpanFacts({ trace, span }: { trace: Trace; span: Span }) {
  const below = span.totals.spans - 1;
  const isLeaf = below === 0;
  const offset = span.start - trace.root.start;
  return (
    <div className="mt-2.5 rounded-lg border bg-sunken px-3 py-2">
      <div className="grid grid-cols-4 gap-3">
        <Fact label={traces.start} hint={traces.fromStart}>
          {offset < 0 ? `−${duration(-offset)}` : offset === 0 ? '0' : `+${duration(offset)}`}
        </Fact>
        <Fact label={traces.duration}>
          <Duration ms={span.end - span.start} />
        </Fact>
        <Fact label={traces.tokens}>
          <Tokens count={span.tokens} />
        </Fact>
        <Fact label={traces.cost}>
          <Money usd={span.cost} />
        </Fact>
      </div>
      {!isLeaf && (
        <p className="num mt-1.5 border-t pt-1.5 text-2xs text-subtle" data-testid="subtree">
          {[
            `${traces.below}: ${count(below, 'span', 'spans')}`,
            span.totals.errors - (isFailed(span) ? 1 : 0) > 0 && count(span.totals.errors - (isFailed(span) ? 1 : 0), 'error', 'errors'),
            span.totals.tokens > 0 && `${integer(span.totals.tokens)} tokens`,
            span.totals.cost > 0 && money(span.totals.cost),
            `${traces.self.toLowerCase()} ${duration(span.selfMs)}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </div>
  );
}

function Parts({ span, run, tab, onTab }: { span: Span; run: Run | undefined; tab: Tab; onTab: (tab: Tab) => void }) {
  const metadata = run ? Object.keys(run.metadata ?? {}).length + Object.keys((run.params as object | null) ?? {}).length : undefined;
  const scores = run?.scores?.length;
  const isSpan = Boolean(run?.otelTraceId);
  const labels: Record<Tab, string> = {
    io: span.kind === 'llm' ? traces.messages : traces.inputOutput,
    raw: traces.raw,
    metadata: traces.metadata,
    scores: traces.scores,
    otel: traces.attributes,
  };
  const counts: Partial<Record<Tab, number>> = { metadata: metadata || undefined, scores: scores || undefined };
  const shown = TABS.filter((one) => one !== 'otel' || isSpan);
  return (
    <Tabs<Tab>
      label={traces.tabs}
      value={shown.includes(tab) ? tab : 'io'}
      onChange={onTab}
      className="mt-1 px-4"
      panelClassName="overflow-auto p-4"
      tabs={shown.map((id) => ({ id, label: labels[id], count: counts[id], content: () => part(id, span, run) }))}
    />
  );
}

function part(tab: Tab, span: Span, run: Run | undefined): ReactNode {
  if (!run) return <TextsSkeleton />;
  switch (tab) {
    case 'io':
      return <SpanTexts run={run} span={span} />;
    case 'raw':
      return <Value label={traces.raw} value={run} />;
    case 'metadata':
      return <Metadata run={run} />;
    case 'scores':
      return <Scores run={run} />;
    case 'otel':
      return <Attributes id={run.id} />;
  }
}

function TextsSkeleton() {
  return (
    <Loading>
      <Skeleton className="mb-2 h-3 w-16" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="mt-4 mb-2 h-3 w-16" />
      <Skeleton className="h-40 w-full" />
    </Loading>
  );
}

function Thumbs({ run }: { run: Run }) {
  const can = useCan();
  const [thumb, setThumb] = useFeedback(run);
  if (!can('logs.update')) return null;
  return (
    <>
      <IconButton label={traces.thumbUp} isOn={thumb === 'up'} onClick={() => setThumb(thumb === 'up' ? null : 'up')}>
        <ThumbsUp size={14} aria-hidden className={thumb === 'up' ? 'text-ok' : ''} />
      </IconButton>
      <IconButton label={traces.thumbDown} isOn={thumb === 'down'} onClick={() => setThumb(thumb === 'down' ? null : 'down')}>
        <ThumbsDown size={14} aria-hidden className={thumb === 'down' ? 'text-err' : ''} />
      </IconButton>
    </>
  );
}

function Metadata({ run }: { run: Run }) {
  const params = Object.entries((run.params as Record<string, unknown> | null) ?? {});
  const metadata = Object.entries((run.metadata as Record<string, unknown> | null) ?? {});
  if (params.length === 0 && metadata.length === 0) return <p className="text-muted">{traces.noMetadata}</p>;
  return (
    <div className="space-y-4">
      {metadata.length > 0 && <Pairs title={traces.metadata} pairs={metadata} />}
      {params.length > 0 && <Pairs title={traces.params} pairs={params} />}
    </div>
  );
}

export function Pairs({ title, pairs }: { title: string; pairs: [string, unknown][] }) {
  return (
    <div>
      <h3 className="mb-1 text-2xs font-medium text-subtle">{title}</h3>
      <dl className="divide-y overflow-hidden rounded-lg border text-xs">
        {pairs.map(([name, value]) => (
          <div key={name} className="group grid min-h-7 grid-cols-[minmax(96px,34%)_1fr_auto] items-start gap-2 px-3 py-1">
            <dt className="pt-0.5 font-mono break-words text-subtle">{name}</dt>
            <dd className="max-h-48 min-w-0 overflow-auto pt-0.5 font-mono break-words whitespace-pre-wrap">{shown(value)}</dd>
            <CopyButton text={shown(value)} label={`${common.copy}: ${name}`} className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100" />
          </div>
        ))}
      </dl>
    </div>
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function Scores({ run }: { run: Run }): ReactNode {
  const scores = run.scores ?? [];
  if (scores.length === 0) return <p className="text-muted">{traces.noScores}</p>;
  return (
    <ul className="divide-y rounded-lg border">
      {scores.map((score) => (
        <li key={score.label} className="px-3 py-2">
          <div className="flex items-baseline gap-3">
            <span className="min-w-0 flex-1 truncate font-medium">{score.label}</span>
            <span className="num font-mono text-xs">{shown(score.value)}</span>
          </div>
          {score.comment && <p className="mt-0.5 text-muted">{score.comment}</p>}
        </li>
      ))}
    </ul>
  );
}

