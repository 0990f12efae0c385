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
CREATE FUNCTION public.tieout_periods_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF NEW.state = 'reopened'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM periods p WHERE p.state = 'reopen_asked' AND p.who <> NEW.who
            AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = NEW.period)) THEN RAISE EXCEPTION 'tieout:own_approval'; END IF;
IF NEW.state = 'closed' AND EXISTS (
            SELECT 1 FROM reconciliations r WHERE r.period = NEW.period AND r.unexplained_cents <> 0
            AND r.id = (SELECT max(s.id) FROM reconciliations s WHERE s.period = r.period
                        AND s.customer = r.customer AND s.currency = r.currency)) THEN RAISE EXCEPTION 'tieout:residue'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.tieout_steps_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ BEGIN IF NEW.step = 'reviewed' AND EXISTS (
            SELECT 1 FROM batches b WHERE b.id = NEW.batch AND b.prepared_by = NEW.who) THEN RAISE EXCEPTION 'tieout:own_review'; END IF;
IF NEW.step = 'posted'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'reviewed') THEN RAISE EXCEPTION 'tieout:not_reviewed'; END IF;
IF EXISTS (SELECT 1 FROM steps s
            WHERE s.batch = NEW.batch AND s.step IN ('posted', 'rejected')) THEN RAISE EXCEPTION 'tieout:batch_finished'; END IF;
