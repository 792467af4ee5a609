-- The desk's own data, in words that SQLite and PostgreSQL both understand. Times are milliseconds since 1970.
CREATE TABLE kiosk (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    paired_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    -- Counts how often the kiosk's record began anew.
    epoch BIGINT NOT NULL,
    anew_at BIGINT NOT NULL,
    removed BIGINT NOT NULL
);
-- Codes that may be used once, by a kiosk or a browser.
CREATE TABLE invitation (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    until_ms BIGINT NOT NULL
);
-- Browsers on which a code may be typed.
CREATE TABLE terminal (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    paired_at BIGINT NOT NULL
);
CREATE TABLE person (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    code TEXT NOT NULL,
    failures BIGINT NOT NULL
);
CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    credential TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE TABLE command (
    id TEXT PRIMARY KEY,
    kiosk TEXT NOT NULL,
    person TEXT NOT NULL,
    command TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    verdict TEXT NOT NULL
);
CREATE TABLE record (
    kiosk TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at TEXT NOT NULL,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (kiosk, epoch, seq)
);
-- What people did at the desk, allowed or not.
CREATE TABLE act (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    what TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    outcome TEXT NOT NULL
);
