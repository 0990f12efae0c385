CREATE TABLE goods (
    id INTEGER NOT NULL,
    trail BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    product TEXT NOT NULL,
    quantity_millionths BIGINT,
    unit TEXT NOT NULL,
    unit_price_millionths BIGINT,
    digest BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(entry) REFERENCES entries (id)
)

CREATE INDEX goods_by_entry ON goods (entry)

CREATE INDEX trail_changes ON trail (sequence) WHERE action <> 'read'

CREATE TRIGGER goods_no_update BEFORE UPDATE ON goods BEGIN SELECT RAISE(ABORT, 'tieout:append_only:goods'); END

CREATE TRIGGER goods_no_delete BEFORE DELETE ON goods BEGIN SELECT RAISE(ABORT, 'tieout:append_only:goods'); END

CREATE TRIGGER goods_no_replace BEFORE INSERT ON goods WHEN EXISTS (SELECT 1 FROM goods WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'tieout:append_only:goods'); END

CREATE TRIGGER goods_batch_begun BEFORE INSERT ON goods WHEN EXISTS (
    SELECT 1 FROM entries e JOIN steps s ON s.batch = e.batch WHERE e.id = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'tieout:batch_begun'); END
