// Makes src/api/schema.d.ts from the server's OpenAPI document. With --check it only says whether the file is stale.
//
// The document is read from the snapshot that the server's own test compares with what it serves: so neither a server nor
// a Rust build is needed to know whether the types are right.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const snapshot = new URL('../../crates/server/tests/it/snapshots/it__openapi__openapi.snap', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const text = readFileSync(snapshot, 'utf8');
const document = JSON.parse(text.slice(text.indexOf('\n{') + 1));
const head = '// Made by `make openapi` from the OpenAPI document of the server. Not to be edited.\n\n';
const wanted = head + astToString(await openapiTS(document));

if (!process.argv.includes('--check')) {
  writeFileSync(target, wanted);
} else if (readFileSync(target, 'utf8') !== wanted) {
  process.stderr.write('src/api/schema.d.ts is older than the OpenAPI document: run `make openapi` and commit it\n');
  process.exit(1);
}
