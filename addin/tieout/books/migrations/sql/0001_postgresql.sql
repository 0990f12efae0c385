CREATE TABLE settings (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE files (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	sheet TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	size BIGINT, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE periods (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	period TEXT NOT NULL, 
	state TEXT NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE reconciliations (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	period TEXT NOT NULL, 
	customer TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	difference_cents BIGINT NOT NULL, 
	unexplained_cents BIGINT NOT NULL, 
	who TEXT NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE carried (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	period TEXT NOT NULL, 
	customer TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	cents BIGINT NOT NULL, 
	open_items BIGINT NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE people (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	customer_group TEXT NOT NULL, 
	password TEXT NOT NULL, 
	active INTEGER NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE customers (
	id BIGINT NOT NULL, 
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
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE INDEX customers_by_code ON customers (code)

CREATE TABLE products (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	specification TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	price_cents BIGINT, 
	currency TEXT NOT NULL, 
	tax_rate_bp INTEGER, 
	active INTEGER NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id)
)

CREATE TABLE trail (
	sequence BIGINT NOT NULL, 
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
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	file BIGINT, 
	corrects BIGINT, 
	entries BIGINT NOT NULL, 
	prepared_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(file) REFERENCES files (id), 
	FOREIGN KEY(corrects) REFERENCES batches (id)
)

CREATE TABLE steps (
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	batch BIGINT NOT NULL, 
	step TEXT NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(batch) REFERENCES batches (id)
)

CREATE INDEX steps_by_batch ON steps (batch, step)

CREATE TABLE entries (
	id BIGINT NOT NULL, 
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
	digest BYTEA NOT NULL, 
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
	id BIGINT NOT NULL, 
	trail BIGINT NOT NULL, 
	entry BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	who TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	digest BYTEA NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(entry) REFERENCES entries (id)
)

CREATE INDEX events_by_entry ON events (entry)

CREATE TABLE entry_texts (entry bigint PRIMARY KEY, pieces tsvector NOT NULL)

CREATE INDEX entry_texts_by_piece ON entry_texts USING gin (pieces)

CREATE FUNCTION tieout_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'tieout:append_only:%', TG_TABLE_NAME; END $$

CREATE TRIGGER carried_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON carried FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER customers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON customers FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER files_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON files FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER people_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON people FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER periods_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON periods FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER products_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON products FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER reconciliations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliations FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER settings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settings FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER batches_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batches FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON steps FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE TRIGGER trail_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE FUNCTION tieout_steps_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN IF NEW.step = 'reviewed' AND EXISTS (
            SELECT 1 FROM batches b WHERE b.id = NEW.batch AND b.prepared_by = NEW.who) THEN RAISE EXCEPTION 'tieout:own_review'; END IF;
IF NEW.step = 'posted'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'reviewed') THEN RAISE EXCEPTION 'tieout:not_reviewed'; END IF;
IF EXISTS (SELECT 1 FROM steps s
            WHERE s.batch = NEW.batch AND s.step IN ('posted', 'rejected')) THEN RAISE EXCEPTION 'tieout:batch_finished'; END IF;
IF NEW.step = 'posted' AND EXISTS (
    SELECT 1 FROM entries e WHERE e.batch = NEW.batch AND to_char(e.posting_date, 'YYYY-MM') IN (
        SELECT p.period FROM periods p WHERE p.state IN ('closed', 'reopen_asked')
        AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = p.period))) THEN RAISE EXCEPTION 'tieout:period_closed'; END IF; RETURN NEW; END $$

CREATE TRIGGER steps_rules BEFORE INSERT ON steps FOR EACH ROW EXECUTE FUNCTION tieout_steps_rules()

CREATE FUNCTION tieout_periods_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN IF NEW.state = 'reopened'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM periods p WHERE p.state = 'reopen_asked' AND p.who <> NEW.who
            AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = NEW.period)) THEN RAISE EXCEPTION 'tieout:own_approval'; END IF;
IF NEW.state = 'closed' AND EXISTS (
            SELECT 1 FROM reconciliations r WHERE r.period = NEW.period AND r.unexplained_cents <> 0
            AND r.id = (SELECT max(s.id) FROM reconciliations s WHERE s.period = r.period
                        AND s.customer = r.customer AND s.currency = r.currency)) THEN RAISE EXCEPTION 'tieout:residue'; END IF; RETURN NEW; END $$

CREATE TRIGGER periods_rules BEFORE INSERT ON periods FOR EACH ROW EXECUTE FUNCTION tieout_periods_rules()
