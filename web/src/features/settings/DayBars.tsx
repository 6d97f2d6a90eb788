import { count, integer } from '@/lib/format';
import { projectTexts } from '@/texts/settings';
import { barsOf, type Day } from './days';

const HEIGHT = 96;

/** A bar a day, the last thirty, today last. */
export function DayBars({ days }: { days: Day[] }) {
  const { bars, top } = barsOf(days);
  if (top === 0) return <p className="text-muted">{projectTexts.noRuns}</p>;
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  return (
    <figure aria-label={`${projectTexts.activity}: ${integer(total)}`}>
      <div className="flex gap-3">
        <div className="num flex w-10 shrink-0 flex-col justify-between text-right text-2xs text-subtle" style={{ height: HEIGHT }} aria-hidden>
          <span>{integer(top)}</span>
          <span>0</span>
        </div>
        <div className="flex min-w-0 flex-1 items-end gap-[3px] border-b" style={{ height: HEIGHT }}>
          {bars.map((bar) => (
            <div key={bar.label} className="flex h-full min-w-0 flex-1 items-end" data-tip={projectTexts.onDay(bar.label, count(bar.count, 'run', 'runs'))}>
              <div className="w-full rounded-t-[2px] bg-[color-mix(in_oklab,var(--c1)_55%,var(--surface))]" style={{ height: `${(bar.count / top) * 100}%`, minHeight: bar.count > 0 ? 2 : 0 }} />
            </div>
          ))}
        </div>
      </div>
      <figcaption className="mt-1 flex justify-between pl-[52px] text-2xs text-subtle">
        <span>{bars[0]?.label}</span>
        <span className="num">{count(total, 'run', 'runs')}</span>
        <span>{bars.at(-1)?.label}</span>
      </figcaption>
    </figure>
  );
}
