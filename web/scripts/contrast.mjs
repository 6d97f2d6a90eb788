// Computes the contrast of every text that can lie on every ground, in both themes, from the tokens of app.css.
// Texts need 4.5:1 (WCAG 2.2 AA), colours of charts and kinds 3:1 on the page.
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../src/styles/app.css', import.meta.url), 'utf8');

function tokens(selector) {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})\b/g)].map((match) => [match[1], match[2]]));
}

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const TEXTS = ['fg', 'muted', 'subtle', 'accent-fg', 'ok', 'err', 'warn'];
const CODE = ['code-key', 'code-str', 'code-num', 'code-kw'];
const PAIRS = [
  ...GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground, 4.5])),
  ...CODE.flatMap((text) => ['sunken', 'surface'].map((ground) => [text, ground, 4.5])),
  ...['ok', 'err', 'warn'].map((text) => [text, `${text}-soft`, 4.5]),
  ['accent-fg', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-ink', 'ink', 4.5],
  ['on-err', 'err', 4.5],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => [`c${number}`, 'surface', 3]),
  ...['llm', 'agent', 'chain', 'tool', 'retriever', 'embedding', 'thread', 'event'].map((kind) => [`k-${kind}`, 'surface', 3]),
];

const light = tokens(':root');
const themes = { light, dark: { ...light, ...tokens('.dark') } };
let bad = 0;
for (const [theme, colours] of Object.entries(themes)) {
  for (const [text, ground, wanted] of PAIRS) {
    const found = contrast(colours[text], colours[ground]);
    if (found >= wanted) continue;
    bad += 1;
    process.stderr.write(`contrast: ${theme}: ${text} on ${ground} is ${found.toFixed(2)}:1, wanted ${wanted}:1\n`);
  }
}
process.stdout.write(`contrast: ${PAIRS.length * 2} pairs, ${bad} too weak\n`);
process.exit(bad > 0 ? 1 : 0);
