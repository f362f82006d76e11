-- The manifest of a bulk job. What it does not name does not count, whatever else lies in the folder.

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every file met, in order, under each of its names. ``code`` and ``message`` tell why one has no content.
CREATE TABLE IF NOT EXISTS listing (
    position INTEGER PRIMARY KEY,
    path     TEXT NOT NULL,     -- as records and messages give it
    file     BLOB NOT NULL,     -- the name on the disk, as bytes: of the file, or of the archive it is in
    member   INTEGER NOT NULL,  -- which one of the archive, from 0; -1 for a file of its own
    place    INTEGER,           -- where the archive can be entered for it; null where it is read from its beginning
    size     INTEGER NOT NULL,
    modified INTEGER NOT NULL,  -- nanoseconds, of the file on the disk
    sha256   TEXT,
    kind     TEXT,
    version  TEXT,              -- of the program, as far as it concerns this kind of file
    first    INTEGER,           -- where the same bytes were met first
    name     TEXT,              -- the file's own name there: a document without a title is known by it
    code     TEXT,
    message  TEXT
);

-- What came of some bytes, read under some name by some version of the program: pending, done or failed.
CREATE TABLE IF NOT EXISTS content (
    sha256     TEXT NOT NULL,
    version    TEXT NOT NULL,
    name       TEXT NOT NULL,
    shard      INTEGER NOT NULL,
    status     TEXT NOT NULL,
    code       TEXT,
    message    TEXT,
    records    INTEGER NOT NULL DEFAULT 0,
    figures    INTEGER NOT NULL DEFAULT 0,
    pages      INTEGER,
    characters INTEGER NOT NULL DEFAULT 0,
    seconds    REAL,
    memory     INTEGER,         -- bytes at the highest while it was worked on, where the system tells
    place      INTEGER,         -- where its records begin in the shard, and how many bytes they take
    length     INTEGER,
    finished   REAL,
    PRIMARY KEY (sha256, version, name)
) WITHOUT ROWID;

-- ``length`` bytes of a shard are sure to be on the disk; ``whole`` when nothing is to be added.
CREATE TABLE IF NOT EXISTS shard (
    number     INTEGER PRIMARY KEY,
    compressed INTEGER NOT NULL,
    length     INTEGER NOT NULL DEFAULT 0,
    whole      INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX IF NOT EXISTS listing_sha256 ON listing (sha256);
CREATE INDEX IF NOT EXISTS listing_file ON listing (file, member);
CREATE INDEX IF NOT EXISTS content_shard ON content (shard, status);

-- Every file met with what came of its content; ``status`` is null where nothing is known of it.
CREATE VIEW IF NOT EXISTS known AS
SELECT listing.position, listing.path, listing.file, listing.member, listing.place AS entry, listing.size, listing.sha256, listing.version,
       listing.name, listing.first, content.status, coalesce(content.code, listing.code) AS code,
       coalesce(content.message, listing.message) AS message, content.records, content.figures, content.shard,
       content.place, content.length
FROM listing LEFT JOIN content
     ON content.sha256 = listing.sha256 AND content.version = listing.version AND content.name = listing.name;
