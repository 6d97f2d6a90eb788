import { X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { visible } from '@/components/messages/Words';
import { Menu, MenuChoice } from '@/components/ui/menu';
import { Popover } from '@/components/ui/popover';
import type { Check } from '@/lib/filters';
import { Skeleton } from '@/components/ui/states';
import { logs } from '@/texts/logs';
import { chipText, fieldOf, type FieldKind, SIGNS } from './fields';
import type { View } from './view';

const ValueEditor = lazy(() => import('./ValueEditor'));

interface Props {
  check: Check;
  fields: FieldKind[];
  view: View;
  asOf: number;
  labels: Record<string, string>;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onChange: (check: Check) => void;
  onRemove: () => void;
  onLabels: (labels: Record<string, string>) => void;
}

const PART = 'h-full min-w-6 px-2 hover:bg-hover focus-visible:outline-offset-[-2px]';

/** A filter in three parts, each of them a button: what, how, and which. */
export default function Chip({ check, fields, view, asOf, labels, isOpen, onOpen, onChange, onRemove, onLabels }: Props) {
  const field = fieldOf(check.id);
  const text = chipText(check, labels);
  return (
    <span role="group" aria-label={`${text.field} ${text.operator} ${visible(text.value)}`} className="inline-flex h-7 max-w-full shrink-0 items-center overflow-hidden rounded-md border border-line-strong bg-surface text-xs">
      {field ? (
        <Menu
          trigger={
            <button type="button" aria-label={logs.changeField(text.field)} className={`${PART} border-r text-subtle`}>
              {text.field}
            </button>
          }
        >
          <MenuChoice value={check.id} onChange={(id) => onChange({ id, params: fieldOf(id)?.start ?? {} })} items={fields.map(({ id, label }) => ({ value: id, label }))} />
        </Menu>
      ) : (
        <span className="grid h-full place-items-center border-r px-2 text-subtle">{text.field}</span>
      )}
      <Operator check={check} text={text.operator} field={field} onChange={onChange} onValue={() => onOpen(true)} />
      {field ? (
        <Popover
          label={logs.valueOf(field.label)}
          open={isOpen}
          onOpenChange={onOpen}
          trigger={
            <button type="button" aria-label={logs.changeValue(visible(text.value))} className={`${PART} max-w-72 truncate pl-1 font-medium`}>
              {visible(text.value)}
            </button>
          }
        >
          <Suspense fallback={<Skeleton className="m-3 h-6" />}>
            <ValueEditor field={field} check={check} view={view} asOf={asOf} onChange={onChange} onClose={() => onOpen(false)} onLabels={onLabels} />
          </Suspense>
        </Popover>
      ) : (
        <span className="max-w-72 truncate pr-2 pl-1 font-medium">{visible(text.value)}</span>
      )}
      <button type="button" aria-label={logs.removeFilter(text.field)} onClick={onRemove} className="grid h-full w-6 place-items-center border-l text-subtle hover:bg-hover hover:text-fg focus-visible:outline-offset-[-2px]">
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

interface OperatorProps {
  check: Check;
  text: string;
  field: FieldKind | undefined;
  onChange: (check: Check) => void;
  onValue: () => void;
}

/** A menu where there is a choice; else it leads to the value. */
function Operator({ check, text, field, onChange, onValue }: OperatorProps) {
  const choices = choicesOf(check, field);
  const button = (
    <button type="button" aria-label={logs.changeOperator(text)} onClick={choices.length === 0 ? onValue : undefined} className={`${PART} pr-1 text-subtle`}>
      {text}
    </button>
  );
  if (!field) return <span className="pl-2 text-subtle">{text}</span>;
  if (choices.length === 0) return button;
  const name = field.editor.kind === 'number' ? 'operator' : 'type';
  return (
    <Menu trigger={button}>
      <MenuChoice value={String(check.params[name] ?? choices[0]?.value)} onChange={(value) => onChange({ ...check, params: { ...check.params, [name]: value } })} items={choices} />
    </Menu>
  );
}

function choicesOf(check: Check, field: FieldKind | undefined): { value: string; label: string }[] {
  if (field?.editor.kind === 'number') return Object.keys(SIGNS).map((id) => ({ value: id, label: `${SIGNS[id]}  ${logs.operators[id as keyof typeof logs.operators]}` }));
  if (check.id === 'regex') return [{ value: 'contains', label: logs.contains }, { value: 'not_contains', label: logs.containsNot }];
  return [];
}
