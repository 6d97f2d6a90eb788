//! How every SQLite file of ours is opened.

use std::path::PathBuf;
use std::time::Duration;

use refinery::Runner;
use rusqlite::{Connection, OpenFlags};

use crate::StoreError;

/// One of our database files.
pub(crate) struct Database {
    pub(crate) path: PathBuf,
    /// Marks the file as ours, and as which one.
    pub(crate) application_id: i32,
    pub(crate) page_bytes: u32,
}

impl Database {
    /// Opens the file for writing, creates it if absent, and brings its schema up to date.
    ///
    /// Fails with [`StoreError::Newer`] or [`StoreError::Damaged`] when it is not for this binary to touch.
    pub(crate) fn open_writer(&self, migrations: &Runner) -> Result<Connection, StoreError> {
        let mut connection = Connection::open(&self.path).map_err(|error| self.damaged_or(error))?;
        self.set_day_one_pragmas(&connection).map_err(|error| self.damaged_or(error))?;
        self.check_origin(&connection, migrations)?;
        migrations.run(&mut connection)?;
        // Also when nothing was applied: a crash may have come between a migration and these.
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != newest(migrations) {
            connection.pragma_update(None, "application_id", self.application_id)?;
            connection.pragma_update(None, "user_version", newest(migrations))?;
        }
        Ok(connection)
    }

    /// Opens a second connection that can only read.
    pub(crate) fn open_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "mmap_size", 1_i64 << 40)?;
        connection.pragma_update(None, "cache_size", -512)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }

    /// Opens a file that must be there, and neither makes nor migrates anything: for those who look from outside.
    ///
    /// Fails with [`StoreError::Newer`] or [`StoreError::Damaged`] when it is not for this binary to touch.
    pub(crate) fn open_existing(&self, access: OpenFlags, migrations: &Runner) -> Result<Connection, StoreError> {
        let connection = Connection::open_with_flags(&self.path, access).map_err(|error| self.damaged_or(error))?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
            .map_err(|error| self.damaged_or(error))?;
        self.check_origin(&connection, migrations)?;
        Ok(connection)
    }

    /// Opens a file that must be there, with a schema that is up to date, to write into it beside the process that holds the
    /// lock.
    pub(crate) fn open_beside(&self, migrations: &Runner) -> Result<Connection, StoreError> {
        let access = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = self.open_existing(access, migrations)?;
        self.set_day_one_pragmas(&connection)?;
        Ok(connection)
    }

    /// Whether the file, which must be there, has the newest schema that this binary knows.
    pub(crate) fn is_up_to_date(&self, migrations: &Runner) -> Result<bool, StoreError> {
        let access = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = self.open_existing(access, migrations)?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        Ok(found == newest(migrations))
    }

    /// Opens a second connection that copies the write-ahead log into the file.
    pub(crate) fn open_checkpointer(&self) -> Result<Connection, StoreError> {
        let connection = Connection::open(&self.path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        Ok(connection)
    }

    /// Page size, space recovery and wiping cannot be changed once a file has content.
    fn set_day_one_pragmas(&self, connection: &Connection) -> Result<(), rusqlite::Error> {
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "page_size", self.page_bytes)?;
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        connection.pragma_update(None, "secure_delete", "FAST")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(())
    }

    fn check_origin(&self, connection: &Connection, migrations: &Runner) -> Result<(), StoreError> {
        let application_id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if application_id != 0 && application_id != self.application_id {
            return Err(self.damaged("it is a database of another application".into()));
        }
        let known = newest(migrations);
        if found > known {
            return Err(StoreError::Newer { file: self.path.clone(), found, known });
        }
        Ok(())
    }

    fn damaged_or(&self, error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => self.damaged(error.to_string()),
            _ => error.into(),
        }
    }

    fn damaged(&self, reason: String) -> StoreError {
        StoreError::Damaged { file: self.path.clone(), reason }
    }
}

const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The version of the schema that this binary knows.
pub(crate) fn newest(migrations: &Runner) -> i64 {
    migrations.get_migrations().iter().map(|migration| i64::from(migration.version())).max().unwrap_or(0)
}

/// Gives the file an identity that survives copies: derived files and backups name the store that they belong to.
pub(crate) fn ensure_store_id(connection: &Connection, new_id: &str) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO store_fact (name, value) VALUES ('store_id', ?1) ON CONFLICT (name) DO NOTHING",
        [new_id],
    )?;
    Ok(())
}
