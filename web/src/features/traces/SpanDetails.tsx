import { useQuery } from '@tanstack/react-query';
import { Link as LinkIcon } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useCan, useProjectId } from '@/api/account';
import { runQuery } from '@/api/runs';
import { visible } from '@/components/messages/Words';
import { FeedbackEditor } from '@/components/run/FeedbackEditor';
import { RunParams } from '@/components/run/RunFacts';
import { RunTabs } from '@/components/run/RunTabs';
import type { RunTab } from '@/components/run/tabs';
import { IconButton } from '@/components/ui/button';
import { copyText, CopyButton } from '@/components/ui/copy';
import { Duration, Fact, Money, Status, Tokens } from '@/components/ui/facts';
import { KindIcon } from '@/components/ui/kind';
import { ErrorState, Loading, Skeleton } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { count, duration, integer, money } from '@/lib/format';
import { useShortcuts } from '@/lib/keys';
import { createStored, useStore } from '@/lib/store';
import { common } from '@/texts/common';
import { run as texts } from '@/texts/run';
import { traces } from '@/texts/traces';
import { isFailed, type Span, type Trace } from './tree';

const rawText = createStored<boolean>('raw-text', false);

interface Props {
  trace: Trace;
  span: Span;
  isAlive: boolean;
  tab: RunTab;
  onTab: (tab: RunTab) => void;
}

/** All about the span that is selected. Its texts are fetched now. */
export function SpanDetails({ trace, span, isAlive, tab, onTab }: Props) {
  const { data: run, error, refetch } = useQuery(runQuery(useProjectId(), span.id));
  const canEdit = useCan()('logs.update');
  const scroller = useRef<HTMLElement>(null);
  const [isFinding, setFinding] = useState(false);
  const isRaw = useStore(rawText);
  useShortcuts(traces.group, [{ keys: 'm', label: texts.raw, run: () => rawText.set(!isRaw) }]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'f' || !(event.metaKey || event.ctrlKey) || tab !== 'messages') return;
    event.preventDefault();
    setFinding(true);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+F is taken for all that is inside
    <section ref={scroller} aria-label={traces.details} onKeyDown={onKeyDown} tabIndex={-1} data-testid="span-details" className="h-full overflow-auto outline-none">
      <div className="space-y-2.5 px-4 pt-3 pb-2">
        <div className="flex items-center gap-2">
          <KindIcon kind={span.kind} failed={isFailed(span)} />
          <h2 title={span.name} className="truncate text-base font-semibold">
            {visible(span.name)}
          </h2>
          {span.status && <Status status={span.isOpen && !isAlive ? 'unknown' : span.status} />}
          <div className="ml-auto flex shrink-0 items-center">
            {run && <FeedbackEditor run={run} canEdit={canEdit} />}
            <IconButton label={traces.copyLink} onClick={() => void copyLink()}>
              <LinkIcon size={14} aria-hidden />
            </IconButton>
            <CopyButton text={span.id} label={traces.copyId} />
          </div>
        </div>
        <SpanFacts trace={trace} span={span} />
        {run && <RunParams run={run} />}
      </div>
      {run && <RunTabs run={run} tab={tab} onTab={onTab} scroller={scroller} isFinding={isFinding} onFinding={setFinding} isRaw={isRaw} onRaw={rawText.set} />}
      {!run && error && <ErrorState what={traces.spanFailed} error={error} onRetry={() => void refetch()} isSmall />}
      {!run && !error && <TextsSkeleton />}
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
  const offset = span.start - trace.root.start;
  return (
    <div className="rounded-lg border bg-sunken px-3 py-2">
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
      {span.children.length > 0 && (
        <p className="num mt-1.5 border-t pt-1.5 text-2xs text-subtle" data-testid="subtree">
          {belowWords(span)}
        </p>
      )}
    </div>
  );
}

/** What all below a span comes to. */
function belowWords(span: Span): string {
  const { spans, errors, tokens, cost } = span.totals;
  const failures = errors - (isFailed(span) ? 1 : 0);
  return [
    `${traces.below}: ${count(spans - 1, 'span', 'spans')}`,
    failures > 0 && count(failures, 'error', 'errors'),
    tokens > 0 && `${integer(tokens)} tokens`,
    cost > 0 && money(cost),
    `${traces.self.toLowerCase()} ${duration(span.selfMs)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function TextsSkeleton() {
  return (
    <Loading>
      <div className="px-4 pt-4">
        <Skeleton className="mb-2 h-3 w-16" />
        <Skeleton className="h-24 w-full" />
        <Skeleton className="mt-4 mb-2 h-3 w-16" />
        <Skeleton className="h-40 w-full" />
      </div>
    </Loading>
  );
}
