// Where the orgs keep their state: named tables of JSON values, held in memory and written to one SQLite file.
// Nothing is on disk until commit(); once it has returned, the change survives a kill -9 (write-ahead log).
// Without a folder everything stays in memory.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Table<V> = {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  entries(): IterableIterator<[string, V]>;
};

export type Store = {
  table<V>(name: string): Table<V>;
  /** Names of all tables that hold something. */
  tableNames(): string[];
  commit(): void;
  close(): void;
};

/** The stores of one data folder, by name; an org has one of its own, so that it can go without a trace. */
export type Stores = {
  open(name: string): Store;
  drop(name: string): void;
  /** Names of all stores the folder holds, open or not. */
  names(): string[];
  closeAll(): void;
};

export function openStores(folder: string | null): Stores {
  const stores = new Map<string, Store>();
  const folderOf = (name: string) => (folder === null ? null : join(folder, name));
  return {
    open(name) {
      const store = openStore(folderOf(name));
      stores.set(name, store);
      return store;
    },
    drop(name) {
      stores.get(name)?.close();
      stores.delete(name);
      const own = folderOf(name);
      if (own !== null) rmSync(own, { recursive: true, force: true });
    },
    names: () => (folder === null ? [...stores.keys()] : readdirSync(folder)),
    closeAll() {
      for (const store of stores.values()) store.close();
      stores.clear();
    },
  };
}

type OpenTable = { name: string; rows: Map<string, unknown>; changed: Set<string> };

/**
 * Opens (and creates) the store in `folder`; `null` keeps it in memory.
 * A value belongs to the store once it is set: it is written as JSON at the next commit, so replace it, never change it.
 */
export function openStore(folder: string | null): Store {
  const database = folder === null ? null : openDatabase(folder);
  const tables = new Map<string, OpenTable>();

  return {
    table<V>(name: string): Table<V> {
      let open = tables.get(name);
      if (open === undefined) {
        open = {
          name,
          rows: database === null ? new Map<string, unknown>() : database.read(name),
          changed: new Set(),
        };
        tables.set(name, open);
      }
      const { rows, changed } = open;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The caller names the type of a table's values; all that is ever in it came through this same door.
      const typed = rows as Map<string, V>;
      return {
        get: (key) => typed.get(key),
        set(key, value) {
          typed.set(key, value);
          changed.add(key);
        },
        delete(key) {
          if (typed.delete(key)) changed.add(key);
        },
        entries: () => typed.entries(),
      };
    },
    tableNames() {
      const names = new Set(database?.tableNames());
      for (const { name, rows } of tables.values()) {
        if (rows.size > 0) names.add(name);
        else names.delete(name);
      }
      return [...names];
    },
    commit() {
      const dirty = [...tables.values()].filter((table) => table.changed.size > 0);
      if (dirty.length === 0) return;
      database?.write(dirty);
      for (const table of dirty) table.changed.clear();
    },
    close() {
      database?.close();
    },
  };
}

/** https://sqlite.org/rescode.html */
const sqliteBusy = 5;

function openDatabase(folder: string) {
  const database = openFile(folder);
  const selectAll = database.prepare('SELECT key, value FROM entries WHERE tableName = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO entries (tableName, key, value) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM entries WHERE tableName = ? AND key = ?');
  const selectNames = database.prepare('SELECT DISTINCT tableName FROM entries');

  return {
    tableNames: (): string[] => selectNames.all().map((row) => String(row['tableName'])),
    read(tableName: string): Map<string, unknown> {
      const rows = new Map<string, unknown>();
      for (const row of selectAll.iterate(tableName)) {
        rows.set(String(row['key']), JSON.parse(String(row['value'])));
      }
      return rows;
    },
    write(tables: OpenTable[]) {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const { name, rows, changed } of tables) {
          for (const key of changed) {
            if (rows.has(key)) upsert.run(name, key, JSON.stringify(rows.get(key)));
            else remove.run(name, key);
          }
        }
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

function openFile(folder: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(join(folder, 'local-org.sqlite'));
    // Its tables live in memory, so nobody else may write the file; a predecessor may still be ending.
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA locking_mode = EXCLUSIVE');
    // NORMAL is enough against a killed process: the log's pages are the operating system's once written.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT');
    database.exec(
      'CREATE TABLE IF NOT EXISTS entries (tableName TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (tableName, key)) WITHOUT ROWID',
    );
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Object && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new Error(`The data folder ${folder} is in use by another local org.`, { cause: error });
    }
    // Another user's files, or a damaged one.
    const reason = error instanceof Object && 'message' in error ? String(error.message) : String(error);
    throw new Error(`The data folder ${folder} cannot be used: ${reason}.`, { cause: error });
  }
}
