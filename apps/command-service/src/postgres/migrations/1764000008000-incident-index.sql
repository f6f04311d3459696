-- One incident's entries, for the days on which the read model is away.
create index log_entry_by_incident on log_entry (account, incident_id, position);
