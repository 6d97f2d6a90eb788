import { expect, test } from 'vitest';
import { highlight } from './highlight';
import { type Lesson, snippetOf, WAYS } from './snippets';

const PLACE = { url: 'https://llm.example.org/perilune', key: '1c1975b5-13b9-4977-8003-89fff5c71c27' };
const LESSONS: Lesson[] = ['llm', 'trace', 'thread', 'user'];
const ALL = WAYS.flatMap((way) => LESSONS.map((lesson) => ({ way, lesson, snippet: snippetOf(way, lesson, PLACE) })));

test('every way names this server and this project, and nothing else has to be filled in', () => {
  for (const { way, lesson, snippet } of ALL) {
    expect(snippet.env, `${way} ${lesson}`).toContain(PLACE.url);
    expect(snippet.env, `${way} ${lesson}`).toContain(PLACE.key);
    expect(snippet.code, `${way} ${lesson}`).not.toMatch(/<[a-z ]+>|YOUR_|xxx/i);
  }
});

test('what is copied has no line that a screen cuts off early', () => {
  for (const { way, lesson, snippet } of ALL.filter((one) => one.way !== 'curl')) {
    for (const line of snippet.code.split('\n')) expect(line.length, `${way} ${lesson}: ${line}`).toBeLessThanOrEqual(92);
  }
});

test('a name in the page has the same words in all ways', () => {
  for (const { way, lesson, snippet } of ALL.filter((one) => one.lesson === 'user')) {
    if (way !== 'llamaindex') expect(snippet.code, `${way} ${lesson}`).toContain('maya');
  }
});

test('colours lose no letter', () => {
  for (const { snippet } of ALL) {
    expect(highlight(snippet.code, snippet.language).map((token) => token.text).join('')).toBe(snippet.code);
    expect(highlight(snippet.env, 'bash').map((token) => token.text).join('')).toBe(snippet.env);
  }
});

test('words, texts and numbers have their colours', () => {
  const colours = (code: string, language: 'python' | 'javascript' | 'bash') => highlight(code, language).filter((token) => token.colour !== 'plain').map((token) => [token.text, token.colour]);
  expect(colours('from a import b  # why', 'python')).toEqual([['from', 'keyword'], ['import', 'keyword'], ['# why', 'comment']]);
  expect(colours('const a = `x ${b}` + 12 // why', 'javascript')).toEqual([['const', 'keyword'], ['`x ${b}`', 'string'], ['12', 'number'], ['// why', 'comment']]);
  expect(colours('export LUNARY_API_URL=http://localhost#a', 'bash')).toEqual([['export', 'keyword'], ['LUNARY_API_URL', 'key']]);
});
