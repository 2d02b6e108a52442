package database

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed migrations/*.sql
var files embed.FS

// lockSeconds is how long a run waits for another one.
const lockSeconds = 120

// Migrate brings the schema up to date, and tells which migrations it ran. It may be interrupted and run again, and two
// may run at once: one waits for the other. MySQL ends a transaction at each change of the schema, so every migration
// must itself stand being run again.
func Migrate(ctx context.Context, pool *sql.DB) (ran []string, err error) {
	// The lock is the session's, and goes with it when the program is killed.
	session, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer session.Close()
	if err := lock(ctx, session); err != nil {
		return nil, err
	}
	defer func() {
		_, unlocked := session.ExecContext(ctx, "DO RELEASE_LOCK("+lockName+")")
		err = errors.Join(err, unlocked)
	}()

	if _, err := session.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS migrations (name VARCHAR(100) PRIMARY KEY)"); err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		done, err := isDone(ctx, session, name)
		if err != nil {
			return ran, err
		}
		if done {
			continue
		}
		if err := run(ctx, session, name); err != nil {
			return ran, fmt.Errorf("%s: %w", name, err)
		}
		ran = append(ran, name)
	}
	return ran, nil
}

// lockName has the database in it: names of locks are the server's, which previews share.
const lockName = "CONCAT(DATABASE(), '.migrations')"

func lock(ctx context.Context, session *sql.Conn) error {
	var got sql.NullInt64
	query := fmt.Sprintf("SELECT GET_LOCK(%s, %d)", lockName, lockSeconds)
	if err := session.QueryRowContext(ctx, query).Scan(&got); err != nil {
		return err
	}
	if got.Int64 != 1 {
		return fmt.Errorf("another migration has run for %d seconds", lockSeconds)
	}
	return nil
}

func isDone(ctx context.Context, session *sql.Conn, name string) (bool, error) {
	var count int
	err := session.QueryRowContext(ctx, "SELECT COUNT(*) FROM migrations WHERE name = ?", name).Scan(&count)
	return count > 0, err
}

func run(ctx context.Context, session *sql.Conn, name string) error {
	text, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	for _, statement := range strings.Split(string(text), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := session.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	_, err = session.ExecContext(ctx, "INSERT IGNORE INTO migrations (name) VALUES (?)", name)
	return err
}
