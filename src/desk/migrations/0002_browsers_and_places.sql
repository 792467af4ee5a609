-- When somebody signed in or looked from this browser last; 0: not since this is kept.
ALTER TABLE terminal ADD COLUMN last_used BIGINT NOT NULL DEFAULT 0;
-- Where an act was done: '' on the page, 'machine' by a command at the desk's own machine.
ALTER TABLE act ADD COLUMN place TEXT NOT NULL DEFAULT '';
