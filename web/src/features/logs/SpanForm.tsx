import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { logs } from '@/texts/logs';
import { type Range, rangeBounds } from './range';

/** `datetime-local` has no zone: it means the person's own. */
function local(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

interface Props {
  range: Range;
  asOf: number;
  onRange: (range: Range) => void;
}

/** From one moment to another. */
export default function SpanForm({ range, asOf, onRange }: Props) {
  const bounds = rangeBounds(range, asOf);
  const [from, setFrom] = useState(() => local(bounds.from ?? asOf - 86_400_000));
  const [to, setTo] = useState(() => local(bounds.to ?? asOf));
  const isBad = from !== '' && to !== '' && from >= to;
  return (
    <form
      className="space-y-3 border-t p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isBad || (from === '' && to === '')) return;
        onRange({ from: from === '' ? undefined : new Date(from).toISOString(), to: to === '' ? undefined : new Date(to).toISOString() });
      }}
    >
      <Field label={logs.from}>{(props) => <Input {...props} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />}</Field>
      <Field label={logs.to} error={isBad ? logs.badSpan : null}>
        {(props) => <Input {...props} type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />}
      </Field>
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs text-subtle">{logs.zone(new Intl.DateTimeFormat().resolvedOptions().timeZone)}</span>
        <Button type="submit" kind="primary" size="sm" disabled={isBad}>
          {logs.apply}
        </Button>
      </div>
    </form>
  );
}
