// The budgets of what a browser loads, in KB after gzip: breaking one breaks the build. Pages are what router.tsx loads lazily.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = { shell: 130, page: 200, pageChunk: 30, onDemand: 110, css: 15, fonts: 60 };

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const zipped = new Map();
function size(file) {
  if (!zipped.has(file)) {
    const bytes = readFileSync(new URL(file, dist));
    zipped.set(file, (file.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length) / 1024);
  }
  return zipped.get(file);
}

/** What is loaded with a chunk: itself and all that it imports. */
function closure(key, into = new Set()) {
  if (into.has(key)) return into;
  into.add(key);
  for (const other of manifest[key].imports ?? []) closure(other, into);
  return into;
}

function sum(keys) {
  return [...keys].reduce((total, key) => total + size(manifest[key].file), 0);
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
// The frame is loaded lazily too, so that the pages at the door come without it.
const frame = Object.keys(manifest).find((key) => key.endsWith('features/shell/Shell.tsx'));
const shell = closure(frame, closure(entry));
const checks = [['shell', sum(shell), BUDGET.shell]];
const pages = (manifest[entry].dynamicImports ?? []).filter((key) => key !== frame);
for (const key of pages) {
  const extra = [...closure(key)].filter((other) => !shell.has(other));
  const name = manifest[key].name ?? key;
  checks.push([`first load of ${name}`, sum(shell) + sum(extra), BUDGET.page]);
  checks.push([`chunk of ${name}`, size(manifest[key].file), BUDGET.pageChunk]);
}
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isDynamicEntry && !pages.includes(key)) checks.push([`on demand: ${chunk.name ?? key}`, sum([...closure(key)].filter((other) => !shell.has(other))), BUDGET.onDemand]);
}
const assets = readdirSync(new URL('assets/', dist)).map((name) => `assets/${name}`);
const css = assets.filter((name) => name.endsWith('.css')).reduce((total, name) => total + size(name), 0);
const fonts = assets.filter((name) => name.endsWith('.woff2')).reduce((total, name) => total + size(name), 0);
checks.push(['css', css, BUDGET.css], ['fonts', fonts, BUDGET.fonts]);

let bad = 0;
for (const [name, kb, budget] of checks) {
  const isOver = kb > budget;
  if (isOver) bad += 1;
  if (isOver || process.argv.includes('--all')) process[isOver ? 'stderr' : 'stdout'].write(`sizes: ${name}: ${kb.toFixed(1)} KB of ${budget}${isOver ? ', too large' : ''}\n`);
}
const largest = Math.max(...checks.filter(([name]) => name.startsWith('first')).map(([, kb]) => kb));
process.stdout.write(`sizes: shell ${sum(shell).toFixed(1)} KB, largest first load ${largest.toFixed(1)} KB, css ${css.toFixed(1)} KB, fonts ${fonts.toFixed(1)} KB\n`);
process.exit(bad > 0 ? 1 : 0);
