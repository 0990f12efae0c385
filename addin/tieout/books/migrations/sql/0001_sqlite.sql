CREATE TABLE settings (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE files (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	sheet TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	size BIGINT, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE periods (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	period TEXT NOT NULL, 
	state TEXT NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE reconciliations (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	period TEXT NOT NULL, 
	customer TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	difference_cents BIGINT NOT NULL, 
	unexplained_cents BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE carried (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	period TEXT NOT NULL, 
	customer TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	cents BIGINT NOT NULL, 
	open_items BIGINT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE people (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	customer_group TEXT NOT NULL, 
	password TEXT NOT NULL, 
	active INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

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
	owner TEXT NOT NULL, 
	customer_group TEXT NOT NULL, 
	active INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE INDEX customers_by_code ON customers (code)

CREATE TABLE products (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	specification TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	price_cents BIGINT, 
	currency TEXT NOT NULL, 
	tax_rate_bp INTEGER, 
	active INTEGER NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE trail (
	sequence INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	who TEXT NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	written TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (sequence), 
	CONSTRAINT trail_hash UNIQUE (hash)
)

CREATE TABLE batches (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	file BIGINT, 
	corrects BIGINT, 
	entries BIGINT NOT NULL, 
	prepared_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(file) REFERENCES files (id), 
	FOREIGN KEY(corrects) REFERENCES batches (id)
)

CREATE TABLE steps (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	batch BIGINT NOT NULL, 
	step TEXT NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(batch) REFERENCES batches (id)
)

CREATE INDEX steps_by_batch ON steps (batch, step)

CREATE TABLE entries (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	batch BIGINT NOT NULL, 
	line BIGINT NOT NULL, 
	posting_date DATE NOT NULL, 
	due_date DATE, 
	type TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	memo TEXT NOT NULL, 
	cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	customer TEXT NOT NULL, 
	others TEXT NOT NULL, 
	reverses BIGINT, 
	replaces BIGINT, 
	fingerprint BIGINT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(batch) REFERENCES batches (id)
)

CREATE INDEX entries_by_date ON entries (posting_date)

CREATE INDEX entries_by_reference ON entries (reference)

CREATE INDEX entries_by_replaced ON entries (replaces) WHERE replaces IS NOT NULL

CREATE INDEX entries_by_customer ON entries (customer, posting_date)

CREATE INDEX entries_by_cents ON entries (cents)

CREATE INDEX entries_by_reversed ON entries (reverses) WHERE reverses IS NOT NULL

CREATE INDEX entries_by_type ON entries (type, posting_date)

CREATE INDEX entries_by_batch ON entries (batch)

CREATE TABLE events (
	id INTEGER NOT NULL, 
	trail BIGINT NOT NULL, 
	entry BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	who TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(entry) REFERENCES entries (id)
)

CREATE INDEX events_by_entry ON events (entry)

CREATE VIRTUAL TABLE entry_texts USING fts5(reference, memo, customer, others, content='', tokenize='unicode61 remove_diacritics 0')

CREATE TRIGGER carried_no_update BEFORE UPDATE ON carried BEGIN SELECT RAISE(ABORT, 'tieout:append_only:carried'); END

CREATE TRIGGER carried_no_delete BEFORE DELETE ON carried BEGIN SELECT RAISE(ABORT, 'tieout:append_only:carried'); END

CREATE TRIGGER carried_no_replace BEFORE INSERT ON carried WHEN EXISTS (SELECT 1 FROM carried WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:carried'); END

CREATE TRIGGER customers_no_update BEFORE UPDATE ON customers BEGIN SELECT RAISE(ABORT, 'tieout:append_only:customers'); END

CREATE TRIGGER customers_no_delete BEFORE DELETE ON customers BEGIN SELECT RAISE(ABORT, 'tieout:append_only:customers'); END

CREATE TRIGGER customers_no_replace BEFORE INSERT ON customers WHEN EXISTS (SELECT 1 FROM customers WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:customers'); END

CREATE TRIGGER files_no_update BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'tieout:append_only:files'); END

CREATE TRIGGER files_no_delete BEFORE DELETE ON files BEGIN SELECT RAISE(ABORT, 'tieout:append_only:files'); END

CREATE TRIGGER files_no_replace BEFORE INSERT ON files WHEN EXISTS (SELECT 1 FROM files WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:files'); END

CREATE TRIGGER people_no_update BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'tieout:append_only:people'); END

CREATE TRIGGER people_no_delete BEFORE DELETE ON people BEGIN SELECT RAISE(ABORT, 'tieout:append_only:people'); END

CREATE TRIGGER people_no_replace BEFORE INSERT ON people WHEN EXISTS (SELECT 1 FROM people WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:people'); END

CREATE TRIGGER periods_no_update BEFORE UPDATE ON periods BEGIN SELECT RAISE(ABORT, 'tieout:append_only:periods'); END

CREATE TRIGGER periods_no_delete BEFORE DELETE ON periods BEGIN SELECT RAISE(ABORT, 'tieout:append_only:periods'); END

CREATE TRIGGER periods_no_replace BEFORE INSERT ON periods WHEN EXISTS (SELECT 1 FROM periods WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:periods'); END

CREATE TRIGGER products_no_update BEFORE UPDATE ON products BEGIN SELECT RAISE(ABORT, 'tieout:append_only:products'); END

CREATE TRIGGER products_no_delete BEFORE DELETE ON products BEGIN SELECT RAISE(ABORT, 'tieout:append_only:products'); END

CREATE TRIGGER products_no_replace BEFORE INSERT ON products WHEN EXISTS (SELECT 1 FROM products WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:products'); END

CREATE TRIGGER reconciliations_no_update BEFORE UPDATE ON reconciliations BEGIN SELECT RAISE(ABORT, 'tieout:append_only:reconciliations'); END

CREATE TRIGGER reconciliations_no_delete BEFORE DELETE ON reconciliations BEGIN SELECT RAISE(ABORT, 'tieout:append_only:reconciliations'); END

CREATE TRIGGER reconciliations_no_replace BEFORE INSERT ON reconciliations WHEN EXISTS (SELECT 1 FROM reconciliations WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:reconciliations'); END

CREATE TRIGGER settings_no_update BEFORE UPDATE ON settings BEGIN SELECT RAISE(ABORT, 'tieout:append_only:settings'); END

CREATE TRIGGER settings_no_delete BEFORE DELETE ON settings BEGIN SELECT RAISE(ABORT, 'tieout:append_only:settings'); END

CREATE TRIGGER settings_no_replace BEFORE INSERT ON settings WHEN EXISTS (SELECT 1 FROM settings WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:settings'); END

CREATE TRIGGER batches_no_update BEFORE UPDATE ON batches BEGIN SELECT RAISE(ABORT, 'tieout:append_only:batches'); END

CREATE TRIGGER batches_no_delete BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'tieout:append_only:batches'); END

CREATE TRIGGER batches_no_replace BEFORE INSERT ON batches WHEN EXISTS (SELECT 1 FROM batches WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:batches'); END

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'tieout:append_only:entries'); END

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'tieout:append_only:entries'); END

CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:entries'); END

CREATE TRIGGER steps_no_update BEFORE UPDATE ON steps BEGIN SELECT RAISE(ABORT, 'tieout:append_only:steps'); END

CREATE TRIGGER steps_no_delete BEFORE DELETE ON steps BEGIN SELECT RAISE(ABORT, 'tieout:append_only:steps'); END

CREATE TRIGGER steps_no_replace BEFORE INSERT ON steps WHEN EXISTS (SELECT 1 FROM steps WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:steps'); END

CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'tieout:append_only:events'); END

CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'tieout:append_only:events'); END

CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:events'); END

CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'tieout:append_only:trail'); END

CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'tieout:append_only:trail'); END

CREATE TRIGGER trail_no_replace BEFORE INSERT ON trail WHEN EXISTS (SELECT 1 FROM trail WHERE sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:trail'); END

CREATE TRIGGER periods_own_approval BEFORE INSERT ON periods WHEN NEW.state = 'reopened'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM periods p WHERE p.state = 'reopen_asked' AND p.who <> NEW.who
            AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = NEW.period)) BEGIN SELECT RAISE(ABORT, 'tieout:own_approval'); END

CREATE TRIGGER periods_residue BEFORE INSERT ON periods WHEN NEW.state = 'closed' AND EXISTS (
            SELECT 1 FROM reconciliations r WHERE r.period = NEW.period AND r.unexplained_cents <> 0
            AND r.id = (SELECT max(s.id) FROM reconciliations s WHERE s.period = r.period
                        AND s.customer = r.customer AND s.currency = r.currency)) BEGIN SELECT RAISE(ABORT, 'tieout:residue'); END

CREATE TRIGGER steps_own_review BEFORE INSERT ON steps WHEN NEW.step = 'reviewed' AND EXISTS (
            SELECT 1 FROM batches b WHERE b.id = NEW.batch AND b.prepared_by = NEW.who) BEGIN SELECT RAISE(ABORT, 'tieout:own_review'); END

CREATE TRIGGER steps_not_reviewed BEFORE INSERT ON steps WHEN NEW.step = 'posted'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'reviewed') BEGIN SELECT RAISE(ABORT, 'tieout:not_reviewed'); END

CREATE TRIGGER steps_batch_finished BEFORE INSERT ON steps WHEN EXISTS (SELECT 1 FROM steps s
            WHERE s.batch = NEW.batch AND s.step IN ('posted', 'rejected')) BEGIN SELECT RAISE(ABORT, 'tieout:batch_finished'); END

CREATE TRIGGER steps_period_closed BEFORE INSERT ON steps WHEN NEW.step = 'posted' AND EXISTS (
    SELECT 1 FROM entries e WHERE e.batch = NEW.batch AND substr(e.posting_date, 1, 7) IN (
        SELECT p.period FROM periods p WHERE p.state IN ('closed', 'reopen_asked')
        AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = p.period))) BEGIN SELECT RAISE(ABORT, 'tieout:period_closed'); END
