DROP TABLE customers

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
    statement_kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    customer_group TEXT NOT NULL,
    active INTEGER NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (id)
)

CREATE INDEX customers_by_code ON customers (code)

CREATE INDEX products_by_code ON products (code)

CREATE INDEX people_by_name ON people (name)

CREATE TRIGGER customers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON customers FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE OR REPLACE FUNCTION tieout_steps_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
IF NEW.step = 'reviewed' AND EXISTS (
    SELECT 1 FROM batches b WHERE b.id = NEW.batch AND b.prepared_by = NEW.who) THEN RAISE EXCEPTION 'tieout:own_review'; END IF;
IF NEW.step = 'posted'
    AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'reviewed')
    AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) IN ('yes', 'entered')
    AND ((SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
    OR EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'drafted')
    OR EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch AND (b.file IS NULL OR b.corrects IS NOT NULL))) THEN RAISE EXCEPTION 'tieout:not_reviewed'; END IF;
IF EXISTS (SELECT 1 FROM steps s
    WHERE s.batch = NEW.batch AND s.step IN ('posted', 'rejected')) THEN RAISE EXCEPTION 'tieout:batch_finished'; END IF;
IF NEW.step = 'posted' AND EXISTS (
    SELECT 1 FROM entries e WHERE e.batch = NEW.batch AND to_char(e.posting_date, 'YYYY-MM') IN (
    SELECT p.period FROM periods p WHERE p.state IN ('closed', 'reopen_asked')
    AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = p.period))) THEN RAISE EXCEPTION 'tieout:period_closed'; END IF;
IF (NEW.step = 'reviewed' OR NEW.step = 'rejected' AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = NEW.batch AND b.prepared_by = NEW.who))
    AND EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.who ORDER BY p.id DESC LIMIT 1), '')
    NOT IN ('reviewer', 'administrator') THEN RAISE EXCEPTION 'tieout:not_a_reviewer'; END IF;
IF EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.who ORDER BY p.id DESC LIMIT 1), '')
    NOT IN ('preparer', 'reviewer', 'administrator') THEN RAISE EXCEPTION 'tieout:not_a_preparer'; END IF;
RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION tieout_periods_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
IF NEW.state = 'reopened'
    AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
    AND NOT EXISTS (SELECT 1 FROM periods p WHERE p.state = 'reopen_asked' AND p.who <> NEW.who
    AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = NEW.period)) THEN RAISE EXCEPTION 'tieout:own_approval'; END IF;
IF NEW.state = 'closed' AND EXISTS (
    SELECT 1 FROM reconciliations r WHERE r.period = NEW.period AND r.unexplained_cents <> 0
    AND r.id = (SELECT max(s.id) FROM reconciliations s WHERE s.period = r.period
    AND s.customer = r.customer AND s.currency = r.currency)) THEN RAISE EXCEPTION 'tieout:residue'; END IF;
IF NEW.state <> 'matched' AND EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.who ORDER BY p.id DESC LIMIT 1), '')
    NOT IN ('reviewer', 'administrator') THEN RAISE EXCEPTION 'tieout:not_a_reviewer'; END IF;
RETURN NEW;
END $$

CREATE FUNCTION tieout_batches_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
IF EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.prepared_by ORDER BY p.id DESC LIMIT 1), '')
        NOT IN ('preparer', 'reviewer', 'administrator') THEN RAISE EXCEPTION 'tieout:not_a_preparer'; END IF;
RETURN NEW;
END $$

CREATE TRIGGER batches_rules BEFORE INSERT ON batches FOR EACH ROW EXECUTE FUNCTION tieout_batches_rules()

CREATE FUNCTION tieout_trail_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
IF NEW.sequence <> (SELECT coalesce(max(t.sequence), 0) + 1 FROM trail t)
    OR NEW.previous <> coalesce((SELECT t.hash FROM trail t ORDER BY t.sequence DESC LIMIT 1), repeat('0', 64)) THEN RAISE EXCEPTION 'tieout:out_of_turn'; END IF;
RETURN NEW;
END $$

CREATE TRIGGER trail_rules BEFORE INSERT ON trail FOR EACH ROW EXECUTE FUNCTION tieout_trail_rules()

CREATE FUNCTION tieout_entries_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
IF EXISTS (SELECT 1 FROM steps s WHERE s.batch IN (SELECT DISTINCT f.batch FROM fresh f)) THEN RAISE EXCEPTION 'tieout:batch_begun'; END IF;
RETURN NULL;
END $$

CREATE TRIGGER entries_rules AFTER INSERT ON entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tieout_entries_rules()

CREATE FUNCTION tieout_role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p
    WHERE p.name = session_user ORDER BY p.id DESC LIMIT 1), '')
$$

CREATE FUNCTION tieout_groups() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT coalesce((SELECT CASE p.active WHEN 1 THEN string_to_array(p.customer_group, '|') END FROM people p
    WHERE p.name = session_user ORDER BY p.id DESC LIMIT 1), '{}')
$$

CREATE FUNCTION tieout_sees_all() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT coalesce((SELECT p.active = 1 AND p.customer_group = '' FROM people p
    WHERE p.name = session_user ORDER BY p.id DESC LIMIT 1), false)
    OR pg_has_role(session_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = 'trail'::regclass), 'member')
$$

CREATE FUNCTION tieout_customers_in_sight() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT unnest(string_to_array(c.name || '|' || c.aliases, '|')) FROM customers c
    WHERE c.customer_group = ANY (tieout_groups())
    AND c.id = (SELECT max(d.id) FROM customers d WHERE d.code = c.code)
