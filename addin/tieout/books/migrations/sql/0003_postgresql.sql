CREATE TABLE goods (
    id BIGINT NOT NULL,
    trail BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    product TEXT NOT NULL,
    quantity_millionths BIGINT,
    unit TEXT NOT NULL,
    unit_price_millionths BIGINT,
    digest BYTEA NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(entry) REFERENCES entries (id)
)

CREATE INDEX goods_by_entry ON goods (entry)

CREATE INDEX trail_changes ON trail (sequence) WHERE action <> 'read'

CREATE TRIGGER goods_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON goods FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()

CREATE FUNCTION tieout_goods_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
IF EXISTS (SELECT 1 FROM fresh f JOIN entries e ON e.id = f.entry JOIN steps s ON s.batch = e.batch) THEN RAISE EXCEPTION 'tieout:batch_begun'; END IF;
RETURN NULL;
END $$

CREATE TRIGGER goods_rules AFTER INSERT ON goods REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tieout_goods_rules()

CREATE FUNCTION tieout_changed() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT coalesce(max(t.sequence), 0) FROM trail t WHERE t.action <> 'read'
$$

CREATE FUNCTION tieout_read(wanted_subject text, wanted_reason text, wanted_detail text) RETURNS TABLE (line bigint, head text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE number bigint; before text; moment text; made text;
BEGIN
IF EXISTS (SELECT 1 FROM people) AND tieout_role() = '' AND NOT tieout_sees_all() THEN RAISE EXCEPTION 'tieout:not_a_reader'; END IF;
PERFORM pg_advisory_xact_lock(127996022191476);
SELECT coalesce(max(t.sequence), 0) + 1 INTO number FROM trail t;
SELECT coalesce((SELECT t.hash FROM trail t WHERE t.sequence = number - 1), repeat('0', 64)) INTO before;
moment := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
made := encode(sha256(convert_to(concat_ws(chr(31), before, number::text, moment, session_user::text, 'read', wanted_subject, wanted_reason, wanted_detail, ''), 'UTF8')), 'hex');
INSERT INTO trail VALUES (number, moment, session_user, 'read', wanted_subject, wanted_reason, wanted_detail, '', before, made);
RETURN QUERY SELECT number, made;
END $$

CREATE FUNCTION tieout_indexed_until() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT coalesce(max(t.entry), 0) FROM entry_texts t
$$

CREATE OR REPLACE FUNCTION tieout_found(sought text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT t.entry FROM entry_texts t WHERE t.pieces @@ CAST(sought AS tsquery)
    AND ((SELECT tieout_sees_all()) OR EXISTS (SELECT 1 FROM entries e WHERE e.id = t.entry
        AND e.customer IN (SELECT tieout_customers_in_sight())))
$$

CREATE FUNCTION tieout_found_first(sought text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
IF tieout_sees_all() THEN
    RETURN QUERY EXECUTE format('SELECT t.entry FROM entry_texts t WHERE t.pieces @@ CAST(%L AS tsquery) LIMIT %s', sought, most);
ELSE
    RETURN QUERY EXECUTE format('SELECT t.entry FROM entry_texts t WHERE t.pieces @@ CAST(%L AS tsquery) AND EXISTS (SELECT 1 FROM entries e WHERE e.id = t.entry AND e.customer IN (SELECT tieout_customers_in_sight())) LIMIT %s', sought, most);
END IF;
END $$

ALTER TABLE goods ENABLE ROW LEVEL SECURITY

CREATE POLICY goods_seen ON goods FOR SELECT USING ((SELECT tieout_sees_all()) OR EXISTS (SELECT 1 FROM entries e WHERE e.id = entry))

CREATE POLICY goods_added ON goods FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM entries e JOIN batches b ON b.id = e.batch WHERE e.id = entry AND b.prepared_by = session_user))