IF NEW.step = 'posted' AND EXISTS (
    SELECT 1 FROM entries e WHERE e.batch = NEW.batch AND to_char(e.posting_date, 'YYYY-MM') IN (
        SELECT p.period FROM periods p WHERE p.state IN ('closed', 'reopen_asked')
        AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = p.period))) THEN RAISE EXCEPTION 'tieout:period_closed'; END IF; RETURN NEW; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
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
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.batches VALUES (1, 2, 1, NULL, 5, 'owner', 'July', '\xde0721f94bd9226b21c8d129b33631ce');
INSERT INTO public.batches VALUES (2, 4, NULL, NULL, 2, 'owner', 'typing error', '\x6af333d2965c162b477cb18e22217411');
INSERT INTO public.batches VALUES (3, 9, 2, NULL, 1, 'owner', '', '\xeb3ea051a1c5b4d7406b43e201cb68d5');
INSERT INTO public.carried VALUES (1, 6, '2026-07', '北方贸易公司', 'CNY', 9000, 1, '\xb2bc48ff36c06546928af553bb9894db');
INSERT INTO public.carried VALUES (2, 6, '2026-07', '华东机械有限公司', 'CNY', 100000, 0, '\x0a5d10700e08bed0664cdea2fc726d80');
INSERT INTO public.entries VALUES (1, 2, 1, 2, '2026-07-01', NULL, 'sale', 'XS-001', '七月货款', 120000, 'CNY', '华东机械有限公司', '', NULL, NULL, 8084386708238047676, '\xb43b8e12ce17b6767c0c1a0559142958');
INSERT INTO public.entries VALUES (2, 2, 1, 3, '2026-07-03', NULL, 'payment', 'SK-001', '收到货款 电汇', -20000, 'CNY', '华东机械有限公司', '', NULL, NULL, -7957238026222367443, '\x3b1ea87e1b7095b9f32f1a2ee680cc68');
INSERT INTO public.entries VALUES (3, 2, 1, 4, '2026-07-05', NULL, 'sale', 'XS-002', '运费 代垫', 8805, 'CNY', '北方贸易公司', '', NULL, NULL, -1250483678212767292, '\x03f235dcc78f6b9b2495d00ed829c832');
INSERT INTO public.entries VALUES (4, 2, 1, 5, '2026-08-02', NULL, 'return', 'TH-001', '退货 质量问题', -805, 'CNY', '北方贸易公司', '', NULL, NULL, -5953732400508311182, '\xd27f37d91c845a9132ccd13856d1c8ad');
INSERT INTO public.entries VALUES (5, 2, 1, 6, '2026-08-09', NULL, 'sale', 'XS-003', 'Spare parts', 50000, 'USD', 'Acme Ltd', '', NULL, NULL, -4108005582301745130, '\x32b4e6af90ebac30ba3f409b0eca74fa');
INSERT INTO public.entries VALUES (6, 4, 2, 4, '2026-07-05', NULL, 'sale', 'XS-002', '运费 代垫', -8805, 'CNY', '北方贸易公司', '', 3, NULL, -854890702190531026, '\xaa1c4e1f009751d84e7046a91c47e06b');
INSERT INTO public.entries VALUES (7, 4, 2, 4, '2026-07-05', NULL, 'sale', 'XS-002', '运费 代垫', 9000, 'CNY', '北方贸易公司', '', NULL, 3, 1466525232604105557, '\x73827a615514956e63a51c7cdf7ca678');
INSERT INTO public.entries VALUES (8, 9, 3, 2, '2026-09-01', NULL, 'sale', 'XS-009', '九月货款', 100, 'USD', 'Acme Ltd', '', NULL, NULL, -1570234725383500044, '\x0676ebdf5d52005148cfb37b26cf7d75');
INSERT INTO public.entry_texts VALUES (1, '''001'':3 ''01'':4 ''1'':5 ''s00'':2 ''xs0'':1 ''七月'':16 ''东机'':31 ''公司'':36 ''华东'':30 ''司'':37 ''月货'':17 ''有限'':34 ''机械'':32 ''械有'':33 ''款'':19 ''货款'':18 ''限公'':35');
INSERT INTO public.entry_texts VALUES (2, '''001'':3 ''01'':4 ''1'':5 ''k00'':2 ''sk0'':1 ''东机'':33 ''公司'':38 ''到货'':17 ''华东'':32 ''司'':39 ''收到'':16 ''有限'':36 ''机械'':34 ''械有'':35 ''款电'':19 ''汇'':21 ''电汇'':20 ''货款'':18 ''限公'':37');
INSERT INTO public.entry_texts VALUES (3, '''002'':3 ''02'':4 ''2'':5 ''s00'':2 ''xs0'':1 ''代垫'':18 ''公司'':34 ''北方'':30 ''司'':35 ''垫'':19 ''方贸'':31 ''易公'':33 ''贸易'':32 ''费代'':17 ''运费'':16');
INSERT INTO public.entry_texts VALUES (4, '''001'':3 ''01'':4 ''1'':5 ''h00'':2 ''th0'':1 ''公司'':36 ''北方'':32 ''司'':37 ''方贸'':33 ''易公'':35 ''货质'':17 ''质量'':18 ''贸易'':34 ''退货'':16 ''量问'':19 ''问题'':20 ''题'':21');
INSERT INTO public.entry_texts VALUES (5, '''003'':3 ''03'':4 ''3'':5 ''acm'':36 ''are'':18 ''art'':22 ''cme'':37 ''d'':42 ''elt'':39 ''epa'':20 ''ltd'':40 ''mel'':38 ''par'':17,21 ''rep'':19 ''rts'':23 ''s'':25 ''s00'':2 ''spa'':16 ''td'':41 ''ts'':24 ''xs0'':1');
INSERT INTO public.entry_texts VALUES (6, '''002'':3 ''02'':4 ''2'':5 ''s00'':2 ''xs0'':1 ''代垫'':18 ''公司'':34 ''北方'':30 ''司'':35 ''垫'':19 ''方贸'':31 ''易公'':33 ''贸易'':32 ''费代'':17 ''运费'':16');
INSERT INTO public.entry_texts VALUES (7, '''002'':3 ''02'':4 ''2'':5 ''s00'':2 ''xs0'':1 ''代垫'':18 ''公司'':34 ''北方'':30 ''司'':35 ''垫'':19 ''方贸'':31 ''易公'':33 ''贸易'':32 ''费代'':17 ''运费'':16');
INSERT INTO public.entry_texts VALUES (8, '''009'':3 ''09'':4 ''9'':5 ''acm'':30 ''cme'':31 ''d'':36 ''elt'':33 ''ltd'':34 ''mel'':32 ''s00'':2 ''td'':35 ''xs0'':1 ''九月'':16 ''月货'':17 ''款'':19 ''货款'':18');
INSERT INTO public.events VALUES (1, 3, 1, 'match', 'M1', 'owner', '', '\x284476024707e4c4831d1ed805ccdfc2');
INSERT INTO public.events VALUES (2, 3, 2, 'match', 'M1', 'owner', '', '\xa405d01dead23b106ffc5db650448445');
INSERT INTO public.files VALUES (1, 2, 'july.csv', '', '79743069119c245e12495d6fed054da83d5aab6ae8284622bc34abe0445f2ae3', 428, '\xd2954627c15aa83791a109643856b553');
INSERT INTO public.files VALUES (2, 9, 'september.csv', '', 'aa9e695f0f46215ed77ca94f36025f63e7821679b96e4a57a671dc99246ae771', 121, '\xd4e8ce8e89c8fadd784753bdb6afa5f8');
INSERT INTO public.periods VALUES (1, 6, '2026-07', 'matched', 'owner', '', '\x51594c1bfb7935e1c48583cfa24afd34');
INSERT INTO public.periods VALUES (2, 6, '2026-07', 'reviewed', 'owner', '', '\xb7db1f72dc7072c6c7a5d528a71de970');
INSERT INTO public.periods VALUES (3, 6, '2026-07', 'confirmed', 'owner', '', '\x91818ca8e505a9cdb46a4794c1ce6e81');
INSERT INTO public.periods VALUES (4, 6, '2026-07', 'closed', 'owner', '', '\xc3f24fe8b86fa0ca3946e4a8de560c71');
INSERT INTO public.reconciliations VALUES (1, 5, '2026-07', '华东机械有限公司', 'CNY', 0, 0, 'owner', '\x117ad3d8e0a9da20c0d68be3a3f5d618');
INSERT INTO public.settings VALUES (1, 1, 'books_id', 'a66f99b6-5fe2-4d52-9084-046c42fe8ff5', '\x0fa577df64458573582c45b2989aa160');
INSERT INTO public.settings VALUES (2, 1, 'review', 'no', '\x19d2f34a45965bd61e25ca846aac00f9');
INSERT INTO public.settings VALUES (3, 7, 'company', '某某公司', '\xbf6b564b263de3fb690d16d7beeed50a');
INSERT INTO public.settings VALUES (4, 8, 'review', 'yes', '\x42533fdf0be05a1e8d4c22cf17234205');
INSERT INTO public.steps VALUES (1, 2, 1, 'prepared', 'owner', 'July', '\xd432eb89c0b266183ce3962fcdc0de78');
INSERT INTO public.steps VALUES (2, 2, 1, 'posted', 'owner', '', '\x8a217dc780b6bfb59a950f0299534b61');
INSERT INTO public.steps VALUES (3, 4, 2, 'prepared', 'owner', 'typing error', '\xd1ac1ca8847f4b253df21e1d6c86f19b');
INSERT INTO public.steps VALUES (4, 4, 2, 'posted', 'owner', '', '\xd707127e30829870441cd5971ec2bfea');
INSERT INTO public.steps VALUES (5, 9, 3, 'prepared', 'owner', '', '\x7a044dbff72feed97010c904be38272e');
INSERT INTO public.trail VALUES (1, '2026-11-28T03:16:52.008864Z', 'owner', 'init', '', '', '', '{"settings":[1,2,"3a9049a5901f309fbf2cfdb3cf79fa0b0ebe4c3119607a479528515e82df796f"]}', '0000000000000000000000000000000000000000000000000000000000000000', 'b2370aa2be0065b759100c606e51ce9f48e65324457be0faf1f582672714173e');
INSERT INTO public.trail VALUES (2, '2026-11-28T03:16:52.358305Z', 'owner', 'prepare', 'batch:1', 'July', '{"file":"july.csv","known":0,"new":5,"reversed":0,"sha256":"79743069119c245e12495d6fed054da83d5aab6ae8284622bc34abe0445f2ae3","totals":{"CNY":108000,"USD":50000}}', '{"batches":[1,1,"09665381235aa6c1165bb990098a82dcf1f147947ef07bd6c1e20c97efa0ccd9"],"entries":[1,5,"3054817c38f16e99a6bb3e3ded4aeba2650d744966e0d12a7329e8266ed51f25"],"files":[1,1,"76896b3227f6a009d35fbcbca4b0daf560c28a5e51efa88be351dd7b46b1d710"],"steps":[1,2,"1688c8ff0deb614fff13d11365d80c4d6194ac1959b390ac82da9409fa7a89dc"]}', 'b2370aa2be0065b759100c606e51ce9f48e65324457be0faf1f582672714173e', '74afb112849967a143d844c87073c4957cb069c09b7b4e5aff7db8820e5cba33');
INSERT INTO public.trail VALUES (3, '2026-11-28T03:16:52.404889Z', 'owner', 'match', 'M1', '', '', '{"events":[1,2,"c001f529f17417da2b4c5a994fafac028f5a2b63d34fb8d86dbe313aa678691b"]}', '74afb112849967a143d844c87073c4957cb069c09b7b4e5aff7db8820e5cba33', '747ea9e359711e905eb07993af941da1b5048c18c1c023bb63a9860caadc6c29');
INSERT INTO public.trail VALUES (4, '2026-11-28T03:16:52.462938Z', 'owner', 'correct', 'batch:2', 'typing error', '', '{"batches":[2,1,"efc88eaf33e2363bcb5ddc166634fdc7dae0601daaaa7c12b50785394d039bde"],"entries":[6,2,"b76dd08e156c7290051cba10a6c610653fde68079b341c5ffc41d354d74c7528"],"steps":[3,2,"31c519ec79cdc9b5a9cc42ed6bd976a44be7c7db84a26c9cad3e1e9568c7e572"]}', '747ea9e359711e905eb07993af941da1b5048c18c1c023bb63a9860caadc6c29', 'ee4369fce352b6013d2eab235dcb62d15cae672f4511bd82349666b96badef2f');
INSERT INTO public.trail VALUES (5, '2026-11-28T03:16:52.512794Z', 'owner', 'reconcile', 'period:2026-07', '', '', '{"reconciliations":[1,1,"4f76abdccb0599d191991c02b2918ed594a792a91165bc36d83268fd42e1988d"]}', 'ee4369fce352b6013d2eab235dcb62d15cae672f4511bd82349666b96badef2f', 'fc9aa75af9c811e842eec8e64af7e83ea51f201363e1748c3a9627fcc68a1790');
INSERT INTO public.trail VALUES (6, '2026-11-28T03:16:52.596962Z', 'owner', 'close_period', 'period:2026-07', '', '{"accounts":2,"after":"closed","before":"draft"}', '{"carried":[1,2,"2162cc8d5e9b81e84162070bd3f5103242b82475eeea0469731af65883a1fe3c"],"periods":[1,4,"777b6cdce77023a7f2bae63354d23af1eeabb45353aba5e158c4fffe33048c11"]}', 'fc9aa75af9c811e842eec8e64af7e83ea51f201363e1748c3a9627fcc68a1790', 'acb492ba235a40c9b551ad55184519095e136c480f4db95015cdc60c7b8a890e');
INSERT INTO public.trail VALUES (7, '2026-11-28T03:16:52.627059Z', 'owner', 'set', 'setting:company', '', '{"after":"某某公司","before":""}', '{"settings":[3,1,"7c67a62bfe9ee2affba87108ee89685d077451d80efb24e5159409454be90f7e"]}', 'acb492ba235a40c9b551ad55184519095e136c480f4db95015cdc60c7b8a890e', '72dbdc83b3d16849d522d53fe41eabb79222b450ef9fa4b3e028a963ee072455');
INSERT INTO public.trail VALUES (8, '2026-11-28T03:16:52.655695Z', 'owner', 'set', 'setting:review', '', '{"after":"yes","before":"no"}', '{"settings":[4,1,"8eb716c6b49c0095ec4987bea57d82635e9077b35a3ab0d5635d76bee45711a8"]}', '72dbdc83b3d16849d522d53fe41eabb79222b450ef9fa4b3e028a963ee072455', '56e44941637d08b5a79b10400f07de631b7b6c583aa2944aa13aec9b7b81fdfd');
INSERT INTO public.trail VALUES (9, '2026-11-28T03:16:52.785004Z', 'owner', 'prepare', 'batch:3', '', '{"file":"september.csv","known":0,"new":1,"reversed":0,"sha256":"aa9e695f0f46215ed77ca94f36025f63e7821679b96e4a57a671dc99246ae771","totals":{"USD":100}}', '{"batches":[3,1,"fdd6920d7caab19bccdaf0dd4a1b69a0c0f29d441f5faf77b0f277973df4cdcf"],"entries":[8,1,"d7ac43939e6fadb64bce290db16ce9d49c26a213a33769cf70fb64a0256a4781"],"files":[2,1,"02163fd127aaa1b95bebce3be6bac709a3f8f276ff976956ba01c0c1e354860c"],"steps":[5,1,"1022a61f44af59dc3afcd115bb62ba32a905c1cacfd795f28ed26daabcc38b4e"]}', '56e44941637d08b5a79b10400f07de631b7b6c583aa2944aa13aec9b7b81fdfd', '8fbb326a95ed7cb8597d08786b8e5d558c10b193e370d925951ad04ed130e22b');
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
CREATE INDEX steps_by_batch ON public.steps USING btree (batch, step);
CREATE TRIGGER batches_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.batches FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER carried_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.carried FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER customers_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.customers FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
CREATE TRIGGER entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION public.tieout_append_only();
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
