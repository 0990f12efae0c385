SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.tieout_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN RAISE EXCEPTION 'tieout:append_only:%', TG_TABLE_NAME; END $$;
CREATE FUNCTION public.tieout_batches_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
IF EXISTS (SELECT 1 FROM people)
    AND coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p WHERE p.name = NEW.prepared_by ORDER BY p.id DESC LIMIT 1), '')
        NOT IN ('preparer', 'reviewer', 'administrator') THEN RAISE EXCEPTION 'tieout:not_a_preparer'; END IF;
RETURN NEW;
END $$;
CREATE FUNCTION public.tieout_customers_in_sight() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
SELECT unnest(string_to_array(c.name || '|' || c.aliases, '|')) FROM customers c
    WHERE c.customer_group = ANY (tieout_groups())
    AND c.id = (SELECT max(d.id) FROM customers d WHERE d.code = c.code)
$$;
CREATE FUNCTION public.tieout_entries_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
IF EXISTS (SELECT 1 FROM steps s WHERE s.batch IN (SELECT DISTINCT f.batch FROM fresh f)) THEN RAISE EXCEPTION 'tieout:batch_begun'; END IF;
RETURN NULL;
END $$;
CREATE FUNCTION public.tieout_found(sought text) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
SELECT t.entry FROM entry_texts t WHERE t.pieces @@ CAST(sought AS tsquery)
    AND (tieout_sees_all() OR EXISTS (SELECT 1 FROM entries e WHERE e.id = t.entry
        AND e.customer IN (SELECT tieout_customers_in_sight())))
$$;
CREATE FUNCTION public.tieout_groups() RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
SELECT coalesce((SELECT CASE p.active WHEN 1 THEN string_to_array(p.customer_group, '|') END FROM people p
    WHERE p.name = session_user ORDER BY p.id DESC LIMIT 1), '{}')
$$;
CREATE FUNCTION public.tieout_head() RETURNS TABLE(sequence bigint, hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
SELECT t.sequence, t.hash FROM trail t ORDER BY t.sequence DESC LIMIT 1
$$;
CREATE FUNCTION public.tieout_next_id(kept text) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE found bigint;
BEGIN
EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %I', kept) INTO found;
RETURN found;
END
$$;
CREATE FUNCTION public.tieout_periods_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
END $$;
CREATE FUNCTION public.tieout_role() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
SELECT coalesce((SELECT CASE p.active WHEN 1 THEN p.role END FROM people p
    WHERE p.name = session_user ORDER BY p.id DESC LIMIT 1), '')
$$;
CREATE FUNCTION public.tieout_sees_all() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
SELECT coalesce((SELECT p.active = 1 AND p.customer_group = '' FROM people p
    WHERE p.name = session_user ORDER BY p.id DESC LIMIT 1), false)
    OR pg_has_role(session_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = 'trail'::regclass), 'member')
$$;
CREATE FUNCTION public.tieout_steps_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
END $$;
CREATE FUNCTION public.tieout_trail_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
IF NEW.sequence <> (SELECT coalesce(max(t.sequence), 0) + 1 FROM trail t)
    OR NEW.previous <> coalesce((SELECT t.hash FROM trail t ORDER BY t.sequence DESC LIMIT 1), repeat('0', 64)) THEN RAISE EXCEPTION 'tieout:out_of_turn'; END IF;
