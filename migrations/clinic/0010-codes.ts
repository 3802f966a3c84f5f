/**
 * Code lists that a clinic brings itself (ICD-10, ICD-11): which there are is shared, their content goes
 * from desk to desk as a file, and each desk makes its own index of it.
 */
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE code_system (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  url TEXT,
  release TEXT,
  language TEXT,
  concept_count INTEGER NOT NULL CHECK (concept_count > 0),
  sha256 TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  // Made on each desk out of the file.
  `CREATE TABLE code_index (
  code_system_id TEXT PRIMARY KEY,
  indexed_at TEXT NOT NULL
) STRICT`,
  `CREATE TABLE code_concept (
  rowid INTEGER PRIMARY KEY,
  code_system_id TEXT NOT NULL,
  code TEXT NOT NULL,
  display TEXT NOT NULL,
  terms TEXT NOT NULL
) STRICT`,
  'CREATE UNIQUE INDEX code_concept_by_code ON code_concept (code_system_id, code)',
  `CREATE VIRTUAL TABLE code_words USING fts5 (
  terms, content = 'code_concept', tokenize = "unicode61 remove_diacritics 0", prefix = '2 3', columnsize = 0, detail = none
)`,
  `CREATE TRIGGER code_concept_insert AFTER INSERT ON code_concept BEGIN
  INSERT INTO code_words (rowid, terms) VALUES (NEW.rowid, NEW.terms);
END`,
  `CREATE TRIGGER code_concept_delete AFTER DELETE ON code_concept BEGIN
  INSERT INTO code_words (code_words, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
END`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
