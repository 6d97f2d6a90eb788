// The files of the server as people think of them: a database with the log and the shared memory beside it is one thing. Pure.

export interface StoredFile {
  name: string;
  bytes: number;
}

export interface Database extends StoredFile {
  /** How much of it is the write-ahead log, which the next checkpoint empties. */
  logBytes: number;
}

/** Each database with what belongs to it, the largest first. */
export function databasesOf(files: StoredFile[]): Database[] {
  const found = new Map<string, Database>();
  for (const { name, bytes } of files) {
    const base = name.replace(/-(wal|shm)$/, '');
    const known = found.get(base) ?? { name: base, bytes: 0, logBytes: 0 };
    found.set(base, { ...known, bytes: known.bytes + bytes, logBytes: known.logBytes + (name.endsWith('-wal') ? bytes : 0) });
  }
  return [...found.values()].toSorted((one, other) => other.bytes - one.bytes || one.name.localeCompare(other.name));
}
