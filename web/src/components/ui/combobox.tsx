import { Command } from 'cmdk';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { integer } from '@/lib/format';
import { common } from '@/texts/common';

export interface Option {
  value: string;
  label: string;
  count?: number;
}

interface ListProps {
  label: string;
  options: Option[];
  chosen: string[];
  onToggle: (value: string) => void;
  /** Called as somebody types, where the options come from the server; without it the list filters itself. */
  onSearch?: (text: string) => void;
  isLoading?: boolean;
  /** A value that is not in the list can be typed. */
  allowsOther?: boolean;
}

/** A list to search in and to choose from, with how many there are of each. */
export function OptionList({ label, options, chosen, onToggle, onSearch, isLoading, allowsOther }: ListProps) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const search = (next: string): void => {
    setText(next);
    onSearch?.(next);
  };
  return (
    <Command label={label} shouldFilter={!onSearch} loop>
      <Command.Input autoFocus value={text} onValueChange={search} placeholder={common.search} className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none placeholder:text-subtle" />
      <Command.List className="max-h-72 overflow-auto p-1" aria-busy={isLoading}>
        {!isLoading && <Command.Empty className="px-2 py-3 text-subtle">{common.nothingFound}</Command.Empty>}
        {isLoading && options.length === 0 && <Command.Loading className="px-2 py-3 text-subtle">{common.loading}</Command.Loading>}
        {options.map((option) => (
          <Command.Item key={option.value} value={option.value} keywords={[option.label]} onSelect={() => onToggle(option.value)} className="flex min-h-7 items-center gap-2 rounded-md px-2 data-[selected=true]:bg-hover">
            <span className="grid w-4 place-items-center">{chosen.includes(option.value) && <Check size={13} aria-hidden />}</span>
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.count !== undefined && <span className="num text-2xs text-subtle">{integer(option.count)}</span>}
          </Command.Item>
        ))}
        {allowsOther && typed !== '' && !options.some((option) => option.value === typed) && (
          <Command.Item value={`other:${typed}`} keywords={[typed]} onSelect={() => onToggle(typed)} className="flex min-h-7 items-center gap-2 rounded-md px-2 data-[selected=true]:bg-hover">
            <Plus size={13} className="w-4 text-subtle" aria-hidden />
            <span className="min-w-0 flex-1 truncate">{typed}</span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}
