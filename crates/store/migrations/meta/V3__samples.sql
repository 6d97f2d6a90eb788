-- Projects with made-up runs, to look around in: they count in no usage.

ALTER TABLE project ADD COLUMN is_sample SMALLINT NOT NULL DEFAULT 0;
