// The text form of filters: `models=gpt-4%252E1&OR`. One pair of functions reads and writes it; the server reads the same
// grammar. A value that the grammar has no place for is kept whole where it can be and dropped where it cannot; nothing throws.

import { CHECKS, type Parameter } from './checks';

export interface Check {
  id: string;
  params: Record<string, string | number | string[] | undefined>;
}

export interface Filter {
  mode: 'AND' | 'OR';
  checks: Check[];
}

export const NO_FILTER: Filter = { mode: 'AND', checks: [] };

/** Percent-encodes like `encodeURIComponent`, and the dot too, which separates parameters. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E');
}

/** A stray `%` stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function writeFilter(filter: Filter): string {
  const pairs = filter.checks.map(writeCheck).filter((pair) => pair !== null);
  return (filter.mode === 'OR' ? ['OR', ...pairs] : pairs).join('&');
}

/** `null` for a check without any value: it filters nothing. */
function writeCheck(check: Check): string | null {
  const parameters = CHECKS[check.id]?.parameters;
  if (!parameters) return null;
  const parts = parameters.map((parameter) => writeValue(parameter, check.params[parameter.name])).filter((part) => part !== '');
  return parts.length === 0 ? null : `${check.id}=${parts.join('.')}`;
}

function writeValue(parameter: Parameter, value: Check['params'][string]): string {
  if (value === undefined || value === '') return '';
  if (parameter.kind === 'multi') {
    const items = Array.isArray(value) ? value : [String(value)];
    return items.map((item) => encode(encode(item))).join(',');
  }
  return encode(String(value));
}

export function readFilter(text: string): Filter {
  const pieces = text.replace(/^\?/, '').split('&');
  const checks = pieces.map(readCheck).filter((check) => check !== null);
  return { mode: pieces.includes('OR') ? 'OR' : 'AND', checks };
}

function readCheck(piece: string): Check | null {
  const at = piece.indexOf('=');
  const id = piece.slice(0, Math.max(0, at));
  const raw = piece.slice(at + 1);
  const parameters = CHECKS[id]?.parameters;
  if (at < 1 || raw === '' || !parameters) return null;
  const params: Check['params'] = {};
  const parts = placed(splitParts(raw, parameters), parameters);
  parts.forEach((part, index) => {
    const parameter = parameters[index];
    if (parameter && part !== '') params[parameter.name] = readValue(parameter, part);
  });
  return Object.values(params).every((value) => value === undefined) ? null : { id, params };
}

/** Surplus dots belong to the last parameter: `models=gpt-4.1`, `cost=gt.0.0001`. */
function splitParts(raw: string, parameters: Parameter[]): string[] {
  const parts = raw.split('.');
  const surplus = parts.slice(parameters.length - 1);
  return parts.length <= parameters.length ? parts : [...parts.slice(0, parameters.length - 1), surplus.join('.')];
}

/** A field or an operator that was left out leaves no gap: `length=gt.10`, `duration=5`. */
function placed(parts: string[], parameters: Parameter[]): string[] {
  const out = [...parts];
  parameters.forEach((parameter, index) => {
    const part = out[index];
    const isMissing = parameter.values && out.length < parameters.length && part !== undefined;
    if (isMissing && parameter.optional && !parameter.values?.includes(decode(part))) out.splice(index, 0, '');
  });
  return out;
}

function readValue(parameter: Parameter, part: string): string | number | string[] | undefined {
  const plain = part.replace(/%2c/gi, ',').replace(/%2e/gi, '.');
  switch (parameter.kind) {
    case 'multi':
      return plain.split(',').map((item) => decode(decode(item)));
    case 'number': {
      const value = Number(decode(decode(part)));
      return Number.isFinite(value) ? value : undefined;
    }
    case 'date': {
      const at = new Date(decode(decode(part)));
      return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
    }
    default:
      return decode(plain);
  }
}

/** The filter without the checks of `id`, and with `check` in the place of the first, or at the end. */
export function withCheck(filter: Filter, check: Check): Filter {
  const at = filter.checks.findIndex((other) => other.id === check.id);
  const rest = filter.checks.filter((other) => other.id !== check.id);
  return { ...filter, checks: at < 0 ? [...rest, check] : rest.toSpliced(Math.min(at, rest.length), 0, check) };
}

export function withoutCheck(filter: Filter, id: string): Filter {
  return { ...filter, checks: filter.checks.filter((check) => check.id !== id) };
}
