import { ChevronDown, Clock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Kbd } from '@/components/ui/facts';
import { Popover } from '@/components/ui/popover';
import { cn } from '@/lib/cn';
import { useShortcuts } from '@/lib/keys';
import { logs } from '@/texts/logs';
import { type Range, rangeBounds, RANGES, spanText } from './range';

const SpanForm = lazy(() => import('./SpanForm'));

export function rangeLabel(range: Range, asOf: number): string {
  if ('last' in range) return logs.ranges[range.last];
  const { from, to } = rangeBounds(range, asOf);
  return spanText(new Date(from ?? 0), new Date(to ?? asOf));
}

interface Props {
  range: Range;
  asOf: number;
  onRange: (range: Range) => void;
}

/** The last so and so long, or from one moment to another. */
export function RangePicker({ range, asOf, onRange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const choose = (next: Range): void => {
    setOpen(false);
    onRange(next);
  };
  // The keys 1 to 6 choose while the list is open, and also before it is drawn.
  const presets = RANGES.map((id, index) => ({ keys: String(index + 1), label: logs.rangeKeys(logs.ranges[id]), run: () => choose({ last: id }) }));
  useShortcuts(logs.shortcuts.group, [{ keys: 't', label: logs.shortcuts.range, run: () => setOpen(true) }, ...(isOpen ? presets : [])]);
  return (
    <Popover
      label={logs.range}
      align="end"
      width={300}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button type="button" aria-label={`${logs.range}: ${rangeLabel(range, asOf)}`} className={buttonClass('default')} data-tip={logs.range} data-tip-keys="t">
          <Clock size={14} className="text-subtle" aria-hidden />
          {rangeLabel(range, asOf)}
          <ChevronDown size={13} className="text-subtle" aria-hidden />
        </button>
      }
    >
      <Presets range={range} onRange={choose} />
      <Suspense>
        <SpanForm range={range} asOf={asOf} onRange={choose} />
      </Suspense>
    </Popover>
  );
}

function Presets({ range, onRange }: Pick<Props, 'range' | 'onRange'>) {
  return (
    <div role="group" aria-label={logs.range} className="p-1">
      {RANGES.map((id, index) => {
        const isHere = 'last' in range && range.last === id;
        return (
          <button key={id} type="button" aria-pressed={isHere} onClick={() => onRange({ last: id })} className={cn('flex h-7 w-full items-center rounded-md px-2 text-left hover:bg-hover', isHere && 'bg-hover font-medium')}>
            <span className="flex-1">{logs.ranges[id]}</span>
            <Kbd>{index + 1}</Kbd>
          </button>
        );
      })}
    </div>
  );
}