$$

CREATE FUNCTION tieout_head() RETURNS TABLE (sequence bigint, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT t.sequence, t.hash FROM trail t ORDER BY t.sequence DESC LIMIT 1
$$

CREATE FUNCTION tieout_next_id(kept text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found bigint;
BEGIN
EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %I', kept) INTO found;
RETURN found;
END
$$

CREATE FUNCTION tieout_found(sought text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT t.entry FROM entry_texts t WHERE t.pieces @@ CAST(sought AS tsquery)
    AND (tieout_sees_all() OR EXISTS (SELECT 1 FROM entries e WHERE e.id = t.entry
        AND e.customer IN (SELECT tieout_customers_in_sight())))
$$

ALTER TABLE carried ENABLE ROW LEVEL SECURITY

ALTER TABLE customers ENABLE ROW LEVEL SECURITY

ALTER TABLE files ENABLE ROW LEVEL SECURITY

ALTER TABLE people ENABLE ROW LEVEL SECURITY

ALTER TABLE periods ENABLE ROW LEVEL SECURITY

ALTER TABLE products ENABLE ROW LEVEL SECURITY

ALTER TABLE reconciliations ENABLE ROW LEVEL SECURITY

ALTER TABLE settings ENABLE ROW LEVEL SECURITY

ALTER TABLE batches ENABLE ROW LEVEL SECURITY

ALTER TABLE entries ENABLE ROW LEVEL SECURITY

ALTER TABLE steps ENABLE ROW LEVEL SECURITY

ALTER TABLE events ENABLE ROW LEVEL SECURITY

ALTER TABLE trail ENABLE ROW LEVEL SECURITY

ALTER TABLE entry_texts ENABLE ROW LEVEL SECURITY

CREATE POLICY carried_seen ON carried FOR SELECT USING ((SELECT tieout_sees_all()) OR customer IN (SELECT tieout_customers_in_sight()))

CREATE POLICY carried_added ON carried FOR INSERT WITH CHECK ((SELECT tieout_sees_all()))

CREATE POLICY customers_seen ON customers FOR SELECT USING ((SELECT tieout_sees_all()) OR customer_group = ANY (tieout_groups()))

CREATE POLICY customers_added ON customers FOR INSERT WITH CHECK ((SELECT tieout_sees_all()))

CREATE POLICY files_seen ON files FOR SELECT USING ((SELECT tieout_sees_all()) OR EXISTS (SELECT 1 FROM batches b JOIN entries e ON e.batch = b.id WHERE b.file = files.id))

CREATE POLICY files_added ON files FOR INSERT WITH CHECK (true)

CREATE POLICY people_seen ON people FOR SELECT USING (true)

CREATE POLICY people_added ON people FOR INSERT WITH CHECK ((SELECT tieout_sees_all()))

CREATE POLICY periods_seen ON periods FOR SELECT USING (true)

CREATE POLICY periods_added ON periods FOR INSERT WITH CHECK (who = session_user AND (SELECT tieout_sees_all()))

CREATE POLICY products_seen ON products FOR SELECT USING (true)

CREATE POLICY products_added ON products FOR INSERT WITH CHECK (true)

CREATE POLICY reconciliations_seen ON reconciliations FOR SELECT USING ((SELECT tieout_sees_all()) OR customer IN (SELECT tieout_customers_in_sight()))

CREATE POLICY reconciliations_added ON reconciliations FOR INSERT WITH CHECK (who = session_user AND ((SELECT tieout_sees_all()) OR customer IN (SELECT tieout_customers_in_sight())))

CREATE POLICY settings_seen ON settings FOR SELECT USING (true)

CREATE POLICY settings_added ON settings FOR INSERT WITH CHECK ((SELECT tieout_sees_all()))

CREATE POLICY batches_seen ON batches FOR SELECT USING (true)

CREATE POLICY batches_added ON batches FOR INSERT WITH CHECK (prepared_by = session_user)

CREATE POLICY entries_seen ON entries FOR SELECT USING ((SELECT tieout_sees_all()) OR customer IN (SELECT tieout_customers_in_sight()))

CREATE POLICY entries_added ON entries FOR INSERT WITH CHECK (batch IN (SELECT b.id FROM batches b WHERE b.prepared_by = session_user) AND ((SELECT tieout_sees_all()) OR customer IN (SELECT tieout_customers_in_sight())))

CREATE POLICY steps_seen ON steps FOR SELECT USING (true)

CREATE POLICY steps_added ON steps FOR INSERT WITH CHECK (who = session_user)

CREATE POLICY events_seen ON events FOR SELECT USING ((SELECT tieout_sees_all()) OR EXISTS (SELECT 1 FROM entries e WHERE e.id = entry))

CREATE POLICY events_added ON events FOR INSERT WITH CHECK (who = session_user AND ((SELECT tieout_sees_all()) OR EXISTS (SELECT 1 FROM entries e WHERE e.id = entry)))

CREATE POLICY trail_seen ON trail FOR SELECT USING ((SELECT tieout_sees_all()) OR who = session_user)

CREATE POLICY trail_added ON trail FOR INSERT WITH CHECK (who = session_user AND (action = 'read' OR tieout_role() <> 'viewer'))

CREATE POLICY entry_texts_seen ON entry_texts FOR SELECT USING ((SELECT tieout_sees_all()))

CREATE POLICY entry_texts_added ON entry_texts FOR INSERT WITH CHECK ((SELECT tieout_sees_all()))
