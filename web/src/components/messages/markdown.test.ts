import { expect, test } from 'vitest';
import { readInline, readMarkdown, safeLink } from './markdown';

test('only links that lead to a page or a mailbox can be followed', () => {
  expect(safeLink('https://a.test/x')).toBe('https://a.test/x');
  expect(safeLink('mailto:a@b.test')).toBe('mailto:a@b.test');
  for (const bad of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '//a.test', '/x', '']) {
    expect(safeLink(bad), bad).toBe(null);
  }
  expect(readInline('[click](javascript:alert(1))')[0]?.kind).toBe('text');
});

test('tags are text', () => {
  const text = '<img src=x onerror=alert(1)><script>alert(1)</script>';
  expect(readMarkdown(text)).toEqual([{ kind: 'paragraph', children: [{ kind: 'text', text }] }]);
});

test('a picture is not loaded but named', () => {
  expect(readInline('![pixel](https://evil.test/p.gif)')).toEqual([{ kind: 'image', src: 'https://evil.test/p.gif', alt: 'pixel' }]);
});

test('blocks are told apart', () => {
  const text = '# Title\n\nSome **bold** and `code`\nnext line\n\n- one\n- two\n  - inner\n\n1. first\n2. second\n\n> said\n\n```sql\nSELECT 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---';
  expect(readMarkdown(text).map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code', 'table', 'rule']);
});

test('a list keeps what is below its items', () => {
  const [list] = readMarkdown('- one\n- two\n  - inner');
  expect(list).toMatchObject({ kind: 'list', items: [[{ kind: 'paragraph' }], [{ kind: 'paragraph' }, { kind: 'list' }]] });
});

test('a fence that is never closed goes to the end', () => {
  expect(readMarkdown('```\na\nb')).toEqual([{ kind: 'code', language: '', text: 'a\nb' }]);
});

test('stars and underscores inside words are no emphasis', () => {
  expect(readInline('snake_case_name and 2*3*4')).toEqual([{ kind: 'text', text: 'snake_case_name and 2*3*4' }]);
});

test('what is written to hurt is read in time', () => {
  for (const text of ['>'.repeat(20_000), '*'.repeat(20_000), '['.repeat(20_000), '`'.repeat(20_000), '- '.repeat(5000), '_a'.repeat(10_000)]) {
    expect(readMarkdown(text).length).toBeGreaterThan(0);
  }
});
