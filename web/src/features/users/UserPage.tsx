import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronRight, CircleOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCan, useProjectId } from '@/api/account';
import { asApiError } from '@/api/error';
import { visible } from '@/components/messages/Words';
import { buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy';
import { Avatar, Fact, Money, Time, Tokens } from '@/components/ui/facts';
import { PageHead } from '@/components/ui/page';
import { ErrorState, Loading, NoPermission, Skeleton, State } from '@/components/ui/states';
import { Tabs } from '@/components/ui/tabs';
import { integer } from '@/lib/format';
import { users } from '@/texts/users';
import { ActivityTab, FeedbackTab } from './RunList';
import { firstSeen, nameOf, propsOf } from './model';
import { type Person, personQuery } from './queries';
import { UsageTab } from './UsageTab';

const TABS = ['activity', 'usage', 'feedback'] as const;
type Tab = (typeof TABS)[number];

/** `/users/{id}`: one end user, what is known, and what was run for them. */
export default function UserPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const can = useCan();
  const person = useQuery({ ...personQuery(useProjectId(), id), enabled: can('users.read') });
  if (person.data) return <One key={id} person={person.data} />;
  const status = person.error ? asApiError(person.error).status : 0;
  return (
    <>
      <PageHead title={users.user} />
      {!can('users.read') && <NoPermission>{users.permission}</NoPermission>}
      {status === 404 && <Gone />}
      {person.error && status !== 404 && <ErrorState what={users.loadFailed} error={person.error} onRetry={() => void person.refetch()} />}
      {can('users.read') && !person.error && (
        <Loading>
          <div className="space-y-3 p-4">
            <Skeleton className="h-6 w-56" />
            <Skeleton className="h-4 w-80" />
            <Skeleton className="h-40 w-full" />
          </div>
        </Loading>
      )}
    </>
  );
}

function One({ person }: { person: Person }) {
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const name = nameOf(person);
  const go = (search: object): void => void navigate({ to: '/users/$id' as '/', params: { id: String(person.id) } as never, search: (now: object) => ({ ...now, ...search }) as never, replace: true });
  return (
    <>
      <UserHead person={person} name={name} />
      <div className="flex min-h-0 flex-1 max-md:flex-col max-md:overflow-auto">
        <Facts person={person} />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Tabs<Tab>
            label={users.tabs}
            value={TABS.find((one) => one === tab) ?? 'activity'}
            onChange={(next) => go({ tab: next === 'activity' ? undefined : next })}
            className="px-4"
            panelClassName="flex flex-col"
            tabs={TABS.map((id) => ({ id, label: users[id], content: () => part(id, person, (kind) => go({ kind })) }))}
          />
        </div>
      </div>
    </>
  );
}

function part(tab: Tab, person: Person, onKind: (kind: string | undefined) => void): ReactNode {
  if (tab === 'usage') return <UsageTab person={person} />;
  return tab === 'feedback' ? <FeedbackTab person={person} /> : <ActivityTab person={person} onKind={onKind} />;
}

function UserHead({ person, name }: { person: Person; name: string }) {
  return (
    <PageHead
      title={name}
      heading={
        <>
          <Link to={'/users' as '/'} className="font-normal text-subtle hover:text-fg">
            {users.users}
          </Link>
          <ChevronRight size={12} className="text-subtle" aria-hidden />
          <Avatar name={name} size={20} />
          <span className="truncate">{visible(name)}</span>
        </>
      }
    >
      <CopyButton text={person.externalId} label={users.copyId} />
    </PageHead>
  );
}

function Facts({ person }: { person: Person }) {
  const { activity } = person;
  const props = propsOf(person.props);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div tabIndex={0} role="region" aria-label={users.facts} className="w-[300px] shrink-0 space-y-5 overflow-auto border-r p-4 outline-offset-[-2px] max-xl:w-[240px] max-md:w-full max-md:border-r-0 max-md:border-b">
      <div className="grid grid-cols-2 gap-x-3 gap-y-3">
        <Fact label={users.columns.first}>
          <Time at={firstSeen(person)} />
        </Fact>
        <Fact label={users.columns.last}>
          <Time at={person.lastSeen} />
        </Fact>
        {activity && (
          <>
            <Fact label={users.columns.runs}>{integer(activity.runs)}</Fact>
            <Fact label={users.columns.errors}>{activity.errors > 0 ? <span className="font-medium text-err">{integer(activity.errors)}</span> : '–'}</Fact>
            <Fact label={users.columns.tokens}>
              <Tokens count={activity.tokens || null} />
            </Fact>
            <Fact label={users.columns.cost}>
              <Money usd={activity.cost} />
            </Fact>
            <Fact label={users.columns.feedback}>
              {activity.thumbsUp + activity.thumbsDown === 0 ? '–' : [activity.thumbsUp > 0 && users.up(integer(activity.thumbsUp)), activity.thumbsDown > 0 && users.down(integer(activity.thumbsDown))].filter(Boolean).join(', ')}
            </Fact>
          </>
        )}
      </div>
      <div>
        <h2 className="mb-1 text-2xs font-medium text-subtle">{users.properties}</h2>
        <dl className="divide-y rounded-lg border text-xs">
          {[['id', person.externalId], ...props].map(([name = '', value = '']) => (
            <div key={name} className="group/pair relative grid min-h-8 grid-cols-[30%_1fr] items-start gap-2 px-3 py-1.5">
              <dt className="font-mono break-words text-subtle">{visible(name)}</dt>
              <dd className="min-w-0 break-words whitespace-pre-wrap">
                {visible(value)}
                <CopyButton text={value} className="absolute top-1 right-1 bg-surface opacity-0 group-hover/pair:opacity-100 focus-visible:opacity-100" />
              </dd>
            </div>
          ))}
        </dl>
        {props.length === 0 && <p className="mt-2 text-xs text-subtle">{users.noProperties}</p>}
      </div>
    </div>
  );
}

function Gone() {
  return (
    <State
      icon={CircleOff}
      title={users.goneTitle}
      actions={
        <Link to={'/users' as '/'} className={buttonClass()}>
          {users.toList}
        </Link>
      }
    >
      {users.goneText}
    </State>
  );
}
