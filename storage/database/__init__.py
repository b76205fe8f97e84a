"""The SQLite file: opened, locked, migrated, and its rows read and written."""
