import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Menu as MenuIcon, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useMe, useProject } from '@/api/account';
import { IconButton } from '@/components/ui/button';
import { State } from '@/components/ui/states';
import { useShortcuts } from '@/lib/keys';
import { createStored, useStore } from '@/lib/store';
import { shell } from '@/texts/shell';
import { Notices } from './Notices';
import { GROUPS, permitted } from './navigation';
import { Sidebar } from './Sidebar';

const Palette = lazy(() => import('./Palette'));
const ShortcutList = lazy(() => import('./ShortcutList'));
const Drawer = lazy(() => import('./Drawer'));
const NewProject = lazy(() => import('./NewProject'));

const isNarrowSidebar = createStored<boolean>('sidebar-hidden', false);

export type Overlay = 'palette' | 'shortcuts' | 'new-project' | null;

/** The frame of every page but those of the door: sidebar, notices, and what opens above the page. */
export default function Shell() {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const isHidden = useStore(isNarrowSidebar);
  useShellShortcuts(setOverlay);
  const close = (): void => setOverlay(null);
  return (
    <div className="flex h-full flex-col">
      <SkipLink />
      <Notices />
      <div className="flex min-h-0 flex-1">
        <div className="hidden md:contents">
          <Sidebar onOpen={setOverlay} isNarrow={isHidden} onNarrow={() => isNarrowSidebar.set(!isHidden)} />
        </div>
        <main id="main" tabIndex={-1} className="relative flex min-w-0 flex-1 flex-col bg-surface outline-none">
          <div className="flex h-11 shrink-0 items-center border-b px-2 md:hidden">
            <IconButton label={shell.openMenu} onClick={() => setDrawerOpen(true)}>
              <MenuIcon size={17} aria-hidden />
            </IconButton>
          </div>
          <Page />
        </main>
      </div>
      <Suspense>
        {isDrawerOpen && <Drawer onOpen={setOverlay} onClose={() => setDrawerOpen(false)} />}
        {overlay === 'palette' && <Palette onClose={close} onOpen={setOverlay} />}
        {overlay === 'shortcuts' && <ShortcutList onClose={close} />}
        {overlay === 'new-project' && <NewProject onClose={close} />}
      </Suspense>
    </div>
  );
}

/** Not a link to `#main`: with a `base` that would be another page. */
function SkipLink() {
  return (
    <button
      type="button"
      onClick={() => document.getElementById('main')?.focus()}
      className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-ink focus:px-3 focus:py-1.5 focus:text-on-ink"
    >
      {shell.skip}
    </button>
  );
}

/** People who are in no project still have their own pages. */
function Page() {
  const project = useProject();
  const path = useLocation({ select: (location) => location.pathname });
  const isPersonal = path.startsWith('/settings') || path.startsWith('/team');
  if (project || isPersonal) return <Outlet />;
  return (
    <State icon={X} title={shell.noProjectTitle} isPage>
      {shell.noProjectText}
    </State>
  );
}

function useShellShortcuts(open: (overlay: Overlay) => void): void {
  const { permissions } = useMe();
  const navigate = useNavigate();
  const pages = permitted(GROUPS, permissions).flatMap((group) => group.entries.filter((entry) => entry.key));
  useShortcuts(shell.general, [
    { keys: 'mod+k', label: shell.palette, run: () => open('palette'), inInputs: true },
    { keys: '?', label: shell.shortcuts, run: () => open('shortcuts') },
    { keys: '[', label: `${shell.hideSidebar} / ${shell.showSidebar}`, run: () => isNarrowSidebar.set((now) => !now) },
    ...pages.map((entry) => ({ keys: `g ${entry.key}`, label: shell.goTo(entry.label), run: () => void navigate(entry.link as never) })),
  ]);
}
