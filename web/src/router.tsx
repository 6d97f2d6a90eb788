// Every page of the product, one line each. Paths are those of Lunary's dashboard, so that old links keep working.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router';
import { meQuery, projectsQuery } from './api/account';
import { basePath } from './api/base';
import { queryClient } from './api/query-client';
import { chooseProject, isSignedIn, pickProject } from './api/session';
import { LoadFailed, NotFound, PageFailed, PagePending, Root } from './features/shell/Edges';
import { startPage } from './features/shell/navigation';
import { ShellSkeleton } from './features/shell/ShellSkeleton';
import { readSearch, writeSearch } from './lib/search';

/** The parameters of a page, all optional texts; a page gives what it does not know its own default. */
function search<Name extends string>() {
  return (raw: Record<string, unknown>) => raw as { [name in Name]?: string };
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  validateSearch: search<'projectId'>(),
  search: { middlewares: [retainSearchParams(['projectId'])] },
});

/** Pages for people who are signed in, inside the shell. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: lazyRouteComponent(() => import('./features/shell/Shell')),
  pendingComponent: ShellSkeleton,
  errorComponent: LoadFailed,
  beforeLoad: async ({ location, search: { projectId } }) => {
    if (!isSignedIn()) throw redirect({ to: '/login', search: location.pathname === '/' ? {} : { next: location.href } });
    const [projects] = await Promise.all([queryClient.ensureQueryData(projectsQuery), queryClient.ensureQueryData(meQuery)]);
    const picked = pickProject(projects.map((project) => project.id), projectId);
    if (picked === undefined) return;
    chooseProject(picked);
    // The link names its project, so that a colleague who opens it lands in the same one.
    if (picked !== projectId) {
      throw redirect({ to: location.pathname as '/', search: { ...location.search, projectId: picked }, hash: location.hash, replace: true });
    }
  },
});

/** Pages for people at the door. */
const door = createRoute({ getParentRoute: () => root, id: 'door', component: lazyRouteComponent(() => import('./features/auth/Door')) });

function skipWhenSignedIn(): void {
  if (isSignedIn()) throw redirect({ to: '/' });
}

const start = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: async () => {
    const { permissions } = await queryClient.ensureQueryData(meQuery);
    throw redirect({ ...startPage(permissions), replace: true } as never);
  },
});

/** A path that Lunary had or has, and where it leads here. */
function moved(path: string, to: string, extra: Record<string, string> = {}) {
  return createRoute({
    getParentRoute: () => root,
    path,
    beforeLoad: ({ search }) => {
      throw redirect({ to: to as '/', search: { ...search, ...extra } as never, replace: true });
    },
  });
}

const pages = [
  createRoute({
    getParentRoute: () => app,
    path: '/logs',
    validateSearch: search<'type' | 'filters' | 'selected' | 'tab' | 'sortField' | 'sortDirection' | 'range' | 'from' | 'to' | 'live'>(),
    component: lazyRouteComponent(() => import('./features/logs/LogsPage')),
  }),
  createRoute({ getParentRoute: () => app, path: '/team', validateSearch: search<'q' | 'role'>(), component: lazyRouteComponent(() => import('./features/team/TeamPage')) }),
  createRoute({ getParentRoute: () => app, path: '/team/audit-logs', validateSearch: search<'q'>(), component: lazyRouteComponent(() => import('./features/team/AuditPage')) }),
  createRoute({ getParentRoute: () => app, path: '/settings', validateSearch: search<'tab'>(), component: lazyRouteComponent(() => import('./features/settings/SettingsPage')) }),
  createRoute({ getParentRoute: () => app, path: '/traces/$id', validateSearch: search<'span' | 'tab' | 'view' | 'from' | 'to' | 'q' | 'filters' | 'sortField' | 'sortDirection'>(), component: lazyRouteComponent(() => import('./features/traces/TracePage')) }),
  createRoute({ getParentRoute: () => app, path: '/threads/$id', validateSearch: search<'at'>(), component: lazyRouteComponent(() => import('./features/threads/ThreadPage')) }),
  createRoute({ getParentRoute: () => app, path: '/users', validateSearch: search<'q' | 'sortField' | 'sortDirection' | 'filters'>(), component: lazyRouteComponent(() => import('./features/users/UsersPage')) }),
  createRoute({ getParentRoute: () => app, path: '/users/$id', validateSearch: search<'tab' | 'kind'>(), component: lazyRouteComponent(() => import('./features/users/UserPage')) }),
  createRoute({ getParentRoute: () => app, path: '$', component: NotFound }),
] as const;

const doors = [
  createRoute({ getParentRoute: () => door, path: '/login', validateSearch: search<'email' | 'next'>(), beforeLoad: skipWhenSignedIn, component: lazyRouteComponent(() => import('./features/auth/LogInPage')) }),
  createRoute({ getParentRoute: () => door, path: '/signup', validateSearch: search<'email'>(), beforeLoad: skipWhenSignedIn, component: lazyRouteComponent(() => import('./features/auth/SignUpPage')) }),
  createRoute({ getParentRoute: () => door, path: '/join', validateSearch: search<'token'>(), component: lazyRouteComponent(() => import('./features/auth/JoinPage')) }),
  createRoute({ getParentRoute: () => door, path: '/request-password-reset', validateSearch: search<'email'>(), component: lazyRouteComponent(() => import('./features/auth/RequestResetPage')) }),
  createRoute({ getParentRoute: () => door, path: '/reset-password', validateSearch: search<'token'>(), component: lazyRouteComponent(() => import('./features/auth/ResetPage')) }),
  createRoute({ getParentRoute: () => door, path: '/verify-email', validateSearch: search<'token'>(), component: lazyRouteComponent(() => import('./features/auth/VerifyPage')) }),
] as const;

/** A run that somebody shared: for people without an account too, so neither inside the shell nor at the door. */
const shared = createRoute({ getParentRoute: () => root, path: '/logs/$id', component: lazyRouteComponent(() => import('./features/logs/PublicRunPage')) });

const olds = [
  moved('/traces', '/logs', { type: 'trace' }),
  moved('/threads', '/logs', { type: 'thread' }),
  moved('/update-password', '/request-password-reset'),
  moved('/billing', '/settings'),
  moved('/settings/organization', '/settings', { tab: 'organisation' }),
];

const routeTree = root.addChildren([app.addChildren([start, ...pages]), door.addChildren([...doors]), shared, ...olds]);

export const router = createRouter({
  routeTree,
  basepath: basePath,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  // What is there is shown: the router would keep a skeleton for half a second.
  defaultPendingMinMs: 0,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
