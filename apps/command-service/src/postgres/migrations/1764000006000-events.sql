-- Where events that carry a routing key go. The key's second half, which proves it, is not stored.
create table routing_key (
  id         text primary key,
  account    text not null,
  service    text not null,
  created_by text not null,
  created_ms bigint not null,
  revoked_ms bigint
);
create index routing_key_by_account on routing_key (account, created_ms, id);

-- What is known of an alert: of its dedup key, or of the content of events that came without one.
create table alert (
  account          text not null,
  -- SHA-256 of what names it
  key              bytea not null,
  -- which of its incidents is the last one, from 1; 0 while none was opened
  generation       integer not null,
  open             boolean not null,
  last_hash        text not null,
  last_received_ms bigint not null,
  dedup_key        text not null,
  -- rises with every event
  version          bigint not null,
  primary key (account, key)
);

-- Appends entries whose incidents were decided by alerts as they were read before: all of them, or, when another
-- replica has moved one of the alerts since, nothing, and no row is returned.
create function append_by_alerts(
  p_alert_account text[], p_alert_key bytea[], p_alert_generation integer[], p_alert_open boolean[],
  p_alert_last_hash text[], p_alert_last_received_ms bigint[], p_alert_dedup_key text[], p_alert_version bigint[],
  p_account text[], p_id uuid[], p_incident_id text[], p_type text[], p_shard smallint[],
  p_occurred_ms bigint[], p_received_ms bigint[], p_recorded_by text[], p_traceparent text[], p_body text[],
  p_content_hash text[]
) returns table (ordinal bigint, entry_position bigint)
language plpgsql as $$
declare
  nothing text[] := array_fill(null::text, array[cardinality(p_id)]);
begin
  -- The lock of every append: from here on nobody else moves an alert.
  perform from log_head for update;
  if exists (
    select from unnest(p_alert_account, p_alert_key, p_alert_version) read (account, key, version)
    left join alert now on now.account = read.account and now.key = read.key
    where coalesce(now.version, 0) <> read.version
  ) then
    return;
  end if;

  insert into alert (account, key, generation, open, last_hash, last_received_ms, dedup_key, version)
  select moved.account, moved.key, moved.generation, moved.open, moved.last_hash, moved.last_received_ms,
         moved.dedup_key, moved.version + 1
  from unnest(p_alert_account, p_alert_key, p_alert_generation, p_alert_open, p_alert_last_hash,
              p_alert_last_received_ms, p_alert_dedup_key, p_alert_version)
       moved (account, key, generation, open, last_hash, last_received_ms, dedup_key, version)
  on conflict (account, key) do update
  set generation = excluded.generation, open = excluded.open, last_hash = excluded.last_hash,
      last_received_ms = excluded.last_received_ms, dedup_key = excluded.dedup_key, version = excluded.version;

  return query
    select appended.ordinal, appended.entry_position
    from append_entries(p_account, p_id, p_incident_id, p_type, p_shard, p_occurred_ms, p_received_ms, p_recorded_by,
                        p_traceparent, nothing, nothing::integer[], nothing::bigint[], p_body, p_content_hash,
                        nothing::uuid[]) appended;
end
$$;
