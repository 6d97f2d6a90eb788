import { Link, useLocation, useSearch } from '@tanstack/react-router';
import { PanelLeft, Search, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useMe } from '@/api/account';
import { IconButton } from '@/components/ui/button';
import { Kbd } from '@/components/ui/facts';
import { Tooltip } from '@/components/ui/tooltip';
import { cn } from '@/lib/cn';
import { shown } from '@/lib/keys';
import { common } from '@/texts/common';
import { shell } from '@/texts/shell';
import { AccountButton, ProjectButton } from './menu-buttons';
import { type Entry, GROUPS, permitted } from './navigation';
import type { Overlay } from './Shell';

const AccountMenu = lazy(() => import('./AccountMenu'));
const ProjectSwitcher = lazy(() => import('./ProjectSwitcher'));

interface Props {
  onOpen: (overlay: Overlay) => void;
  isNarrow?: boolean;
  onNarrow?: () => void;
  /** There in the drawer of small screens. */
  onClose?: () => void;
}

export function Sidebar({ onOpen, isNarrow = false, onNarrow, onClose }: Props) {
  const { permissions } = useMe();
  // Pressed before its menu was loaded: it opens as soon as it is.
  const [early, setEarly] = useState<'project' | 'account' | null>(null);
  return (
    <aside aria-label={shell.primary} className={cn('flex h-full shrink-0 flex-col border-r bg-canvas', isNarrow ? 'w-12' : 'w-[216px]', onClose && 'w-full')}>
      <div className="flex h-12 shrink-0 items-center gap-1 px-2">
        <Suspense fallback={<ProjectButton isNarrow={isNarrow} onClick={() => setEarly('project')} />}>
          <ProjectSwitcher isNarrow={isNarrow} defaultOpen={early === 'project'} onNew={() => onOpen('new-project')} />
        </Suspense>
        {onClose && (
          <IconButton label={common.close} onClick={onClose}>
            <X size={15} aria-hidden />
          </IconButton>
        )}
      </div>
      <div className="px-2 pb-2">
        <JumpButton isNarrow={isNarrow} onPress={() => onOpen('palette')} />
      </div>
      <nav aria-label={shell.main} className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-2 pb-2">
        {permitted(GROUPS, permissions).map((group) => (
          <div key={group.label} className="mt-2.5">
            {!isNarrow && <div className="flex h-6 items-center px-2 text-2xs font-medium text-subtle">{group.label}</div>}
            {group.entries.map((entry) => (
              <NavLink key={entry.id} entry={entry} isNarrow={isNarrow} onPress={onClose} />
            ))}
          </div>
        ))}
      </nav>
      <div className={cn('flex shrink-0 items-center gap-1 border-t p-2', isNarrow && 'flex-col')}>
        <Suspense fallback={<AccountButton isNarrow={isNarrow} onClick={() => setEarly('account')} />}>
          <AccountMenu isNarrow={isNarrow} defaultOpen={early === 'account'} onShortcuts={() => onOpen('shortcuts')} />
        </Suspense>
        {onNarrow && (
          <IconButton label={isNarrow ? shell.showSidebar : shell.hideSidebar} keys="[" onClick={onNarrow}>
            <PanelLeft size={15} aria-hidden />
          </IconButton>
        )}
      </div>
    </aside>
  );
}

function JumpButton({ isNarrow, onPress }: { isNarrow: boolean; onPress: () => void }) {
  if (isNarrow) {
    return (
      <IconButton label={shell.jump} keys="mod+k" onClick={onPress} className="size-8">
        <Search size={15} aria-hidden />
      </IconButton>
    );
  }
  return (
    <button type="button" onClick={onPress} className="flex h-7 w-full items-center gap-2 rounded-md border bg-surface px-2 text-xs text-subtle hover:border-line-strong">
      <Search size={13} aria-hidden />
      <span className="flex-1 text-left">{shell.jump}</span>
      <Kbd>{shown('mod+k')}</Kbd>
    </button>
  );
}

function NavLink({ entry, isNarrow, onPress }: { entry: Entry; isNarrow: boolean; onPress?: () => void }) {
  const path = useLocation({ select: (location) => location.pathname });
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const isHere = entry.isHere(path, search);
  const { icon: Icon, label } = entry;
  const link = (
    <Link
      {...(entry.link as { to: '/' })}
      preload="intent"
      onClick={onPress}
      aria-current={isHere ? 'page' : undefined}
      data-testid={`nav-${entry.id}`}
      className={cn(
        'mb-px flex h-7 items-center gap-2.5 rounded-md px-2',
        isHere ? 'bg-[color-mix(in_oklab,var(--fg)_7%,transparent)] font-medium text-fg' : 'text-muted hover:bg-hover hover:text-fg',
      )}
    >
      <Icon size={15} strokeWidth={1.75} className={cn('shrink-0', !isHere && 'text-subtle')} aria-hidden />
      <span className={isNarrow ? 'sr-only' : 'flex-1 truncate'}>{label}</span>
    </Link>
  );
  return isNarrow ? (
    <Tooltip label={label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
