import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectId } from '@/api/account';
import { DayBars } from '@/components/charts/DayBars';
import { visible } from '@/components/messages/Words';
import { ErrorState, Loading, Skeleton } from '@/components/ui/states';
import { compact, count, integer, money, utcDay } from '@/lib/format';
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
        <CostByDay days={daysOf(daily.data, now, DAYS)} />
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

function CostByDay({ days }: { days: Day[] }) {
  const top = Math.max(...days.map((one) => one.cost));
  if (top === 0) return <p className="mt-3 text-muted">{users.noCost}</p>;
  const bars = days.map((one) => {
    const label = utcDay(new Date(one.at));
    return { label, value: one.cost, tip: `${label}: ${money(one.cost)}, ${count(one.calls, 'run', 'runs')}, ${compact(one.tokens)} tokens` };
  });
  return (
    <div className="mt-3">
      <DayBars name={users.perDay} bars={bars} top={top} format={money} total={money(days.reduce((sum, one) => sum + one.cost, 0))} />
    </div>
  );
}
