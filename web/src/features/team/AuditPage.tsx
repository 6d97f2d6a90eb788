import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ChevronDown, Download, ScrollText, Search } from 'lucide-react';
import { useEffect } from 'react';
import { useCan, useProjects } from '@/api/account';
import { api, call, fetchRaw } from '@/api/client';
import { keys } from '@/api/keys';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { Menu, MenuItem } from '@/components/ui/menu';
import { PageHead } from '@/components/ui/page';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { saveBlob } from '@/lib/download';
import { count } from '@/lib/format';
import { audit } from '@/texts/audit';
import { common } from '@/texts/common';
import { AuditTable } from './AuditTable';
import { type Entry, matches, placed } from './audit-model';

const route = getRouteApi('/app/team/audit-logs');
const PAGE = 100;
/** How many matches are looked for before somebody has to ask for more. */
const ENOUGH = 30;

async function load(format: 'csv' | 'jsonl'): Promise<void> {
  try {
    const response = await fetchRaw('/v1/audit-logs/export', `format=${format}`);
    saveBlob(await response.blob(), `audit-log.${format}`);
  } catch (thrown) {
    toast.failure(audit.exportFailed, thrown);
  }
}

function useEntries(isOpen: boolean) {
  return useInfiniteQuery({
    queryKey: keys.auditLogs,
    queryFn: ({ pageParam }) => call(api.GET('/v1/audit-logs', { params: { query: { limit: PAGE, before: pageParam ?? undefined } } })),
    initialPageParam: null as number | null,
    getNextPageParam: (page: Entry[]) => (page.length === PAGE ? page.at(-1)?.seq : undefined),
    enabled: isOpen,
  });
}

export default function AuditPage() {
  const can = useCan();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const isOpen = can('auditLogs.list');
  const { data, error, isPending, isError, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useEntries(isOpen);
  const projects = useProjects();
  const all = (data?.pages.flat() ?? []).map((entry) => placed(entry, projects));
  const rows = q === '' ? all : all.filter((entry) => matches(entry, q));
  const wantsMore = q !== '' && rows.length < ENOUGH && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  const change = (next: string): void => void navigate({ search: (now) => ({ ...now, q: next }), replace: true });
  if (!isOpen) {
    return (
      <>
        <PageHead title={audit.title} />
        <NoPermission>
          {audit.needs} {common.askAdmin}
        </NoPermission>
      </>
    );
  }
  return (
    <>
      <PageHead title={audit.title} facts={audit.facts}>
        <ExportMenu isOff={all.length === 0} />
      </PageHead>
      <div className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
        <div className="relative w-96 max-w-full">
          <Search size={14} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-subtle" aria-hidden />
          <Input type="search" aria-label={audit.filter} placeholder={audit.filter} value={q} onChange={(event) => change(event.target.value)} className="pl-8" />
        </div>
        {q !== '' && (
          <span role="status" className="num text-xs text-subtle">
            {audit.searched(count(all.length, 'entry', 'entries'))}
          </span>
        )}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard */}
      <section aria-label={audit.title} tabIndex={0} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
        {isPending && <SkeletonRows count={10} height={40} />}
        {isError && <ErrorState what={audit.failed} error={error} onRetry={() => void refetch()} />}
        {rows.length > 0 && <AuditTable rows={rows} />}
        {data && all.length === 0 && (
          <EmptyState icon={ScrollText} title={audit.emptyTitle}>
            {audit.emptyText}
          </EmptyState>
        )}
        {data && rows.length === 0 && all.length > 0 && !hasNextPage && (
          <EmptyState icon={Search} title={audit.noMatchTitle} actions={<Button onClick={() => change('')}>{audit.clear}</Button>} />
        )}
        {rows.length > 0 && (
          <div className="flex justify-center py-4 text-subtle">
            {hasNextPage ? (
              <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {audit.older}
              </Button>
            ) : (
              audit.end
            )}
          </div>
        )}
      </section>
    </>
  );
}

function ExportMenu({ isOff }: { isOff: boolean }) {
  const trigger = (
    <Button disabled={isOff}>
      <Download size={14} aria-hidden />
      {audit.exportAs}
      <ChevronDown size={13} className="text-subtle" aria-hidden />
    </Button>
  );
  return (
    <Menu align="end" trigger={trigger}>
      <MenuItem onSelect={() => void load('csv')}>{audit.csv}</MenuItem>
      <MenuItem onSelect={() => void load('jsonl')}>{audit.jsonl}</MenuItem>
    </Menu>
  );
}
