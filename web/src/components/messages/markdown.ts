// Reads Markdown into a tree of our own. No HTML is ever made from it: what looks like a tag is text. Links keep only http,
// https and mailto; a picture is a link, because the page loads nothing from elsewhere.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'image'; src: string; alt: string };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' };

/** Deeper lists and quotes are read as text: nobody writes them, except to hurt. */
const DEEPEST = 8;
/** A paragraph longer than this is shown as it is: the patterns below take time that grows with its square. */
const LONGEST = 10_000;

/** A link that may be followed; `null` for everything else, `javascript:` above all. */
export function safeLink(href: string): string | null {
  try {
    const url = new URL(href);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function readMarkdown(text: string, depth = 0): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const [block, next] = blockAt(lines, at, depth);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

function blockAt(lines: string[], at: number, depth: number): [Block, number] {
  const line = lines[at] ?? '';
  const fence = /^\s*(```+|~~~+)\s*([^`]*)$/.exec(line);
  if (fence) return fenced(lines, at, fence[1] ?? '```', (fence[2] ?? '').trim());
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) return [{ kind: 'heading', level: (heading[1] ?? '').length, children: readInline(heading[2] ?? '') }, at + 1];
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [{ kind: 'rule' }, at + 1];
  if (depth < DEEPEST && /^\s*>/.test(line)) return quote(lines, at, depth);
  if (depth < DEEPEST && ITEM.test(line)) return list(lines, at, depth);
  if (line.includes('|') && /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '')) return table(lines, at);
  return paragraph(lines, at, depth);
}

function fenced(lines: string[], at: number, fence: string, language: string): [Block, number] {
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(fence));
  const last = end < 0 ? lines.length : end;
  return [{ kind: 'code', language, text: lines.slice(at + 1, last).join('\n') }, last + 1];
}

function quote(lines: string[], at: number, depth: number): [Block, number] {
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end] ?? '')) end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(/^\s*>\s?/, ''));
  return [{ kind: 'quote', children: readMarkdown(inner.join('\n'), depth + 1) }, end];
}

function list(lines: string[], at: number, depth: number): [Block, number] {
  const head = ITEM.exec(lines[at] ?? '');
  const indent = (head?.[1] ?? '').length;
  const isOrdered = /\d/.test(head?.[2] ?? '');
  const items: string[][] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const item = ITEM.exec(line);
    if (item && (item[1] ?? '').length <= indent) {
      if (/\d/.test(item[2] ?? '') !== isOrdered) break;
      items.push([item[3] ?? '']);
    } else if (line.trim() === '' ? /^\s/.test(lines[end + 1] ?? '') || ITEM.test(lines[end + 1] ?? '') : /^\s/.test(line)) {
      items.at(-1)?.push(line.slice(Math.min(indent + 2, line.length - line.trimStart().length)));
    } else break;
  }
  const start = isOrdered ? Number.parseInt(head?.[2] ?? '1', 10) : null;
  return [{ kind: 'list', start, items: items.map((item) => readMarkdown(item.join('\n'), depth + 1)) }, end];
}

function cells(line: string): Inline[][] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => readInline(cell.trim().replaceAll('\\|', '|')));
}

function table(lines: string[], at: number): [Block, number] {
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? '').includes('|')) end += 1;
  return [{ kind: 'table', head: cells(lines[at] ?? ''), rows: lines.slice(at + 2, end).map(cells) }, end];
}

function paragraph(lines: string[], at: number, depth: number): [Block, number] {
  let end = at + 1;
  const begins = (line: string): boolean => /^\s*(```|~~~)|^#{1,6}\s/.test(line) || (depth < DEEPEST && (/^\s*>/.test(line) || ITEM.test(line)));
  while (end < lines.length && (lines[end] ?? '').trim() !== '' && !begins(lines[end] ?? '')) end += 1;
  return [{ kind: 'paragraph', children: readInline(lines.slice(at, end).join('\n')) }, end];
}

const INLINE = /(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)|!\[([^\]\n]*)\]\(([^()\s]*)[^()\n]*\)|\[([^\]\n]+)\]\(([^()\s]*)[^()\n]*\)|(\*\*|__)(?=\S)([\s\S]*?\S)\7|(~~)(?=\S)([\s\S]*?\S)~~|(?<![\w*])([*_])(?=[^\s*_])([^*_\n]*?[^\s*_])\11(?!\w)|(https?:\/\/[^\s<>()"'`]+[^\s<>()"'`.,;:!?])|\\([\\`*_{}[\]()#+\-.!~|])/g;

export function readInline(text: string, depth = 0): Inline[] {
  if (depth > DEEPEST || text.length > LONGEST) return [{ kind: 'text', text }];
  const out: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > last) out.push({ kind: 'text', text: text.slice(last, match.index) });
    out.push(inlineOf(match, depth));
    last = match.index + match[0].length;
  }
  if (last < text.length) out.push({ kind: 'text', text: text.slice(last) });
  return out;
}

function inlineOf(match: RegExpExecArray | RegExpMatchArray, depth: number): Inline {
  const [all, , code, alt, src, label, href, , strong, , del, , em, bare, escaped] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  if (src !== undefined) return { kind: 'image', src, alt: alt ?? '' };
  if (label !== undefined) {
    const safe = safeLink(href ?? '');
    return safe ? { kind: 'link', href: safe, children: readInline(label, depth + 1) } : { kind: 'text', text: all };
  }
  if (strong !== undefined) return { kind: 'strong', children: readInline(strong, depth + 1) };
  if (del !== undefined) return { kind: 'del', children: readInline(del, depth + 1) };
  if (em !== undefined) return { kind: 'em', children: readInline(em, depth + 1) };
  if (bare !== undefined) {
    const safe = safeLink(bare);
    return safe ? { kind: 'link', href: safe, children: [{ kind: 'text', text: bare }] } : { kind: 'text', text: bare };
  }
  return { kind: 'text', text: escaped ?? all };
}
