import { memo } from 'react';
import { cn } from '@/lib/cn';
import { pretty } from './json';
import { Words } from './Words';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)/g;
/** Longer ones are shown without colours. */
const LONGEST = 50_000;

interface Token {
  text: string;
  look?: string;
}

export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) return [{ text }];
  const out: Token[] = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [all, string, colon, word] = match;
    if (match.index > last) out.push({ text: text.slice(last, match.index) });
    const look = string ? (colon ? 'text-code-key' : 'text-code-str') : word ? 'text-code-kw' : 'text-code-num';
    out.push({ text: string ?? all, look });
    if (colon) out.push({ text: colon });
    last = match.index + all.length;
  }
  out.push({ text: text.slice(last) });
  return out;
}

/** A small piece of JSON in colours; large ones belong into JsonView. */
export const JsonText = memo(function JsonText({ value, className }: { value: unknown; className?: string }) {
  const text = pretty(value);
  const isPlain = typeof value === 'string' && !/^\s*[[{]/.test(value);
  const tokens: Token[] = isPlain ? [{ text }] : tokensOf(text);
  return (
    <code className={cn('block font-mono text-xs leading-[19px] break-words whitespace-pre-wrap', className)}>
      {tokens.map((token, index) => (
        <span key={index} className={token.look}>
          <Words text={token.text} />
        </span>
      ))}
    </code>
  );
});
