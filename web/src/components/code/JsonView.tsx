import { json } from '@codemirror/lang-json';
import { foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { Copy, Download, Search } from 'lucide-react';
import { openSearchPanel } from '@codemirror/search';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy';
import { toast } from '@/components/ui/toast';
import { bytes } from '@/lib/format';
import { code } from '@/texts/code';
import { pathAt, shortened } from './json-path';

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: tags.string, color: 'var(--code-str)' },
  { tag: tags.number, color: 'var(--code-num)' },
  { tag: [tags.bool, tags.null], color: 'var(--code-kw)' },
]);

const LOOK = EditorView.theme({
  '&': { fontSize: '12px', background: 'transparent' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px', borderRadius: '8px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono), "Geist Mono Variable", monospace', lineHeight: '19px' },
  '.cm-gutters': { background: 'transparent', border: 'none', color: 'var(--subtle)' },
  '.cm-cursor': { borderLeftColor: 'var(--fg)' },
  '.cm-panels': { background: 'var(--raised)', color: 'var(--fg)', borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 8px', fontFamily: 'inherit' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button': { border: '1px solid var(--line-strong)', borderRadius: '6px', background: 'var(--surface)', color: 'var(--fg)', backgroundImage: 'none', fontSize: '12px' },
  '.cm-panel.cm-search [name=replace], .cm-panel.cm-search [name=replaceAll]': { display: 'none' },
  '.cm-searchMatch': { background: 'color-mix(in oklab, var(--mark) 40%, transparent)' },
  '.cm-searchMatch-selected': { outline: '2px solid var(--accent)' },
  '.cm-selectionMatch': { background: 'color-mix(in oklab, var(--mark) 22%, transparent)' },
  '.cm-foldPlaceholder': { background: 'var(--hover)', border: '1px solid var(--line)', color: 'var(--muted)' },
});

interface Props {
  value: unknown;
  label: string;
  /** What a download is called, without the ending. */
  name: string;
}

/** Any JSON, to read: folded, searched, copied in parts. Loaded when somebody wants to see it. */
export default function JsonView({ value, label, name }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [path, setPath] = useState('');
  const [{ text, whole }] = useState(() => shortened(JSON.stringify(value, null, 2) ?? 'null'));
  useEffect(() => {
    if (!place.current) return undefined;
    const made = new EditorView({ parent: place.current, state: EditorState.create({ doc: text, extensions: extensionsOf(label, setPath) }) });
    view.current = made;
    return () => made.destroy();
  }, [text, label]);
  const copy = (what: string): void => {
    copyText(what).then(
      () => toast.ok(code.copied),
      (thrown: unknown) => toast.failure(code.notCopied, thrown),
    );
  };
  return (
    <div className="overflow-hidden rounded-lg border bg-sunken">
      <div className="flex h-9 items-center gap-1 border-b px-1.5">
        <span className="min-w-0 flex-1 truncate px-1.5 font-mono text-xs text-subtle" title={path}>
          {path || '$'}
        </span>
        <Button size="sm" kind="ghost" onClick={() => view.current && openSearchPanel(view.current)}>
          <Search size={12} aria-hidden />
          {code.find}
        </Button>
        <Button size="sm" kind="ghost" disabled={path === ''} onClick={() => copy(path)}>
          {code.copyPath}
        </Button>
        <Button size="sm" kind="ghost" onClick={() => copy(view.current ? valueAt(view.current) : text)}>
          <Copy size={12} aria-hidden />
          {code.copyValue}
        </Button>
      </div>
      {whole !== null && <Shortened whole={whole} name={name} />}
      <div ref={place} className="overflow-auto" />
    </div>
  );
}

function Shortened({ whole, name }: { whole: string; name: string }) {
  const download = (): void => {
    const url = URL.createObjectURL(new Blob([whole], { type: 'application/json' }));
    Object.assign(document.createElement('a'), { href: url, download: `${name}.json` }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="flex items-center gap-3 border-b px-3 py-1.5 text-xs text-muted">
      {code.shortened(bytes(new Blob([whole]).size))}
      <Button size="sm" className="ml-auto" onClick={download}>
        <Download size={12} aria-hidden />
        {code.download}
      </Button>
    </div>
  );
}

function extensionsOf(label: string, onPath: (path: string) => void) {
  return [
    lineNumbers(),
    foldGutter(),
    json(),
    search({ top: true }),
    highlightSelectionMatches(),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', role: 'textbox', 'aria-readonly': 'true', 'aria-multiline': 'true' }),
    EditorView.lineWrapping,
    // Without Esc and Tab: they close the panel and leave the text.
    keymap.of([...searchKeymap, ...foldKeymap].filter(({ key }) => key !== 'Escape')),
    syntaxHighlighting(COLOURS),
    LOOK,
    EditorView.updateListener.of((update) => {
      if (update.selectionSet) onPath(pathAt(syntaxTree(update.state), update.state.doc.toString(), update.state.selection.main.head));
    }),
  ];
}

/** The value at the cursor; all of it where there is none. */
function valueAt(view: EditorView): string {
  const { from, to, head } = view.state.selection.main;
  if (from !== to) return view.state.sliceDoc(from, to);
  let node = syntaxTree(view.state).resolveInner(head, 1);
  while (node.parent && !/^(Object|Array|String|Number|True|False|Null|Property)$/.test(node.name)) node = node.parent;
  const inner = node.name === 'Property' ? node.lastChild : node;
  return inner ? view.state.sliceDoc(inner.from, inner.to) : view.state.doc.toString();
}
