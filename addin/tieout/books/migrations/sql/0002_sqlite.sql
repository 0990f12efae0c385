DROP TABLE customers

CREATE TABLE customers (
    id INTEGER NOT NULL,
    trail BIGINT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    contact TEXT NOT NULL,
    telephone TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    tax_number TEXT NOT NULL,
    bank TEXT NOT NULL,
    bank_account TEXT NOT NULL,
    terms_days INTEGER,
    credit_limit_cents BIGINT,
    currency TEXT NOT NULL,
    statement_language TEXT NOT NULL,
    statement_kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    customer_group TEXT NOT NULL,
    active INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (id)
)

CREATE INDEX customers_by_code ON customers (code)

CREATE INDEX products_by_code ON products (code)

CREATE INDEX people_by_name ON people (name)

CREATE TRIGGER customers_no_update BEFORE UPDATE ON customers BEGIN SELECT RAISE(ABORT, 'tieout:append_only:customers'); END

CREATE TRIGGER customers_no_delete BEFORE DELETE ON customers BEGIN SELECT RAISE(ABORT, 'tieout:append_only:customers'); END

CREATE TRIGGER customers_no_replace BEFORE INSERT ON customers WHEN EXISTS (SELECT 1 FROM customers WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:customers'); END

DROP TRIGGER steps_not_reviewed

CREATE TRIGGER steps_not_reviewed BEFORE INSERT ON steps WHEN NEW.step = 'posted'
    AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'reviewed')
    AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) IN ('yes', 'entered')
    AND ((SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        OR EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'drafted')
        OR EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch AND (b.file IS NULL OR b.corrects IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'tieout:not_reviewed'); END

CREATE TRIGGER steps_not_a_reviewer BEFORE INSERT ON steps WHEN (NEW.step = 'reviewed' OR NEW.step = 'rejected' AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch AND b.prepared_by = NEW.who))
    AND EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.who ORDER BY p.id DESC LIMIT 1), '')
        NOT IN ('reviewer', 'administrator')
BEGIN SELECT RAISE(ABORT, 'tieout:not_a_reviewer'); END

CREATE TRIGGER steps_not_a_preparer BEFORE INSERT ON steps WHEN EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.who ORDER BY p.id DESC LIMIT 1), '')
        NOT IN ('preparer', 'reviewer', 'administrator')
BEGIN SELECT RAISE(ABORT, 'tieout:not_a_preparer'); END

CREATE TRIGGER batches_not_a_preparer BEFORE INSERT ON batches WHEN EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.prepared_by ORDER BY p.id DESC LIMIT 1), '')
        NOT IN ('preparer', 'reviewer', 'administrator')
BEGIN SELECT RAISE(ABORT, 'tieout:not_a_preparer'); END

CREATE TRIGGER entries_batch_begun BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch)
BEGIN SELECT RAISE(ABORT, 'tieout:batch_begun'); END

CREATE TRIGGER periods_not_a_reviewer BEFORE INSERT ON periods WHEN NEW.state <> 'matched' AND EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.who ORDER BY p.id DESC LIMIT 1), '')
        NOT IN ('reviewer', 'administrator')
BEGIN SELECT RAISE(ABORT, 'tieout:not_a_reviewer'); END
