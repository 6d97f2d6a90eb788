import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectId } from '@/api/account';
import { visible } from '@/components/messages/Words';
import { ErrorState, Loading, Skeleton } from '@/components/ui/states';
import { compact, day, integer, money } from '@/lib/format';
import { users } from '@/texts/users';
import { type Day, daysOf, modelsOf } from './model';
import { type Person, usageQuery } from './queries';

const DAYS = 30;

/** What a person used: cost by day, and by model. */
export function UsageTab({ person }: { person: Person }) {
  const projectId = useProjectId();
  const daily = useQuery(usageQuery(projectId, person.id, true));
  const all = useQuery(usageQuery(projectId, person.id, false));
  const [now] = useState(() => Date.now());
  const failed = [daily, all].find(({ error }) => error);
  if (failed) return <ErrorState what={users.usageFailed} error={failed.error} onRetry={() => void failed.refetch()} isSmall />;
  if (!daily.data || !all.data) {
    return (
      <Loading>
        <Skeleton className="m-4 h-40" />
      </Loading>
    );
  }
  const models = modelsOf(all.data);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div tabIndex={0} role="region" aria-label={users.usage} className="min-h-0 flex-1 space-y-6 overflow-auto p-4 outline-offset-[-2px]">
      <section>
        <h2 className="text-base font-semibold">{users.perDay}</h2>
        <p className="text-xs text-subtle">{users.usageText}</p>
        <DayBars days={daysOf(daily.data, now, DAYS)} />
      </section>
      {models.length > 0 && (
        <table className="num w-full max-w-[720px]">
          <thead className="text-2xs text-subtle">
            <tr className="h-8 border-b text-right [&>th]:px-2 [&>th]:font-normal">
              <th className="text-left">{users.model}</th>
              <th>{users.calls}</th>
              <th>{users.columns.errors}</th>
              <th>{users.columns.tokens}</th>
              <th>{users.columns.cost}</th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={model.name} className="h-9 border-b text-right [&>td]:px-2">
                <td className="text-left font-medium break-all">{visible(model.name)}</td>
                <td>{integer(model.calls)}</td>
                <td className={model.errors > 0 ? 'font-medium text-err' : 'text-subtle'}>{model.errors > 0 ? integer(model.errors) : '–'}</td>
                <td>{compact(model.tokens)}</td>
                <td>{money(model.cost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function DayBars({ days }: { days: Day[] }) {
  const most = Math.max(...days.map((one) => one.cost));
  if (most === 0) return <p className="mt-3 text-muted">{users.noCost}</p>;
  return (
    <ol aria-label={users.perDay} className="mt-3 flex h-28 max-w-[720px] items-end gap-[3px] border-b">
      {days.map((one) => {
        const label = `${day(new Date(one.at))}: ${money(one.cost)}, ${integer(one.calls)} ${users.calls.toLowerCase()}, ${compact(one.tokens)} tokens`;
        return (
          <li key={one.at} title={label} className="flex h-full flex-1 items-end">
            <span className="sr-only">{label}</span>
            <span aria-hidden className="w-full rounded-t-[2px] bg-[var(--c1)]" style={{ height: one.cost > 0 ? `max(2px, ${(one.cost / most) * 100}%)` : 0 }} />
          </li>
        );
      })}
    </ol>
  );
}
