import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronRight, CircleOff, MessagesSquare, TextQuote, Trash2 } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useCan, useProjectId } from '@/api/account';
import { asApiError } from '@/api/error';
import { deleteRun, type Run, runQuery } from '@/api/runs';
import { visible } from '@/components/messages/Words';
import { userName } from '@/components/run/facts';
import { buttonClass, IconButton } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy';
import { Avatar, Fact, Money, Tag, Time } from '@/components/ui/facts';
import { KindIcon } from '@/components/ui/kind';
import { PageHead } from '@/components/ui/page';
import { EmptyState, ErrorState, Loading, Skeleton, State } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { count, integer } from '@/lib/format';
import { useShortcuts } from '@/lib/keys';
import { createStored, useStore } from '@/lib/store';
import { run as runTexts } from '@/texts/run';
import { threads } from '@/texts/threads';
import { Conversation } from './Conversation';
import { type Below, belowOf, conversationOf, type Item, shownTry, topicOf, type Turn, turnOf } from './model';
import { belowQuery, turnsQuery } from './queries';
import { Rail } from './Rail';
import { TurnFacts } from './TurnFacts';

const Confirm = lazy(() => import('@/components/ui/dialog').then((part) => ({ default: part.Confirm })));
const rawText = createStored<boolean>('raw-text', false);

/** `/threads/{id}`: a conversation as the two saw it, with what happened behind each answer. */
export default function ThreadPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const projectId = useProjectId();
  const thread = useQuery(runQuery(projectId, id));
  if (thread.data) return <Thread key={id} thread={thread.data} />;
  if (thread.error && asApiError(thread.error).status === 404) return <Gone />;
  return (
    <>
      <PageHead title={threads.thread} />
      {thread.error ? <ErrorState what={threads.loadFailed} error={thread.error} onRetry={() => void thread.refetch()} /> : <ThreadSkeleton />}
    </>
  );
}

function Thread({ thread }: { thread: Run }) {
  const projectId = useProjectId();
  const turns = useQuery(turnsQuery(projectId, thread.id));
  const tree = useQuery(belowQuery(projectId, thread.id));
  const items = useMemo(() => conversationOf(turns.data ?? []), [turns.data]);
  const below = useMemo(() => belowOf(tree.data?.data ?? []), [tree.data]);
  return (
    <>
      <ThreadHead thread={thread} items={items} below={below} />
      {turns.error && <ErrorState what={threads.turnsFailed} error={turns.error} onRetry={() => void turns.refetch()} />}
      {turns.isPending && <ThreadSkeleton />}
      {turns.data && items.length === 0 && (
        <EmptyState icon={MessagesSquare} title={threads.emptyTitle}>
          {threads.emptyText}
        </EmptyState>
      )}
      {items.length > 0 && <Body thread={thread} items={items} below={below} hasBelow={tree.data !== undefined} />}
    </>
  );
}

function Body({ thread, items, below, hasBelow }: { thread: Run; items: Item[]; below: Map<string, Below>; hasBelow: boolean }) {
  const { at } = useSearch({ strict: false }) as { at?: string };
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(() => tryOf(items, at));
  const isRaw = useStore(rawText);
  const turns = useMemo(() => items.filter((item): item is Turn => item.kind === 'turn'), [items]);
  const selected = turnOf(items, at) ?? turns.at(-1);
  const run = selected && shownTry(selected, chosen);
  const show = (run: Run): void => void navigate({ to: '/threads/$id' as '/', params: { id: thread.id } as never, search: (now: object) => ({ ...now, at: run.id }) as never, replace: true });
  const select = (turn: Turn | undefined): void => {
    if (turn) show(shownTry(turn, chosen));
  };
  const step = (by: number): void => select(turns[Math.max(0, Math.min(turns.length - 1, (selected ? turns.indexOf(selected) : 0) + by))]);
  const onTry = (turn: Turn, by: number, isRound = false): void => {
    const now = turn.tries.indexOf(shownTry(turn, chosen)) + by;
    const next = isRound ? now % turn.tries.length : Math.max(0, Math.min(turn.tries.length - 1, now));
    setChosen(new Map(chosen).set(turn.id, next));
    show(turn.tries[next]!);
  };
  useShortcuts(threads.group, [
    { keys: 'j', label: threads.next, run: () => step(1) },
    { keys: 'k', label: threads.previous, run: () => step(-1) },
    { keys: 'r', label: threads.nextRetry, run: () => selected && onTry(selected, 1, true) },
    { keys: 'm', label: runTexts.raw, run: () => rawText.set(!isRaw) },
    { keys: 'u', label: threads.userPage, run: () => thread.user && void navigate({ to: '/users/$id' as '/', params: { id: String(thread.user.id) } as never }) },
  ]);
  return (
    <div className="flex min-h-0 flex-1">
      <Rail turns={turns} below={below} chosen={chosen} selected={selected} onSelect={select} />
      <Conversation items={items} below={below} chosen={chosen} selected={selected} isRaw={isRaw} onSelect={select} onTry={onTry} />
      {selected && run && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
        <div tabIndex={0} role="group" aria-label={threads.facts} className="w-[300px] shrink-0 overflow-auto border-l outline-offset-[-2px] max-lg:w-[240px] max-md:hidden">
          <TurnFacts turn={selected} run={run} below={hasBelow ? (below.get(run.id) ?? { runs: 0, errors: 0, error: null, tokens: 0, cost: 0, models: [], traces: [] }) : undefined} />
        </div>
      )}
    </div>
  );
}

