// Changes to the chips of a filter, by their place: the same field may stand there twice.

import type { Check, Filter } from '@/lib/filters';
import { chipsOf } from './view';

function indexOfChip(filter: Filter, place: number): number {
  const chip = chipsOf(filter)[place];
  return chip ? filter.checks.indexOf(chip) : -1;
}

export function replacedAt(filter: Filter, place: number, check: Check): Filter {
  const index = indexOfChip(filter, place);
  return index < 0 ? filter : { ...filter, checks: filter.checks.with(index, check) };
}

export function removedAt(filter: Filter, place: number): Filter {
  const index = indexOfChip(filter, place);
  return index < 0 ? filter : { ...filter, checks: filter.checks.toSpliced(index, 1) };
}

export function appended(filter: Filter, check: Check): Filter {
  return { ...filter, checks: [...filter.checks, check] };
}

export function withoutLast(filter: Filter): Filter {
  return removedAt(filter, chipsOf(filter).length - 1);
}
