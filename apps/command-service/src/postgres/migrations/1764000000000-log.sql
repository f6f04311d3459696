-- The log of one region. Times are UTC milliseconds since 1970.

-- One row: the lock that orders appends, and what the next append needs to know.
create table log_head (
  only_row    boolean primary key default true check (only_row),
  log         text not null,
  epoch       integer not null,
  position    bigint not null,
  recorded_ms bigint not null,
  -- SHA-256(chain before || leaf), from 32 zero bytes
  chain       bytea not null,
  -- last position of shard 0..7
  shard_heads bigint[] not null check (cardinality(shard_heads) = 8)
);

create table log_entry (
  position        bigint primary key,
  epoch           integer not null,
  account         text not null,
  id              uuid not null,
  incident_id     text not null,
  type            text not null,
  shard           smallint not null,
  -- position of the entry before this one in its shard, 0 for the first
  shard_prev      bigint not null,
  occurred_ms     bigint not null,
  received_ms     bigint not null,
  recorded_ms     bigint not null,
  recorded_by     text not null,
  traceparent     text,
  -- where a peer region recorded it first; null: here
  origin_log      text,
  origin_epoch    integer,
  origin_position bigint,
  -- what the client sent, as RFC 8785 canonical JSON; text, since jsonb refuses or changes what JSON may hold
  body            text,
  content_hash    bytea,
  salt            bytea,
  -- SHA-256(salt || account || 0x00 || id || recorded_ms || content_hash); stays when the body goes
  leaf            bytea not null,
  unique (account, id)
);

-- Bodies are written once and read in order: compressing each costs more than it saves (lz4 where the server has it).
alter table log_entry alter column body set storage main;

-- Appends in one call, autocommit, no round trip inside: commit order is position order, and there are no holes,
-- because log_head is locked until the commit. Locking is a statement of its own: only the statements after it see
-- what the holder before us committed.
create function append_entries(
  p_account text[], p_id uuid[], p_incident_id text[], p_type text[], p_shard smallint[],
  p_occurred_ms bigint[], p_received_ms bigint[], p_recorded_by text[], p_traceparent text[],
  p_origin_log text[], p_origin_epoch integer[], p_origin_position bigint[],
  p_body text[], p_content_hash text[]
) returns table (
  ordinal bigint, recorded_now boolean, entry_epoch integer, entry_position bigint,
  entry_received_ms bigint, entry_recorded_ms bigint, entry_content_hash text
)
language plpgsql as $$
declare
  head      log_head;
  before    bigint;
  positions bigint[];
  shards    smallint[];
  leaves    bytea[];
begin
  select * into strict head from log_head for update;
  before := head.position;
  -- A clock that jumps back must not make the log's own time run backwards.
  head.recorded_ms := greatest(head.recorded_ms, floor(extract(epoch from clock_timestamp()) * 1000)::bigint);

  with fresh as (
    -- Of an id that comes twice in one call, the first is recorded.
    select distinct on (sent.account, sent.id) sent.*
    from unnest(p_account, p_id, p_incident_id, p_type, p_shard, p_occurred_ms, p_received_ms, p_recorded_by,
                p_traceparent, p_origin_log, p_origin_epoch, p_origin_position, p_body, p_content_hash)
         with ordinality as sent (account, id, incident_id, type, shard, occurred_ms, received_ms, recorded_by,
                                  traceparent, origin_log, origin_epoch, origin_position, body, content_hash, place)
    where not exists (select from log_entry known where known.account = sent.account and known.id = sent.id)
    order by sent.account, sent.id, sent.place
  ), numbered as materialized (
    select fresh.*,
           head.position + row_number() over (order by fresh.place) as position,
           -- 122 random bits
           uuid_send(gen_random_uuid()) as salt
    from fresh
  ), inserted as (
    insert into log_entry (position, epoch, account, id, incident_id, type, shard, shard_prev, occurred_ms, received_ms,
                           recorded_ms, recorded_by, traceparent, origin_log, origin_epoch, origin_position,
                           body, content_hash, salt, leaf)
    select n.position, head.epoch, n.account, n.id, n.incident_id, n.type, n.shard,
           coalesce(lag(n.position) over (partition by n.shard order by n.position), head.shard_heads[n.shard + 1]),
           n.occurred_ms, n.received_ms, head.recorded_ms, n.recorded_by, n.traceparent,
           n.origin_log, n.origin_epoch, n.origin_position, n.body, decode(n.content_hash, 'hex'), n.salt,
           sha256(n.salt || convert_to(n.account, 'UTF8') || '\x00'::bytea || uuid_send(n.id)
                  || int8send(head.recorded_ms) || decode(n.content_hash, 'hex'))
    from numbered n
    returning log_entry.position, log_entry.shard, log_entry.leaf
  )
  select array_agg(i.position order by i.position), array_agg(i.shard order by i.position), array_agg(i.leaf order by i.position)
  into positions, shards, leaves
  from inserted i;

  if positions is not null then
    for i in 1 .. cardinality(positions) loop
      head.chain := sha256(head.chain || leaves[i]);
      head.shard_heads[shards[i] + 1] := positions[i];
    end loop;
    update log_head
    set position = positions[cardinality(positions)], recorded_ms = head.recorded_ms, chain = head.chain, shard_heads = head.shard_heads;
  end if;

  return query
    select sent.place,
           known.position > before and row_number() over (partition by sent.account, sent.id order by sent.place) = 1,
           known.epoch, known.position, known.received_ms, known.recorded_ms, encode(known.content_hash, 'hex')
    from unnest(p_account, p_id) with ordinality as sent (account, id, place)
    join log_entry known on known.account = sent.account and known.id = sent.id
    order by sent.place;
end
$$;

-- How far the relay has handed the log over to the broker. shard_last: last position of each shard up to there.
create table relay_checkpoint (
  name       text primary key,
  position   bigint not null,
  shard_last bigint[] not null check (cardinality(shard_last) = 8)
);

-- Ids derived from an Idempotency-Key rise with the time at which the key was first seen: kept, so that a retry gets the same.
create table idempotency_key (
  account       text not null,
  key           text not null,
  first_seen_ms bigint not null,
  primary key (account, key)
);
