-- Whether somebody showed that they read mails to the address of an account, or the operator made the account. `verified` says
-- less: where no mail is sent, every address is believed. Nothing is known of accounts that were there before.

ALTER TABLE account ADD COLUMN proven SMALLINT NOT NULL DEFAULT 0;
