import { jsonLanguage } from '@codemirror/lang-json';
import { expect, test } from 'vitest';
import { pathAt, shortened } from './json-path';

test('every place of a document has its path', () => {
  const text = '{"messages":[{"a-b":1},{"content":"here"}],"top":[[true]]}';
  const path = (needle: string): string => pathAt(jsonLanguage.parser.parse(text) as never, text, text.indexOf(needle));
  expect(path('here')).toBe('$.messages[1].content');
  expect(path('1}')).toBe('$.messages[0]["a-b"]');
  expect(path('true')).toBe('$.top[0][0]');
  expect(pathAt(jsonLanguage.parser.parse(text) as never, text, 0)).toBe('');
});

test('a document over a megabyte is cut at the end of a line', () => {
  const line = `${'x'.repeat(99)}\n`;
  const long = line.repeat(11_000);
  const { text, whole } = shortened(long);
  expect(text.length).toBe(199_999);
  expect(whole).toBe(long);
  expect(shortened('{}')).toEqual({ text: '{}', whole: null });
});
