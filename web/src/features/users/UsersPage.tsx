import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search, SearchX, X } from 'lucide-react';
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { useCan, useProject, useProjectId } from '@/api/account';
import { ColumnChooser } from '@/components/grid/ColumnChooser';
import { DataGrid, type GridHandle, GridSkeleton } from '@/components/grid/DataGrid';
import { layoutOf } from '@/components/grid/layout';
import { openUnlessControl } from '@/components/grid/open';
import { Button } from '@/components/ui/button';
import { PageHead } from '@/components/ui/page';
import { EmptyState, ErrorState, Loading, NoPermission } from '@/components/ui/states';
import { count } from '@/lib/format';
import { useShortcuts } from '@/lib/keys';
import { users } from '@/texts/users';
import { COLUMNS } from './columns';
import { type Order, peopleQuery, type Person, personQuery } from './queries';

const Onboarding = lazy(() => import('@/features/onboarding/Onboarding'));
const Lesson = lazy(() => import('@/features/onboarding/Lesson'));

const SORTS = ['createdAt', 'lastSeen', 'cost'];
const NEWEST: Order = { field: 'lastSeen', direction: 'desc' };
const REST_MS = 200;
const rowKey = (row: Person): string => String(row.id);

interface UsersSearch {
  q?: string;
  sortField?: string;
  sortDirection?: string;
}

/** `/users`: the people that a project's runs were for. */
export default function UsersPage() {
  const can = useCan();
  const project = useProject();
  if (!can('users.list')) {
    return (
      <>
        <PageHead title={users.users} />
        <NoPermission>{users.permission}</NoPermission>
      </>
    );
  }
  if (project && !project.activated) {
    return (
      <Suspense fallback={<PageHead title={users.users} />}>
        <Onboarding lesson="user" title={users.users} />
      </Suspense>
    );
  }
  return <People />;
}

function useGo() {
  const navigate = useNavigate();
  return (changes: UsersSearch): void => void navigate({ to: '/users' as '/', search: (now: object) => ({ ...now, ...changes }) as never, replace: true });
}

function People() {
  const search = useSearch({ strict: false }) as UsersSearch;
  const order: Order = SORTS.includes(search.sortField ?? '') ? { field: search.sortField ?? '', direction: search.sortDirection === 'asc' ? 'asc' : 'desc' } : NEWEST;
  const words = search.q ?? '';
  const projectId = useProjectId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const list = useInfiniteQuery({ ...peopleQuery(projectId, words, order), placeholderData: keepPreviousData });
  const go = useGo();
  const grid = useRef<GridHandle>(null);
  const box = useRef<HTMLInputElement>(null);
  useShortcuts(users.group, [
    { keys: '/', label: users.search, run: () => box.current?.focus() },
    { keys: 'j', label: users.next, run: () => grid.current?.move(1) },
    { keys: 'k', label: users.previous, run: () => grid.current?.move(-1) },
    { keys: 'Enter', label: users.open, run: () => openUnlessControl(grid) },
  ]);
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const total = list.data?.pages[0]?.total;
  const open = (row: Person, { isNewTab }: { isNewTab: boolean }): void => {
    if (isNewTab) window.open(new URL(`users/${row.id}?projectId=${projectId}`, document.baseURI), '_blank', 'noopener');
    else void navigate({ to: '/users/$id' as '/', params: { id: String(row.id) } as never });
  };
  return (
    <>
      <PageHead title={users.users} facts={total !== undefined && count(total, 'user', 'users')} />
      <div className="flex h-12 shrink-0 items-center gap-2 border-b px-4">
        <SearchBox words={words} onWords={(q) => go({ q: q || undefined })} box={box} />
        <span className="ml-auto">
          <ColumnChooser columns={COLUMNS} layout={layoutOf('users')} />
        </span>
      </div>
      {list.isPending && (
        <Loading>
          <div className="pt-8">
            <GridSkeleton count={16} rowHeight={36} />
          </div>
        </Loading>
      )}
      {list.error && !list.data && <ErrorState what={users.listFailed} error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <Nobody words={words} onClear={() => go({ q: undefined })} />}
      {rows.length > 0 && (
        <DataGrid
          handle={grid}
          label={users.users}
          rows={rows}
          rowKey={rowKey}
          columns={COLUMNS}
          layout={layoutOf('users')}
          total={total}
          sort={order}
          onSort={(sort) => go(sort && (sort.field !== NEWEST.field || sort.direction !== NEWEST.direction) ? { sortField: sort.field, sortDirection: sort.direction } : { sortField: undefined, sortDirection: undefined })}
          onOpen={open}
          onPoint={(row) => void client.prefetchQuery(personQuery(projectId, String(row.id)))}
          isStale={list.isPlaceholderData}
          more={{ hasMore: list.hasNextPage, isLoading: list.isFetchingNextPage, error: list.isFetchNextPageError ? list.error : null, load: () => void list.fetchNextPage() }}
        />
      )}
    </>
  );
}

/** Nobody matches the search; or nobody was ever named, which is a lesson. */
function Nobody({ words, onClear }: { words: string; onClear: () => void }) {
  if (words === '') return <NobodyNamed />;
  return (
    <EmptyState icon={SearchX} title={users.noMatchTitle} actions={<Button onClick={onClear}>{users.clear}</Button>}>
      {users.noMatchText(words)}
    </EmptyState>
  );
}

function NobodyNamed() {
  return (
    <Suspense>
      <Lesson lesson="user" />
    </Suspense>
  );
}

interface SearchProps {
  words: string;
  onWords: (words: string) => void;
  box: RefObject<HTMLInputElement | null>;
}

function SearchBox({ words, onWords, box }: SearchProps) {
  const [text, setText] = useState(words);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string, wait = REST_MS): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onWords(next.trim()), wait);
  };
  return (
    <div className="relative flex w-72 items-center">
      <Search size={14} className="pointer-events-none absolute left-2.5 text-subtle" aria-hidden />
      <input
        ref={box}
        type="text"
        role="searchbox"
        aria-label={users.search}
        placeholder={users.search}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text === '') event.currentTarget.blur();
          else type('', 0);
        }}
        className="h-8 w-full rounded-md border border-line-strong bg-surface pr-8 pl-8 placeholder:text-subtle"
      />
      {text !== '' && (
        <button type="button" aria-label={users.clear} onClick={() => type('', 0)} className="absolute right-1 grid size-6 place-items-center rounded text-subtle hover:bg-hover hover:text-fg">
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}
