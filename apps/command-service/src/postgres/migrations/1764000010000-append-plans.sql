-- Postgres keeps the plan of a statement in a function for as long as the connection lasts, and a connection of a new
-- log makes it while the log is empty. Then reading all of the log, or all of an account by a longer index, looks as
-- cheap as finding an id, and each append goes on doing it while the log grows: 2 seconds a batch at 12,000 entries.
drop index log_entry_by_incident;
create index log_entry_by_incident on log_entry (incident_id, account, position);
-- What can't do without a sequential scan, as the one row of log_head, then counts as costly enough to be compiled.
alter function append_entries set jit = off;
alter function append_by_alerts set jit = off;
alter function append_entries set enable_seqscan = off;
alter function append_by_alerts set enable_seqscan = off;
