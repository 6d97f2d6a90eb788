import type { ReactNode } from 'react';
import { common } from '@/texts/common';
import { CopyButton } from './copy';

interface Props {
  /** The file or place that the text belongs to. */
  title: string;
  /** What is copied. */
  text: string;
  /** The text with colours; without it the plain text. */
  children?: ReactNode;
}

/** A piece of code to take away. */
export function Snippet({ title, text, children }: Props) {
  return (
    <div className="overflow-hidden rounded-lg border bg-sunken">
      <div className="flex h-8 items-center border-b px-3 text-xs text-subtle">
        <span className="font-mono">{title}</span>
        <CopyButton text={text} className="-mr-1.5 ml-auto px-1.5">
          {common.copy}
        </CopyButton>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard */}
      <pre tabIndex={0} aria-label={title} className="overflow-auto p-3 font-mono text-xs leading-5">
        {children ?? text}
      </pre>
    </div>
  );
}
