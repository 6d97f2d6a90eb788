import { ListFilter, Plus } from 'lucide-react';
import { lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { Skeleton } from '@/components/ui/states';
import { useShortcuts } from '@/lib/keys';
import type { Check, Filter } from '@/lib/filters';
import { logs } from '@/texts/logs';
import { appended, removedAt, replacedAt, withoutLast } from './chip-edit';
import { type FieldKind, fieldOf, fieldsOf, isComplete } from './fields';
import { SearchBox } from './SearchBox';
import { chipsOf, type View, withSearch } from './view';

const Chip = lazy(() => import('./Chip'));
const FieldList = lazy(() => import('./FieldList'));

interface Props {
  view: View;
  asOf: number;
  onFilter: (filter: Filter) => void;
  searchRef: RefObject<HTMLInputElement | null>;
  /** At the right end. */
  children?: ReactNode;
}

/** Search and filters: what the list is narrowed to. */
export function FilterBar({ view, asOf, onFilter, searchRef, children }: Props) {
  const { filter } = view;
  const chips = chipsOf(filter);
  const fields = fieldsOf(view.kind);
  // A chip that asks nothing yet is only here; the address cannot hold it.
  const [draft, setDraft, latest] = useDraft();
  const [openPlace, setOpenPlace] = useState<number | null>(null);
  const [labels, setLabels] = useState<Record<string, string>>({});
  const [isMenuOpen, setMenuOpen] = useState(false);
  useShortcuts(logs.shortcuts.group, [{ keys: 'f', label: logs.shortcuts.filter, run: () => setMenuOpen(true) }]);
  const learn = (more: Record<string, string>): void => setLabels((now) => ({ ...now, ...more }));
  const add = (field: FieldKind): void => {
    setMenuOpen(false);
    const check = { id: field.id, params: field.start };
    setOpenPlace(chips.length);
    if (isComplete(check)) onFilter(appended(filter, check));
    else setDraft(check);
  };
  const changeDraft = (check: Check): void => {
    if (!isComplete(check) || stillOpen(check)) return setDraft(check);
    setDraft(null);
    return onFilter(appended(filter, check));
  };
  const closeDraft = (): void => {
    setOpenPlace(null);
    // An editor that was just done with it has said so already, in the same breath.
    if (latest.current && isComplete(latest.current)) onFilter(appended(filter, latest.current));
    setDraft(null);
  };
  const change = (place: number, check: Check): void => onFilter(isComplete(check) || stillOpen(check) ? replacedAt(filter, place, check) : removedAt(filter, place));
  const rest = { fields, view, asOf, labels, onLabels: learn };
  return (
    <div role="search" aria-label={logs.filtersLabel} className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <SearchBox
        key={view.kind}
        view={view}
        asOf={asOf}
        inputRef={searchRef}
        onWords={(text) => onFilter(withSearch(filter, text))}
        onTyped={(text, checks) => onFilter(withSearch({ ...filter, checks: [...filter.checks, ...checks] }, text))}
        onLabels={learn}
        onBack={() => onFilter(withoutLast(filter))}
      />
      {filter.mode === 'OR' && filter.checks.length > 1 && (
        <button type="button" className={buttonClass('default', 'sm')} data-tip={logs.toAllMode} onClick={() => onFilter({ ...filter, mode: 'AND' })}>
          {logs.anyMode}
        </button>
      )}
      <Suspense>
        {chips.map((check, place) => (
          <Chip
            key={`${check.id}-${place}`}
            check={check}
            isOpen={openPlace === place && !draft}
            onOpen={(isOpen) => setOpenPlace(isOpen ? place : null)}
            onChange={(next) => change(place, next)}
            onRemove={() => onFilter(removedAt(filter, place))}
            {...rest}
          />
        ))}
        {draft && <Chip key={`draft-${draft.id}`} check={draft} isOpen={openPlace === chips.length} onOpen={(isOpen) => (isOpen ? setOpenPlace(chips.length) : closeDraft())} onChange={changeDraft} onRemove={() => setDraft(null)} {...rest} />}
      </Suspense>
      <Popover
        label={logs.addFilter}
        width={220}
        open={isMenuOpen}
        onOpenChange={setMenuOpen}
        returnsFocus={openPlace === null}
        trigger={
          <button type="button" className={buttonClass('ghost', 'sm')} data-tip={logs.addFilter} data-tip-keys="f">
            <ListFilter size={14} aria-hidden />
            {logs.filter}
            <Plus size={12} aria-hidden />
          </button>
        }
      >
        <Suspense fallback={<Skeleton className="m-3 h-6" />}>
          <FieldList fields={fields} onField={add} />
        </Suspense>
      </Popover>
      {chips.length > 1 && (
        <button type="button" aria-label={logs.clearFilters} className={buttonClass('ghost', 'sm')} onClick={() => onFilter({ mode: 'AND', checks: filter.checks.filter(({ id }) => id === 'search') })}>
          {logs.clear}
        </button>
      )}
      <div className="ml-auto flex items-center gap-1">{children}</div>
    </div>
  );
}

/** The chip that is being made, as drawn and as it is by now. */
function useDraft(): [Check | null, (check: Check | null) => void, RefObject<Check | null>] {
  const [draft, setDraft] = useState<Check | null>(null);
  const latest = useRef<Check | null>(null);
  const keep = (check: Check | null): void => {
    latest.current = check;
    setDraft(check);
  };
  return [draft, keep, latest];
}

/** Several values, or a key that gets its value next: the editor goes on, and the chip stays where it is. */
function stillOpen(check: Check): boolean {
  const kind = fieldOf(check.id)?.editor.kind;
  return (kind === 'pair' && check.params.value === undefined) || kind === 'values' || (kind === 'choice' && check.id === 'feedback');
}
