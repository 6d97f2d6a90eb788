import { expect, test } from 'vitest';
import { databasesOf } from './files';

test('a database has its log and shared memory with it, the largest first', () => {
  const files = [{ name: 'meta.db', bytes: 5 }, { name: 'runs.db-wal', bytes: 3 }, { name: 'runs.db', bytes: 4 }, { name: 'runs.db-shm', bytes: 1 }, { name: 'lock', bytes: 0 }];
  expect(databasesOf(files)).toEqual([{ name: 'runs.db', bytes: 8, logBytes: 3 }, { name: 'meta.db', bytes: 5, logBytes: 0 }, { name: 'lock', bytes: 0, logBytes: 0 }]);
  expect(databasesOf([{ name: 'runs.db-wal', bytes: 2 }])).toEqual([{ name: 'runs.db', bytes: 2, logBytes: 2 }]);
});
