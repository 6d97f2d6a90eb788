import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight, ChevronUp, Share2, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useCan } from '@/api/account';
import { visible } from '@/components/messages/Words';
import { userName } from '@/components/run/facts';
import { Button, IconButton } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy';
import { Avatar, Duration, Fact, Money, Status, Tag, Time, Tokens } from '@/components/ui/facts';
import { KindIcon } from '@/components/ui/kind';
import { useTitle } from '@/components/ui/page';
import { duration, integer } from '@/lib/format';
import { traces } from '@/texts/traces';
import type { Run } from '@/api/runs';
import type { ListOrder } from './queries';
import type { Trace } from './tree';

interface Props {
  trace: Trace;
  /** The root with its texts; `undefined` while it loads. */
  root: Run | undefined;
  /** What the root is a part of, where it is a part of something. */
  above: Run | undefined;
  isAlive: boolean;
  list: ListOrder;
  newer: string | null | undefined;
  older: string | null | undefined;
  onTrace: (id: string) => void;
  onShare: () => void;
  onDelete: () => void;
}

export function TraceHead(props: Props) {
  const { trace, root, list, isAlive } = props;
  useTitle(trace.root.name);
  return (
    <header className="shrink-0 border-b px-4 pt-2">
      <div className="flex h-8 items-center gap-2">
        <nav aria-label={traces.traces} className="flex items-center gap-1.5 text-subtle max-sm:hidden">
          <Link to={'/logs' as '/'} search={{ type: 'trace', ...list } as never} className="hover:text-fg">
            {traces.traces}
          </Link>
          <ChevronRight size={12} aria-hidden />
        </nav>
        <h1 className="flex min-w-0 items-center gap-2 text-base font-semibold">
          <KindIcon kind={trace.root.kind} />
          <span className="truncate">{visible(trace.root.name)}</span>
        </h1>
        <TraceStatus trace={trace} isAlive={isAlive} />
        <div className="ml-auto flex shrink-0 items-center gap-1.5">
          <Neighbors {...props} />
          <Actions {...props} />
        </div>
      </div>
      <div className="-mx-4 flex gap-6 overflow-x-auto px-4 py-2.5">
        <Fact label={traces.started}>{root ? <Time at={root.createdAt} /> : '–'}</Fact>
        <Fact label={traces.duration}>
          <Duration ms={trace.to - trace.from} />
        </Fact>
        <Fact label={traces.spans}>{integer(trace.spans.length)}</Fact>
        <Fact label={traces.errors}>{trace.root.totals.errors > 0 ? <span className="font-medium text-err">{integer(trace.root.totals.errors)}</span> : '–'}</Fact>
        <Fact label={traces.tokens}>
          <Tokens count={trace.root.totals.tokens || null} />
        </Fact>
        <Fact label={traces.cost}>
          <Money usd={trace.root.totals.cost} />
        </Fact>
        <WhoAndWhere {...props} />
      </div>
    </header>
  );
}

function TraceStatus({ trace, isAlive }: { trace: Trace; isAlive: boolean }) {
  const { status, isOpen } = trace.root;
  if (isOpen && isAlive) return <span role="status" className="num inline-flex items-center gap-1.5 text-muted"><span aria-hidden className="livedot size-1.5 rounded-full bg-accent" />{traces.runningFor(duration(trace.to - trace.from))}</span>;
  return status && <Status status={isOpen ? 'unknown' : status} />;
}

function WhoAndWhere({ root, above }: Props): ReactNode {
  const threadId = above?.type === 'thread' ? above.id : undefined;
  return (
    <>
      {root?.user && (
        <Fact label={traces.user}>
          <Link to={'/users/$id' as '/'} params={{ id: String(root.user.id) } as never} className="inline-flex max-w-48 items-center gap-1.5 hover:underline">
            <Avatar name={userName(root)} size={16} />
            <span className="truncate" title={root.user.externalId}>{visible(userName(root))}</span>
          </Link>
        </Fact>
      )}
      {threadId && (
        <Fact label={traces.thread}>
          <Link to={'/threads/$id' as '/'} params={{ id: threadId } as never} className="font-mono text-xs text-accent-fg hover:underline">
            {threadId.slice(0, 8)}
          </Link>
        </Fact>
      )}
      {above && !threadId && (
        <Fact label={traces.trace}>
          <Link to={'/traces/$id' as '/'} params={{ id: above.id } as never} search={{ span: root?.id } as never} className="text-accent-fg hover:underline">
            {traces.wholeTrace}
          </Link>
        </Fact>
      )}
      {root?.tags && root.tags.length > 0 && (
        <Fact label={traces.tags}>
          <span className="inline-flex gap-1">
            {root.tags.map((tag) => (
              <Tag key={tag} title={tag}>
                {visible(tag)}
              </Tag>
            ))}
          </span>
        </Fact>
      )}
    </>
  );
}

function Neighbors({ newer, older, onTrace }: Props) {
  return (
    <span className="flex">
      <IconButton label={newer === null ? traces.noNewer : traces.newer} keys="n" disabled={!newer} onClick={() => newer && onTrace(newer)}>
        <ChevronUp size={15} aria-hidden />
      </IconButton>
      <IconButton label={older === null ? traces.noOlder : traces.older} keys="b" disabled={!older} onClick={() => older && onTrace(older)}>
        <ChevronDown size={15} aria-hidden />
      </IconButton>
    </span>
  );
}

function Actions({ trace, onShare, onDelete }: Props) {
  const can = useCan();
  const [id] = useState(trace.root.id);
  return (
    <>
      <CopyButton text={id} label={traces.copyId} />
      <Button size="sm" onClick={onShare}>
        <Share2 size={13} aria-hidden />
        {traces.share}
      </Button>
      {can('logs.delete') && (
        <IconButton label={traces.delete} onClick={onDelete}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      )}
    </>
  );
}
