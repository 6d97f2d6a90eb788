import { type ReactNode, useEffect } from 'react';

interface Props {
  title: string;
  /** What is drawn instead of the plain title, such as a path of links. */
  heading?: ReactNode;
  /** Small facts beside the title. */
  facts?: ReactNode;
  /** Controls at the right. */
  children?: ReactNode;
}

/** The head of a page, 48 pixels high; names the tab of the browser too. */
export function PageHead({ title, heading, facts, children }: Props) {
  useTitle(title);
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
      <h1 className="flex min-w-0 items-center gap-2 text-base font-semibold">{heading ?? <span className="truncate">{title}</span>}</h1>
      {facts && <span className="num min-w-0 truncate text-xs text-subtle">{facts}</span>}
      <div className="ml-auto flex shrink-0 items-center gap-2">{children}</div>
    </header>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Perilune`;
  }, [title]);
}
