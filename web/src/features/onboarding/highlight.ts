// Colours for the snippets: enough for short programs, for which an editor would be too much to load.

import type { Language } from './snippets';

export type Colour = 'plain' | 'keyword' | 'string' | 'number' | 'key' | 'comment';

export interface Token {
  text: string;
  colour: Colour;
}

const KEYWORDS: Record<Language, string> = {
  python: 'from|import|def|return|with|as|for|in|if|else|class|True|False|None|lambda|await|async',
  javascript: 'import|from|const|let|await|async|function|return|new|true|false|null|export|for|of',
  bash: 'export|curl|pip|npm|install',
};

/** What has a colour of its own, in the order in which it is looked for. */
function pattern(language: Language): RegExp {
  const comment = language === 'javascript' ? '//.*' : '(?<![^\\s])#.*';
  const strings = language === 'bash' ? `"[^"]*"|'[^']*'` : '"(?:[^"\\\\\\n]|\\\\.)*"|`(?:[^`\\\\]|\\\\.)*`';
  const name = language === 'bash' ? '[A-Z_]{3,}(?==)' : '(?!)';
  // In a shell they are parts of words: of keys and addresses.
  const number = language === 'bash' ? '(?!)' : '\\b\\d+(?:\\.\\d+)?\\b';
  return new RegExp(`(?<comment>${comment})|(?<string>${strings})|(?<key>${name})|(?<keyword>\\b(?:${KEYWORDS[language]})\\b)|(?<number>${number})`, 'g');
}

export function highlight(code: string, language: Language): Token[] {
  const out: Token[] = [];
  let from = 0;
  for (const match of code.matchAll(pattern(language))) {
    if (match.index > from) out.push({ text: code.slice(from, match.index), colour: 'plain' });
    const colour = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? 'plain';
    out.push({ text: match[0], colour: colour as Colour });
    from = match.index + match[0].length;
  }
  if (from < code.length) out.push({ text: code.slice(from), colour: 'plain' });
  return out;
}