RETURN NEW;
END $$;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.batches (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    file bigint,
    corrects bigint,
    entries bigint NOT NULL,
    prepared_by text NOT NULL,
    reason text NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.carried (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    period text NOT NULL,
    customer text NOT NULL,
    currency text NOT NULL,
    cents bigint NOT NULL,
    open_items bigint NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.customers (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    aliases text NOT NULL,
    contact text NOT NULL,
    telephone text NOT NULL,
    email text NOT NULL,
    address text NOT NULL,
    tax_number text NOT NULL,
    bank text NOT NULL,
    bank_account text NOT NULL,
    terms_days integer,
    credit_limit_cents bigint,
    currency text NOT NULL,
    statement_language text NOT NULL,
    statement_kind text NOT NULL,
    owner text NOT NULL,
    customer_group text NOT NULL,
    active integer NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.entries (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    posting_date date NOT NULL,
    due_date date,
    type text NOT NULL,
    reference text NOT NULL,
    memo text NOT NULL,
    cents bigint NOT NULL,
    currency text NOT NULL,
    customer text NOT NULL,
    others text NOT NULL,
    reverses bigint,
    replaces bigint,
    fingerprint bigint NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.entry_texts (
    entry bigint NOT NULL,
    pieces tsvector NOT NULL
);
CREATE TABLE public.events (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    entry bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    who text NOT NULL,
    detail text NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.files (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    name text NOT NULL,
    sheet text NOT NULL,
    sha256 text NOT NULL,
    size bigint,
    digest bytea NOT NULL
);
CREATE TABLE public.people (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    customer_group text NOT NULL,
    password text NOT NULL,
    active integer NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.periods (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    period text NOT NULL,
    state text NOT NULL,
    who text NOT NULL,
    reason text NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.products (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    specification text NOT NULL,
    unit text NOT NULL,
    price_cents bigint,
    currency text NOT NULL,
    tax_rate_bp integer,
    active integer NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.reconciliations (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    period text NOT NULL,
    customer text NOT NULL,
    currency text NOT NULL,
    difference_cents bigint NOT NULL,
    unexplained_cents bigint NOT NULL,
    who text NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.settings (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.steps (
    id bigint NOT NULL,
    trail bigint NOT NULL,
    batch bigint NOT NULL,
    step text NOT NULL,
    who text NOT NULL,
    reason text NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE public.trail (
    sequence bigint NOT NULL,
    at text NOT NULL,
    who text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    written text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL
);
INSERT INTO public.alembic_version VALUES ('0002');
INSERT INTO public.batches VALUES (1, 4, 1, NULL, 5, 'owner', '', '\xff02a9eaad92d62fffa14d7563e1d9fb');
INSERT INTO public.batches VALUES (2, 6, 2, NULL, 1, 'owner', '', '\xa694c916acbe6dde87f021979443e3dc');
INSERT INTO public.batches VALUES (3, 9, 3, NULL, 1, 'owner', '', '\xa13880c4b83e191e629cb836a5658cbf');
INSERT INTO public.carried VALUES (1, 7, '2026-07', '北方贸易公司', 'CNY', 8805, 1, '\xa44bf52e910965ad11639789fa071d9d');
INSERT INTO public.carried VALUES (2, 7, '2026-07', '华东机械有限公司', 'CNY', 100000, 0, '\x67d9110f6bb96f49e5e61f835f5d1f1a');
INSERT INTO public.customers VALUES (1, 2, 'C1', '华东机械有限公司', '', '', '', '', '', '', '', '', 30, NULL, 'CNY', '', '', '', 'east', 1, '\x678edfae4f7d672d64fb0e5d69ce408b');
INSERT INTO public.entries VALUES (1, 4, 1, 2, '2026-07-01', NULL, 'sale', 'XS-001', '七月货款', 120000, 'CNY', '华东机械有限公司', '', NULL, NULL, 8084386708238047676, '\xd99d54dffe3623a52994ff9532d8bbdf');
INSERT INTO public.entries VALUES (2, 4, 1, 3, '2026-07-03', NULL, 'payment', 'SK-001', '收到货款 电汇', -20000, 'CNY', '华东机械有限公司', '', NULL, NULL, -7957238026222367443, '\x5015b6182cb3351b4765ddef5d557b9f');
INSERT INTO public.entries VALUES (3, 4, 1, 4, '2026-07-05', NULL, 'sale', 'XS-002', '运费 代垫', 8805, 'CNY', '北方贸易公司', '', NULL, NULL, -1250483678212767292, '\x362fbd184f3e61260ee5b855a60e81fa');
INSERT INTO public.entries VALUES (4, 4, 1, 5, '2026-08-02', NULL, 'return', 'TH-001', '退货 质量问题', -805, 'CNY', '北方贸易公司', '', NULL, NULL, -5953732400508311182, '\xf6f4dc21a00afd79d38c4f28dfab7396');
INSERT INTO public.entries VALUES (5, 4, 1, 6, '2026-08-09', NULL, 'sale', 'XS-003', 'Spare parts', 50000, 'USD', 'Acme Ltd', '', NULL, NULL, -4108005582301745130, '\xf241df4c2981db55106675994ef98bdb');
INSERT INTO public.entries VALUES (6, 6, 2, 2, '2026-08-15', NULL, 'sale', 'XS-004', '八月货款', 195, 'CNY', '北方贸易公司', '', NULL, NULL, -4388468727466544731, '\x2ffe05d8e1d503c597b600d3c86ef56e');
INSERT INTO public.entries VALUES (7, 9, 3, 2, '2026-09-03', NULL, 'sale', 'XS-010', '九月货款', 100, 'CNY', '北方贸易公司', '', NULL, NULL, 2358889507815597307, '\x36fbd41acbe77393b8ad7969152c5437');
INSERT INTO public.entry_texts VALUES (1, '''001'':3 ''01'':4 ''1'':5 ''s00'':2 ''xs0'':1 ''七月'':16 ''东机'':31 ''公司'':36 ''华东'':30 ''司'':37 ''月货'':17 ''有限'':34 ''机械'':32 ''械有'':33 ''款'':19 ''货款'':18 ''限公'':35');
INSERT INTO public.entry_texts VALUES (2, '''001'':3 ''01'':4 ''1'':5 ''k00'':2 ''sk0'':1 ''东机'':33 ''公司'':38 ''到货'':17 ''华东'':32 ''司'':39 ''收到'':16 ''有限'':36 ''机械'':34 ''械有'':35 ''款电'':19 ''汇'':21 ''电汇'':20 ''货款'':18 ''限公'':37');
INSERT INTO public.entry_texts VALUES (3, '''002'':3 ''02'':4 ''2'':5 ''s00'':2 ''xs0'':1 ''代垫'':18 ''公司'':34 ''北方'':30 ''司'':35 ''垫'':19 ''方贸'':31 ''易公'':33 ''贸易'':32 ''费代'':17 ''运费'':16');
INSERT INTO public.entry_texts VALUES (4, '''001'':3 ''01'':4 ''1'':5 ''h00'':2 ''th0'':1 ''公司'':36 ''北方'':32 ''司'':37 ''方贸'':33 ''易公'':35 ''货质'':17 ''质量'':18 ''贸易'':34 ''退货'':16 ''量问'':19 ''问题'':20 ''题'':21');
INSERT INTO public.entry_texts VALUES (5, '''003'':3 ''03'':4 ''3'':5 ''acm'':36 ''are'':18 ''art'':22 ''cme'':37 ''d'':42 ''elt'':39 ''epa'':20 ''ltd'':40 ''mel'':38 ''par'':17,21 ''rep'':19 ''rts'':23 ''s'':25 ''s00'':2 ''spa'':16 ''td'':41 ''ts'':24 ''xs0'':1');
INSERT INTO public.entry_texts VALUES (6, '''004'':3 ''04'':4 ''4'':5 ''s00'':2 ''xs0'':1 ''八月'':16 ''公司'':34 ''北方'':30 ''司'':35 ''方贸'':31 ''易公'':33 ''月货'':17 ''款'':19 ''货款'':18 ''贸易'':32');
INSERT INTO public.entry_texts VALUES (7, '''0'':5 ''010'':3 ''10'':4 ''s01'':2 ''xs0'':1 ''九月'':16 ''公司'':34 ''北方'':30 ''司'':35 ''方贸'':31 ''易公'':33 ''月货'':17 ''款'':19 ''货款'':18 ''贸易'':32');
INSERT INTO public.events VALUES (1, 5, 1, 'match', 'M1', 'owner', '', '\x9b122f131eb7542c15dc441b69839221');
INSERT INTO public.events VALUES (2, 5, 2, 'match', 'M1', 'owner', '', '\x76f3467d9d3d09b18b68d0b835c9f70f');
INSERT INTO public.files VALUES (1, 4, 'july.csv', '', '79743069119c245e12495d6fed054da83d5aab6ae8284622bc34abe0445f2ae3', 428, '\xdd58e83d6d16b0e09508e006f3b683f6');
INSERT INTO public.files VALUES (2, 6, 'more.csv', '', 'd5164d4ed523da6358d54bfa91d1c31f5c0414d5ef23a344d2f60574fa3744e3', 131, '\x28f08ae9f05012fe0833050e8d43b4ef');
INSERT INTO public.files VALUES (3, 9, 'sept.csv', '', '77ee9be5175ef5ef0e1ca4ddc12865752d7708d8f9f0e5620b8474169a6c5670', 131, '\xd0dd561ffe6fc5deb51256446df0a904');
INSERT INTO public.periods VALUES (1, 7, '2026-07', 'matched', 'owner', '', '\xdb3af3160abe0a4e53d6e3cd29d454e2');
INSERT INTO public.periods VALUES (2, 7, '2026-07', 'reviewed', 'owner', '', '\x0e36ed5dddf3bd3f781300044556ab0f');
INSERT INTO public.periods VALUES (3, 7, '2026-07', 'confirmed', 'owner', '', '\x1e2bd480403f6c9096208851de442231');
INSERT INTO public.periods VALUES (4, 7, '2026-07', 'closed', 'owner', '', '\xae1e002675fcb2924bd0514e5c3aa0bb');
INSERT INTO public.products VALUES (1, 3, 'P1', '螺栓', '', '件', 1250, 'CNY', NULL, 1, '\x56de67ab4c00fd93fa7643b49a4e5288');
INSERT INTO public.settings VALUES (1, 1, 'books_id', 'fd49c147-d0c5-4666-86c9-8b3619b6dda9', '\x5372bb294405fda8b98fe4103063c2ed');
INSERT INTO public.settings VALUES (2, 1, 'review', 'no', '\x19d2f34a45965bd61e25ca846aac00f9');
INSERT INTO public.settings VALUES (3, 8, 'review', 'yes', '\x01f4578b50ae4a16adc17a6e97df8b28');
INSERT INTO public.steps VALUES (1, 4, 1, 'prepared', 'owner', '', '\x0eb19c8a022f291e7e6d94747c4c99c6');
INSERT INTO public.steps VALUES (2, 4, 1, 'posted', 'owner', '', '\x0380db37d6dfe7ec6d9058cc904b2e28');
INSERT INTO public.steps VALUES (3, 6, 2, 'prepared', 'owner', '', '\x9425aaac1b88b3885a986b819be9c532');
INSERT INTO public.steps VALUES (4, 6, 2, 'posted', 'owner', '', '\x05dcc9f0c787f01c5eb08c9566d429ed');
INSERT INTO public.steps VALUES (5, 9, 3, 'prepared', 'owner', '', '\x7a044dbff72feed97010c904be38272e');
INSERT INTO public.trail VALUES (1, '2026-11-28T06:25:32.224403Z', 'owner', 'init', '', '', '', '{"settings":[1,2,"272907f59b9e2d7c4fdb114e4245c527133027eb329b7c3ac85131b923d69695"]}', '0000000000000000000000000000000000000000000000000000000000000000', '93a49be059efb143a2330b30b433efa5310207b95f50823088d04e6f66bfcb20');
INSERT INTO public.trail VALUES (2, '2026-11-28T06:25:32.310671Z', 'owner', 'customer', 'customer:C1', 'first list', '{"changes":[{"after":{"active":1,"code":"C1","currency":"CNY","customer_group":"east","name":"华东机械有限公司","terms_days":30},"before":null,"code":"C1"}]}', '{"customers":[1,1,"6ca5434aa0cf3efbdd634e104a3d8953c74dca90ca2970249b5513bcb0160503"]}', '93a49be059efb143a2330b30b433efa5310207b95f50823088d04e6f66bfcb20', 'e4b58a7cda034a8ef3d4662e7aafb350adcb1763610ee76832fb5b9d876089c0');
INSERT INTO public.trail VALUES (3, '2026-11-28T06:25:32.328235Z', 'owner', 'product', 'product:P1', '', '{"changes":[{"after":{"active":1,"code":"P1","currency":"CNY","name":"螺栓","price_cents":1250,"unit":"件"},"before":null,"code":"P1"}]}', '{"products":[1,1,"3fc66ea3b525a0513f3e0ab66e9878429e2fb46d33c489fd1cca987b882c2a53"]}', 'e4b58a7cda034a8ef3d4662e7aafb350adcb1763610ee76832fb5b9d876089c0', 'fcb03927ad61c282fe738a02fa4a38241ef498d2a699381dac68a4735c282b22');
INSERT INTO public.trail VALUES (4, '2026-11-28T06:25:32.611134Z', 'owner', 'prepare', 'batch:1', '', '{"file":"july.csv","known":0,"new":5,"reversed":0,"sha256":"79743069119c245e12495d6fed054da83d5aab6ae8284622bc34abe0445f2ae3","totals":{"CNY":108000,"USD":50000}}', '{"batches":[1,1,"c7b130912ee467feef3e6b4bbdfab2bc38b5714cd653fd891e542ca8eea56068"],"entries":[1,5,"df202b95e40be9ff77d7cb6ef5b159330bbdd16a2930a27feedfe9f03c7cf210"],"files":[1,1,"41dde53b9f4cb4767641ad149adeb2c98824cbd67f8002523446bbb1d19f8e5b"],"steps":[1,2,"c00434cbb00e3fc90193cad762e03962d30cc5d7b63881373364273a245fc78e"]}', 'fcb03927ad61c282fe738a02fa4a38241ef498d2a699381dac68a4735c282b22', '026173990cf8dc899b6777511fc9153a49d966044c78de692308dd7dd52f7e73');
INSERT INTO public.trail VALUES (5, '2026-11-28T06:25:32.663187Z', 'owner', 'match', 'M1', '', '', '{"events":[1,2,"576542b7abef49e2e65593479136e945ca11f781f0c42c87737ca7792423e05e"]}', '026173990cf8dc899b6777511fc9153a49d966044c78de692308dd7dd52f7e73', '3bbed5719bba01586cddb2945af3de4c7057466f0782abf35e4041e3b957568e');
INSERT INTO public.trail VALUES (6, '2026-11-28T06:25:32.753308Z', 'owner', 'prepare', 'batch:2', '', '{"file":"more.csv","known":0,"new":1,"reversed":0,"sha256":"d5164d4ed523da6358d54bfa91d1c31f5c0414d5ef23a344d2f60574fa3744e3","totals":{"CNY":195}}', '{"batches":[2,1,"1d216d33c106d77a6c5e193749e792ab09d1111abb4b15931f91539eee673ded"],"entries":[6,1,"031ed03b4e5ab06f499a047db56841f1038d9ed14141e3786b04b99765c0371d"],"files":[2,1,"8bc3e2718619a435f38b212117add26e82d3d5203bed7c0906925e873794708f"],"steps":[3,2,"5744369ffacca2e36b92ec3e2e15ac5232bf26c7bd73473103656ae567b0bebb"]}', '3bbed5719bba01586cddb2945af3de4c7057466f0782abf35e4041e3b957568e', '64564f4bc9a5be037a24082a728851f6b521e0aea3543d00e981b72161ef0c1c');
INSERT INTO public.trail VALUES (7, '2026-11-28T06:25:32.834995Z', 'owner', 'close_period', 'period:2026-07', '', '{"accounts":2,"after":"closed","before":"draft"}', '{"carried":[1,2,"2123d2b960d1e520653657c07ce953b620a11100bc4c2b906626c357be94afc7"],"periods":[1,4,"5fb7bf42dc03c2ddbaa267931f4ee7dffdba533f2196242cf670dc72457c5a69"]}', '64564f4bc9a5be037a24082a728851f6b521e0aea3543d00e981b72161ef0c1c', 'd92190ee37af0d218ddc878ca2d99fd8c1d5364bd9d644a52ffd1743b98edb85');
INSERT INTO public.trail VALUES (8, '2026-11-28T06:25:32.872807Z', 'owner', 'set', 'setting:review', '', '{"after":"yes","before":"no"}', '{"settings":[3,1,"98289eeb05471f0c7899d5ac9f9cd84425c61663b2f77da02ad877b498aeb152"]}', 'd92190ee37af0d218ddc878ca2d99fd8c1d5364bd9d644a52ffd1743b98edb85', '17f25e5dfd3ab3ff565112ef19a529c87aa29d8d8a47fe9be45a20d91c064a07');
INSERT INTO public.trail VALUES (9, '2026-11-28T06:25:32.932864Z', 'owner', 'prepare', 'batch:3', '', '{"file":"sept.csv","known":0,"new":1,"reversed":0,"sha256":"77ee9be5175ef5ef0e1ca4ddc12865752d7708d8f9f0e5620b8474169a6c5670","totals":{"CNY":100}}', '{"batches":[3,1,"f964da846d35f2b097343f4aea907e79e01e26918f5b6b9248d2d10251a6ebca"],"entries":[7,1,"608331781d186dfe81734ff7bee0fd45da3689c8950a16f8b904150d4bd36b23"],"files":[3,1,"ab1b5c4b2e36757d14e421f2e690f8e4b602bbec55cec446627c524c9650dd8c"],"steps":[5,1,"1022a61f44af59dc3afcd115bb62ba32a905c1cacfd795f28ed26daabcc38b4e"]}', '17f25e5dfd3ab3ff565112ef19a529c87aa29d8d8a47fe9be45a20d91c064a07', '32a56b90a046fe960f0671de8e774f94825cb443eef90514289babdbcb416933');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.carried
    ADD CONSTRAINT carried_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entry_texts
    ADD CONSTRAINT entry_texts_pkey PRIMARY KEY (entry);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.periods
    ADD CONSTRAINT periods_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reconciliations
    ADD CONSTRAINT reconciliations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trail
    ADD CONSTRAINT trail_hash UNIQUE (hash);
ALTER TABLE ONLY public.trail
    ADD CONSTRAINT trail_pkey PRIMARY KEY (sequence);
CREATE INDEX customers_by_code ON public.customers USING btree (code);
CREATE INDEX entries_by_batch ON public.entries USING btree (batch);
CREATE INDEX entries_by_cents ON public.entries USING btree (cents);
CREATE INDEX entries_by_customer ON public.entries USING btree (customer, posting_date);
CREATE INDEX entries_by_date ON public.entries USING btree (posting_date);
CREATE INDEX entries_by_reference ON public.entries USING btree (reference);
CREATE INDEX entries_by_replaced ON public.entries USING btree (replaces) WHERE (replaces IS NOT NULL);
CREATE INDEX entries_by_reversed ON public.entries USING btree (reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX entries_by_type ON public.entries USING btree (type, posting_date);
CREATE INDEX entry_texts_by_piece ON public.entry_texts USING gin (pieces);
CREATE INDEX events_by_entry ON public.events USING btree (entry);
CREATE INDEX people_by_name ON public.people USING btree (name);
CREATE INDEX products_by_code ON public.products USING btree (code);
CREATE INDEX steps_by_batch ON public.steps USING btree (batch, step);
CREATE TRIGGER batches_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batches FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER batches_rules BEFORE INSERT ON public.batches FOR EACH ROW EXECUTE FUNCTION public.tieout_batches_rules();
CREATE TRIGGER carried_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.carried FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER customers_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.customers FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER entries_rules AFTER INSERT ON public.entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_entries_rules();
CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER files_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.files FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER people_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.people FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER periods_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.periods FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER periods_rules BEFORE INSERT ON public.periods FOR EACH ROW EXECUTE FUNCTION public.tieout_periods_rules();
CREATE TRIGGER products_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.products FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER reconciliations_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.reconciliations FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER settings_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settings FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER steps_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.steps FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER steps_rules BEFORE INSERT ON public.steps FOR EACH ROW EXECUTE FUNCTION public.tieout_steps_rules();
CREATE TRIGGER trail_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.trail FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER trail_rules BEFORE INSERT ON public.trail FOR EACH ROW EXECUTE FUNCTION public.tieout_trail_rules();
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_corrects_fkey FOREIGN KEY (corrects) REFERENCES public.batches(id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_file_fkey FOREIGN KEY (file) REFERENCES public.files(id);
ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_batch_fkey FOREIGN KEY (batch) REFERENCES public.batches(id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_entry_fkey FOREIGN KEY (entry) REFERENCES public.entries(id);
ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_batch_fkey FOREIGN KEY (batch) REFERENCES public.batches(id);
ALTER TABLE public.batches ENABLE ROW LEVEL SECURITY;
CREATE POLICY batches_added ON public.batches FOR INSERT WITH CHECK ((prepared_by = SESSION_USER));
CREATE POLICY batches_seen ON public.batches FOR SELECT USING (true);
ALTER TABLE public.carried ENABLE ROW LEVEL SECURITY;
CREATE POLICY carried_added ON public.carried FOR INSERT WITH CHECK (( SELECT public.tieout_sees_all() AS tieout_sees_all));
CREATE POLICY carried_seen ON public.carried FOR SELECT USING ((( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (customer IN ( SELECT public.tieout_customers_in_sight() AS tieout_customers_in_sight))));
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY customers_added ON public.customers FOR INSERT WITH CHECK (( SELECT public.tieout_sees_all() AS tieout_sees_all));
CREATE POLICY customers_seen ON public.customers FOR SELECT USING ((( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (customer_group = ANY (public.tieout_groups()))));
ALTER TABLE public.entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY entries_added ON public.entries FOR INSERT WITH CHECK (((batch IN ( SELECT b.id
   FROM public.batches b
  WHERE (b.prepared_by = SESSION_USER))) AND (( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (customer IN ( SELECT public.tieout_customers_in_sight() AS tieout_customers_in_sight)))));
CREATE POLICY entries_seen ON public.entries FOR SELECT USING ((( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (customer IN ( SELECT public.tieout_customers_in_sight() AS tieout_customers_in_sight))));
ALTER TABLE public.entry_texts ENABLE ROW LEVEL SECURITY;
CREATE POLICY entry_texts_added ON public.entry_texts FOR INSERT WITH CHECK (( SELECT public.tieout_sees_all() AS tieout_sees_all));
CREATE POLICY entry_texts_seen ON public.entry_texts FOR SELECT USING (( SELECT public.tieout_sees_all() AS tieout_sees_all));
ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;
CREATE POLICY events_added ON public.events FOR INSERT WITH CHECK (((who = SESSION_USER) AND (( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (EXISTS ( SELECT 1
   FROM public.entries e
  WHERE (e.id = events.entry))))));
CREATE POLICY events_seen ON public.events FOR SELECT USING ((( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (EXISTS ( SELECT 1
   FROM public.entries e
  WHERE (e.id = events.entry)))));
ALTER TABLE public.files ENABLE ROW LEVEL SECURITY;
CREATE POLICY files_added ON public.files FOR INSERT WITH CHECK (true);
CREATE POLICY files_seen ON public.files FOR SELECT USING ((( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (EXISTS ( SELECT 1
   FROM (public.batches b
     JOIN public.entries e ON ((e.batch = b.id)))
  WHERE (b.file = files.id)))));
ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_added ON public.people FOR INSERT WITH CHECK (( SELECT public.tieout_sees_all() AS tieout_sees_all));
CREATE POLICY people_seen ON public.people FOR SELECT USING (true);
ALTER TABLE public.periods ENABLE ROW LEVEL SECURITY;
CREATE POLICY periods_added ON public.periods FOR INSERT WITH CHECK (((who = SESSION_USER) AND ( SELECT public.tieout_sees_all() AS tieout_sees_all)));
CREATE POLICY periods_seen ON public.periods FOR SELECT USING (true);
ALTER TABLE public.products ENABLE ROW LEVEL SECURITY;
CREATE POLICY products_added ON public.products FOR INSERT WITH CHECK (true);
CREATE POLICY products_seen ON public.products FOR SELECT USING (true);
ALTER TABLE public.reconciliations ENABLE ROW LEVEL SECURITY;
CREATE POLICY reconciliations_added ON public.reconciliations FOR INSERT WITH CHECK (((who = SESSION_USER) AND (( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (customer IN ( SELECT public.tieout_customers_in_sight() AS tieout_customers_in_sight)))));
CREATE POLICY reconciliations_seen ON public.reconciliations FOR SELECT USING ((( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (customer IN ( SELECT public.tieout_customers_in_sight() AS tieout_customers_in_sight))));
ALTER TABLE public.settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY settings_added ON public.settings FOR INSERT WITH CHECK (( SELECT public.tieout_sees_all() AS tieout_sees_all));
CREATE POLICY settings_seen ON public.settings FOR SELECT USING (true);
ALTER TABLE public.steps ENABLE ROW LEVEL SECURITY;
CREATE POLICY steps_added ON public.steps FOR INSERT WITH CHECK ((who = SESSION_USER));
CREATE POLICY steps_seen ON public.steps FOR SELECT USING (true);
ALTER TABLE public.trail ENABLE ROW LEVEL SECURITY;
CREATE POLICY trail_added ON public.trail FOR INSERT WITH CHECK (((who = SESSION_USER) AND ((action = 'read'::text) OR (public.tieout_role() <> 'viewer'::text))));
CREATE POLICY trail_seen ON public.trail FOR SELECT USING ((( SELECT public.tieout_sees_all() AS tieout_sees_all) OR (who = SESSION_USER)));
