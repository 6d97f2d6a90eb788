import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { OptionList } from '@/components/ui/combobox';
import { Input } from '@/components/ui/field';
import type { Check } from '@/lib/filters';
import { logs } from '@/texts/logs';
import type { FieldKind, PairSource } from './fields';
import { usePairKeys, usePairValues } from './queries';

interface Props {
  field: FieldKind;
  check: Check;
  source: PairSource;
  onChange: (check: Check) => void;
  onClose: () => void;
}

/** First the key, then its value: chosen where the server knows the values, typed where it does not. */
export default function PairEditor({ field, check, source, onChange, onClose }: Props) {
  const key = typeof check.params.key === 'string' ? check.params.key : '';
  if (key === '') return <Keys source={source} onChoose={(next) => onChange({ ...check, params: { key: next } })} />;
  const choose = (value: string): void => {
    onChange({ ...check, params: { key, value } });
    onClose();
  };
  const value = check.params.value === undefined ? '' : String(check.params.value);
  return (
    <>
      <div className="flex h-8 items-center gap-2 border-b px-3 text-xs text-subtle">
        {field.label}
        <span className="min-w-0 flex-1 truncate font-mono text-fg">{key}</span>
        <button type="button" className="font-medium text-accent-fg hover:underline" onClick={() => onChange({ ...check, params: {} })}>
          {logs.key}
        </button>
      </div>
      {source === 'metadata' ? <TypedValue name={key} value={value} onChoose={choose} /> : <Values source={source} name={key} value={value} onChoose={choose} />}
    </>
  );
}

function Keys({ source, onChoose }: { source: PairSource; onChoose: (key: string) => void }) {
  const { data, isLoading } = usePairKeys(source);
  return <OptionList label={logs.key} options={(data ?? []).map((name) => ({ value: name, label: name }))} chosen={[]} onToggle={onChoose} isLoading={isLoading} allowsOther />;
}

interface ValueProps {
  name: string;
  value: string;
  onChoose: (value: string) => void;
}

function Values({ source, name, value, onChoose }: ValueProps & { source: PairSource }) {
  const { data, isLoading } = usePairValues(source, name);
  return <OptionList label={logs.valueOf(name)} options={data ?? []} chosen={[value]} onToggle={onChoose} isLoading={isLoading} allowsOther />;
}

function TypedValue({ name, value, onChoose }: ValueProps) {
  const [text, setText] = useState(value);
  return (
    <form
      className="flex gap-2 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(text.trim());
      }}
    >
      <Input autoFocus aria-label={logs.valueOf(name)} value={text} onChange={(event) => setText(event.target.value)} />
      <Button type="submit" kind="primary" disabled={text.trim() === ''}>
        {logs.apply}
      </Button>
    </form>
  );
}
