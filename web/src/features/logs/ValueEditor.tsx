import { useDeferredValue, useState } from 'react';
import { OptionList } from '@/components/ui/combobox';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { Check } from '@/lib/filters';
import { logs } from '@/texts/logs';
import { type Editor, type FieldKind, SIGNS } from './fields';
import PairEditor from './PairEditor';
import { useFacets } from './queries';
import type { View } from './view';

export interface EditorProps {
  field: FieldKind;
  check: Check;
  view: View;
  asOf: number;
  /** Something was chosen; the editor stays open. */
  onChange: (check: Check) => void;
  onClose: () => void;
  /** Names of values that are ids. */
  onLabels: (labels: Record<string, string>) => void;
}

/** What a chip asks for, chosen from what there is. */
export default function ValueEditor(props: EditorProps) {
  const { editor } = props.field;
  switch (editor.kind) {
    case 'values':
      return <Values {...props} editor={editor} />;
    case 'choice':
      return <Choice {...props} editor={editor} />;
    case 'number':
      return <NumberForm {...props} editor={editor} />;
    case 'words':
      return <WordsForm {...props} editor={editor} />;
    case 'pair':
      return <PairEditor field={props.field} check={props.check} source={editor.source} onChange={props.onChange} onClose={props.onClose} />;
  }
}

type Props<Kind extends Editor['kind']> = EditorProps & { editor: Extract<Editor, { kind: Kind }> };

function valuesOf(check: Check, param: string): string[] {
  const value = check.params[param];
  return Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
}

function toggledIn(values: string[], value: string): string[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

function Values({ field, check, view, asOf, editor, onChange, onLabels }: Props<'values'>) {
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const { data, isFetching } = useFacets(view, asOf, editor.facet, search);
  const chosen = valuesOf(check, editor.param);
  const known = (data?.data ?? []).map(({ value, label, count }) => ({ value: String(value), label: label ?? String(value), count }));
  // What is chosen stays in the list, also where the range has none of it.
  const missing = search === '' ? chosen.filter((value) => !known.some((option) => option.value === value)).map((value) => ({ value, label: value })) : [];
  const toggle = (value: string): void => {
    onLabels(Object.fromEntries(known.map((option) => [option.value, option.label])));
    onChange({ ...check, params: { ...check.params, [editor.param]: toggledIn(chosen, value) } });
  };
  return <OptionList label={logs.valueOf(field.label)} options={[...missing, ...known]} chosen={chosen} onToggle={toggle} onSearch={setText} isLoading={isFetching && !data} allowsOther={editor.allowsOther} />;
}

function Choice({ field, check, editor, onChange, onClose }: Props<'choice'>) {
  const chosen = valuesOf(check, editor.param);
  const toggle = (value: string): void => {
    onChange({ ...check, params: { ...check.params, [editor.param]: editor.isMulti ? toggledIn(chosen, value) : value } });
    if (!editor.isMulti) onClose();
  };
  return <OptionList label={logs.valueOf(field.label)} options={editor.items} chosen={chosen} onToggle={toggle} />;
}

const OPERATORS = Object.keys(SIGNS);

function NumberForm({ field, check, editor, onChange, onClose }: Props<'number'>) {
  const [text, setText] = useState(String(check.params[editor.param] ?? ''));
  const [operator, setOperator] = useState(String(check.params.operator ?? 'lt'));
  const value = Number(text.replace(',', '.'));
  const isGood = text.trim() !== '' && Number.isFinite(value);
  return (
    <form
      className="space-y-2 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isGood) return;
        onChange({ ...check, params: { ...check.params, operator, [editor.param]: value } });
        onClose();
      }}
    >
      <div className="flex gap-2">
        <Select label={logs.changeOperator('')} value={operator} onChange={setOperator} items={OPERATORS.map((id) => ({ value: id, label: `${SIGNS[id]}  ${logs.operators[id as keyof typeof logs.operators]}` }))} className="w-36" />
        <span className="relative min-w-0 flex-1">
          <Input autoFocus inputMode="decimal" aria-label={logs.valueOf(field.label)} value={text} onChange={(event) => setText(event.target.value)} />
          <span className="pointer-events-none absolute inset-y-0 right-2.5 grid place-items-center text-subtle">{editor.unit}</span>
        </span>
      </div>
      <Button type="submit" kind="primary" size="sm" disabled={!isGood}>
        {logs.apply}
      </Button>
    </form>
  );
}

function WordsForm({ field, check, editor, onChange, onClose }: Props<'words'>) {
  const [text, setText] = useState(String(check.params[editor.param] ?? ''));
  return (
    <form
      className="flex gap-2 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        onChange({ ...check, params: { ...check.params, [editor.param]: text.trim() } });
        onClose();
      }}
    >
      <Input autoFocus aria-label={logs.valueOf(field.label)} value={text} onChange={(event) => setText(event.target.value)} />
      <Button type="submit" kind="primary" disabled={text.trim() === ''}>
        {logs.apply}
      </Button>
    </form>
  );
}
