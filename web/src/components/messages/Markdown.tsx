import { memo, useMemo } from 'react';
import { type Block, type Inline, readMarkdown } from './markdown';
import { RemoteMedia } from './Media';
import { Words } from './Words';

/** Markdown as elements of our own; never as HTML. `citations` are what `[1]` leads to. */
export const Markdown = memo(function Markdown({ text, citations }: { text: string; citations?: string[] }) {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return (
    <div className="space-y-2 break-words">
      <Blocks blocks={blocks} citations={citations} />
    </div>
  );
});

interface Rest {
  citations?: string[] | undefined;
}

function Blocks({ blocks, citations }: { blocks: Block[] } & Rest) {
  return blocks.map((block, index) => <OneBlock key={index} block={block} citations={citations} />);
}

const HEADINGS = ['text-lg font-semibold', 'text-base font-semibold', 'font-semibold', 'font-semibold', 'font-medium', 'font-medium'];

function OneBlock({ block, citations }: { block: Block } & Rest) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p className="whitespace-pre-wrap">
          <Inlines list={block.children} citations={citations} />
        </p>
      );
    case 'heading':
      // Not a heading of the page: the outline of the page is the page's.
      return (
        <p className={HEADINGS[block.level - 1]}>
          <Inlines list={block.children} citations={citations} />
        </p>
      );
    case 'code':
      return (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
        <pre tabIndex={0} aria-label={block.language || 'Code'} className="overflow-x-auto rounded-md border bg-sunken px-2.5 py-2 font-mono text-xs leading-[19px]">
          <Words text={block.text} />
        </pre>
      );
    case 'quote':
      return (
        <blockquote className="space-y-2 border-l-2 border-line-strong pl-3 text-muted">
          <Blocks blocks={block.children} citations={citations} />
        </blockquote>
      );
    case 'list':
      return <List block={block} citations={citations} />;
    case 'table':
      return <Table block={block} citations={citations} />;
    case 'rule':
      return <hr />;
  }
}

function List({ block, citations }: { block: Extract<Block, { kind: 'list' }> } & Rest) {
  const items = block.items.map((item, index) => (
    <li key={index} className="space-y-1">
      <Blocks blocks={item} citations={citations} />
    </li>
  ));
  if (block.start === null) return <ul className="list-disc space-y-1 pl-5 marker:text-subtle">{items}</ul>;
  return (
    <ol start={block.start} className="list-decimal space-y-1 pl-5 marker:text-subtle">
      {items}
    </ol>
  );
}

function Table({ block, citations }: { block: Extract<Block, { kind: 'table' }> } & Rest) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div className="overflow-x-auto" role="group" aria-label="Table" tabIndex={0}>
      <table className="border-collapse text-left text-xs [&_td]:border [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:bg-sunken [&_th]:px-2 [&_th]:py-1 [&_th]:font-medium">
        <thead>
          <tr>
            {block.head.map((cell, index) => (
              <th key={index} scope="col">
                <Inlines list={cell} citations={citations} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, index) => (
                <td key={index}>
                  <Inlines list={cell} citations={citations} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines({ list, citations }: { list: Inline[] } & Rest) {
  return list.map((one, index) => <OneInline key={index} one={one} citations={citations} />);
}

const LINK = 'text-accent-fg underline decoration-1 underline-offset-2 hover:decoration-2';

function OneInline({ one, citations }: { one: Inline } & Rest) {
  switch (one.kind) {
    case 'text':
      return citations && citations.length > 0 ? <Cited text={one.text} citations={citations} /> : <Words text={one.text} />;
    case 'code':
      return (
        <code className="rounded bg-sunken px-1 py-px font-mono text-xs">
          <Words text={one.text} />
        </code>
      );
    case 'strong':
      return (
        <strong className="font-semibold">
          <Inlines list={one.children} citations={citations} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines list={one.children} citations={citations} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inlines list={one.children} citations={citations} />
        </del>
      );
    case 'link':
      return (
        <a href={one.href} title={one.href} target="_blank" rel="noopener noreferrer nofollow" className={LINK}>
          <Inlines list={one.children} />
        </a>
      );
    case 'image':
      return <RemoteMedia src={one.src} name={one.alt} />;
  }
}

/** `[1]` as a link to the first citation. */
function Cited({ text, citations }: { text: string; citations: string[] }) {
  return text.split(/(\[\d{1,3}\])/).map((part, index) => {
    const href = index % 2 === 1 ? citations[Number(part.slice(1, -1)) - 1] : undefined;
    if (!href || !/^https?:/.test(href)) return <Words key={index} text={part} />;
    return (
      <a key={index} href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className={LINK}>
        {part}
      </a>
    );
  });
}
