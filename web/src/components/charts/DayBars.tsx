const HEIGHT = 96;

export interface Bar {
  /** Of its day. */
  label: string;
  value: number;
  /** All about it, in words. */
  tip: string;
}

interface Props {
  /** What the bars are of. */
  name: string;
  /** A bar a day, today last. */
  bars: Bar[];
  /** A value that none of them is above. */
  top: number;
  format: (value: number) => string;
  /** All of them together, in words. */
  total: string;
}

/** A bar a day, with the highest value and the first and last day beside them. */
export function DayBars({ name, bars, top, format, total }: Props) {
  return (
    <figure aria-label={`${name}: ${total}`} className="max-w-[720px]">
      <div className="flex gap-3">
        <div className="num flex w-16 shrink-0 flex-col justify-between text-right text-2xs text-subtle" style={{ height: HEIGHT }} aria-hidden>
          <span>{format(top)}</span>
          <span>0</span>
        </div>
        <ol className="flex min-w-0 flex-1 items-end gap-[3px] border-b" style={{ height: HEIGHT }}>
          {bars.map((bar) => (
            <li key={bar.label} className="flex h-full min-w-0 flex-1 items-end" data-tip={bar.tip}>
              <span className="sr-only">{bar.tip}</span>
              <span aria-hidden className="w-full rounded-t-[2px] bg-[color-mix(in_oklab,var(--c1)_55%,var(--surface))]" style={{ height: `${(bar.value / top) * 100}%`, minHeight: bar.value > 0 ? 2 : 0 }} />
            </li>
          ))}
        </ol>
      </div>
      <figcaption className="mt-1 flex justify-between pl-[76px] text-2xs text-subtle">
        <span>{bars[0]?.label}</span>
        <span className="num">{total}</span>
        <span>{bars.at(-1)?.label}</span>
      </figcaption>
    </figure>
  );
}