/** A link to a try shows that try. */
function tryOf(items: Item[], at: string | undefined): ReadonlyMap<string, number> {
  const turn = turnOf(items, at);
  return turn ? new Map([[turn.id, turn.tries.findIndex((one) => one.id === at)]]) : new Map();
}

function ThreadHead({ thread, items, below }: { thread: Run; items: Item[]; below: Map<string, Below> }) {
  const can = useCan();
  const [isDeleting, setDeleting] = useState(false);
  const isRaw = useStore(rawText);
  const turns = items.filter((item) => item.kind === 'turn');
  const cost = [...below.values()].reduce((sum, one) => sum + one.cost, 0);
  const name = topicOf(items) ?? thread.id.slice(0, 8);
  const first = turns[0];
  const lastTurn = turns.at(-1);
  return (
    <>
      <PageHead
        title={`${threads.thread} ${name}`}
        heading={
          <>
            <Link to={'/logs' as '/'} search={{ type: 'thread' } as never} className="font-normal text-subtle hover:text-fg">
              {threads.threads}
            </Link>
            <ChevronRight size={12} className="text-subtle" aria-hidden />
            <KindIcon kind="thread" />
            <span className="truncate">{visible(name)}</span>
          </>
        }
      >
        <IconButton label={runTexts.raw} keys="m" isOn={isRaw} onClick={() => rawText.set(!isRaw)}>
          <TextQuote size={14} aria-hidden />
        </IconButton>
        <CopyButton text={thread.id} label={threads.copyId} />
        {can('logs.delete') && (
          <IconButton label={threads.delete} onClick={() => setDeleting(true)}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        )}
      </PageHead>
      <div className="flex shrink-0 gap-6 overflow-x-auto border-b px-4 py-2.5">
        <Fact label={threads.started}>{first ? <Time at={first.at} /> : '–'}</Fact>
        <Fact label={threads.last}>{lastTurn ? <Time at={lastTurn.tries.at(-1)?.endedAt ?? lastTurn.at} /> : '–'}</Fact>
        <Fact label={threads.turns}>{integer(turns.length)}</Fact>
        <Fact label={threads.cost}>
          <Money usd={cost} />
        </Fact>
        {thread.user && (
          <Fact label={threads.user}>
            <Link to={'/users/$id' as '/'} params={{ id: String(thread.user.id) } as never} className="inline-flex max-w-48 items-center gap-1.5 hover:underline">
              <Avatar name={userName(thread)} size={16} />
              <span className="truncate" title={thread.user.externalId}>{visible(userName(thread))}</span>
            </Link>
          </Fact>
        )}
        {thread.tags && thread.tags.length > 0 && (
          <Fact label={threads.tags}>
            <span className="inline-flex gap-1">
              {thread.tags.map((tag) => (
                <Tag key={tag} title={tag}>
                  {visible(tag)}
                </Tag>
              ))}
            </span>
          </Fact>
        )}
      </div>
      {isDeleting && <DeleteThread id={thread.id} turns={turns.length} onClose={() => setDeleting(false)} />}
    </>
  );
}

function DeleteThread({ id, turns, onClose }: { id: string; turns: number; onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = async (): Promise<void> => {
    await deleteRun(id);
    void client.invalidateQueries({ queryKey: ['runs'] });
    toast.ok(threads.deleted);
    void navigate({ to: '/logs' as '/', search: { type: 'thread' } as never });
  };
  return (
    <Suspense>
      <Confirm open onOpenChange={onClose} title={threads.deleteTitle} confirm={threads.delete} onConfirm={remove} testId="confirm-delete">
        {threads.deleteText(count(turns, 'turn', 'turns'))}
      </Confirm>
    </Suspense>
  );
}

function Gone() {
  return (
    <>
      <PageHead title={threads.thread} />
      <State
        icon={CircleOff}
        title={threads.goneTitle}
        actions={
          <Link to={'/logs' as '/'} search={{ type: 'thread' } as never} className={buttonClass()}>
            {threads.toList}
          </Link>
        }
      >
        {threads.goneText}
      </State>
    </>
  );
}

function ThreadSkeleton() {
  return (
    <Loading>
      <div className="mx-auto max-w-[760px] space-y-4 p-8">
        <Skeleton className="ml-auto h-10 w-56 rounded-xl" />
        <Skeleton className="h-20 w-96 rounded-xl" />
        <Skeleton className="ml-auto h-10 w-72 rounded-xl" />
        <Skeleton className="h-28 w-[420px] rounded-xl" />
      </div>
    </Loading>
  );
}
