import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Ellipsis, FileQuestion, Share2, Trash2, X } from 'lucide-react';
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useCan, useProjectId } from '@/api/account';
import { asApiError } from '@/api/error';
import { deleteRun, type Run, runQuery } from '@/api/runs';
import { RunTabs } from '@/components/run/RunTabs';
import type { RunTab } from '@/components/run/tabs';
import { Button, IconButton } from '@/components/ui/button';
import { Confirm } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/facts';
import { Menu, MenuItem } from '@/components/ui/menu';
import { ErrorState, Loading, Skeleton, State } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { useShortcuts } from '@/lib/keys';
import { createStored, useStore } from '@/lib/store';
import { logs } from '@/texts/logs';
import { run as texts } from '@/texts/run';
import { RunHead } from './RunHead';
import { usePanelWidth } from './panel-width';

const ShareDialog = lazy(() => import('@/components/run/ShareDialog'));

const rawText = createStored<boolean>('raw-text', false);

interface Props {
  id: string;
  tab: RunTab;
  onTab: (tab: RunTab) => void;
  onClose: () => void;
  /** `undefined` at the ends. */
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onDeleted: () => void;
}

/** A run beside the list. Not modal: the list goes on. */
export default function RunPanel({ id, tab, onTab, onClose, onPrevious, onNext, onDeleted }: Props) {
  const query = useQuery(runQuery(useProjectId(), id));
  const scroller = useRef<HTMLDivElement>(null);
  const { width, edge } = usePanelWidth();
  const [isFinding, setFinding] = useState(false);
  const isRaw = useStore(rawText);
  const run = query.data;
  useShortcuts(logs.shortcuts.group, [
    { keys: 'Escape', label: logs.shortcuts.close, run: onClose },
    { keys: 'm', label: texts.raw, run: () => rawText.set(!isRaw) },
  ]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'f' || !(event.metaKey || event.ctrlKey) || tab !== 'messages') return;
    event.preventDefault();
    setFinding(true);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+F is taken for all that is inside
    <section
      aria-label={texts.details}
      onKeyDown={onKeyDown}
      className="slidein absolute inset-0 z-20 flex min-h-0 flex-col border-l bg-surface lg:relative lg:inset-auto lg:z-0 lg:w-(--panel-width) lg:shrink-0"
      style={{ ['--panel-width' as string]: width }}
    >
      {edge}
      <Toolbar run={run} onClose={onClose} onPrevious={onPrevious} onNext={onNext} onDeleted={onDeleted} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard */}
      <div ref={scroller} tabIndex={0} role="group" aria-label={texts.details} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
        {run ? (
          <>
            <RunHead run={run} />
            <RunTabs run={run} tab={tab} onTab={onTab} scroller={scroller} isFinding={isFinding} onFinding={setFinding} isRaw={isRaw} onRaw={rawText.set} />
          </>
        ) : (
          <NoRun error={query.error} onRetry={() => void query.refetch()} onClose={onClose} />
        )}
      </div>
    </section>
  );
}

function NoRun({ error, onRetry, onClose }: { error: unknown; onRetry: () => void; onClose: () => void }): ReactNode {
  if (!error) return <PanelSkeleton />;
  if (asApiError(error).status !== 404) return <ErrorState what={texts.failed} error={error} onRetry={onRetry} />;
  return (
    <State icon={FileQuestion} title={texts.gone} actions={<Button onClick={onClose}>{texts.toList}</Button>}>
      {texts.goneText}
    </State>
  );
}

function PanelSkeleton() {
  return (
    <Loading>
      <div className="space-y-3 p-4">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-4 w-64" />
        <Skeleton className="h-13 w-full rounded-lg" />
        <Skeleton className="mt-8 h-9 w-full rounded-lg" />
        <Skeleton className="h-28 w-full rounded-lg" />
        <Skeleton className="h-28 w-full rounded-lg" />
      </div>
    </Loading>
  );
}

interface ToolbarProps extends Pick<Props, 'onClose' | 'onPrevious' | 'onNext' | 'onDeleted'> {
  run: Run | undefined;
}

function Toolbar({ run, onClose, onPrevious, onNext, onDeleted }: ToolbarProps) {
  const can = useCan();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'share' | 'delete' | null>(null);
  const remove = async (): Promise<void> => {
    if (!run) return;
    await deleteRun(run.id);
    client.removeQueries({ queryKey: ['run'] });
    toast.ok(texts.deleted);
    onDeleted();
  };
  return (
    <div className="flex h-11 shrink-0 items-center gap-1 border-b px-3">
      <IconButton label={texts.previous} keys="k" disabled={!onPrevious} onClick={onPrevious}>
        <ChevronUp size={15} aria-hidden />
      </IconButton>
      <IconButton label={texts.next} keys="j" disabled={!onNext} onClick={onNext}>
        <ChevronDown size={15} aria-hidden />
      </IconButton>
      <span aria-hidden className="ml-1 hidden gap-1 lg:flex">
        <Kbd>K</Kbd>
        <Kbd>J</Kbd>
      </span>
      <div className="ml-auto flex items-center gap-1">
        {run && (
          <>
            <Button size="sm" kind="ghost" onClick={() => setDialog('share')}>
              <Share2 size={13} aria-hidden />
              {texts.share}
            </Button>
            {can('logs.delete') && (
              <Menu
                align="end"
                trigger={
                  <IconButton label={texts.more} data-testid="selected-run-menu">
                    <Ellipsis size={15} aria-hidden />
                  </IconButton>
                }
              >
                <MenuItem icon={Trash2} danger onSelect={() => setDialog('delete')}>
                  {texts.delete}
                </MenuItem>
              </Menu>
            )}
          </>
        )}
        <IconButton label={texts.close} keys="Escape" onClick={onClose}>
          <X size={15} aria-hidden />
        </IconButton>
      </div>
      {run && dialog === 'share' && (
        <Suspense>
          <ShareDialog run={run} link={addressOf(run.id)} canShare={can('logs.updateVisibility')} onClose={() => setDialog(null)} />
        </Suspense>
      )}
      <Confirm open={dialog === 'delete'} onOpenChange={() => setDialog(null)} title={texts.deleteTitle} confirm={texts.delete} onConfirm={remove} testId="confirm-delete">
        {texts.deleteText}
      </Confirm>
    </div>
  );
}

/** The address of a run for members: the page with nothing but it. */
function addressOf(id: string): string {
  const url = new URL(location.href);
  const kept = new URLSearchParams();
  for (const name of ['projectId', 'type']) if (url.searchParams.has(name)) kept.set(name, url.searchParams.get(name) ?? '');
  kept.set('selected', id);
  url.search = kept.toString();
  url.hash = '';
  return url.href;
}

