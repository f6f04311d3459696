-- As before, and: neither a revision nor a move can be revised or moved.
create or replace function append_entries(
  p_account text[], p_id uuid[], p_incident_id text[], p_type text[], p_shard smallint[],
  p_occurred_ms bigint[], p_received_ms bigint[], p_recorded_by text[], p_traceparent text[],
  p_origin_log text[], p_origin_epoch integer[], p_origin_position bigint[],
  p_body text[], p_content_hash text[], p_amends_id uuid[]
) returns table (
  ordinal bigint, recorded_now boolean, entry_epoch integer, entry_position bigint,
  entry_received_ms bigint, entry_recorded_ms bigint, entry_content_hash text, entry_refused text
)
language plpgsql as $$
declare
  head      log_head;
  before    bigint;
  positions bigint[];
  shards    smallint[];
  leaves    bytea[];
  hashes    text[];
  extended  bytea;
  heads     bigint[];
  -- Most batches amend nothing, and are spared the look at what they would amend.
  amending  boolean := exists (select from unnest(p_amends_id) amended (id) where amended.id is not null);
  refused   text[];
  redacting boolean;
begin
  select * into strict head from log_head for update;
  before := head.position;
  -- A clock that jumps back must not make the log's own time run backwards.
  head.recorded_ms := greatest(head.recorded_ms, floor(extract(epoch from clock_timestamp()) * 1000)::bigint);
  redacting := exists (select from redaction);

  if amending then
    with sent as (
      select * from unnest(p_account, p_id, p_incident_id, p_type, p_amends_id)
                    with ordinality as sent (account, id, incident_id, type, amends_id, place)
    )
    select array_agg((
      select case when bool_or(amended.incident_id <> sent.incident_id) then 'other_incident'
                  when bool_or(amended.type = 'redact'
                               or sent.type <> 'redact' and amended.type in ('revise', 'move')) then 'amendment' end
      from (select known.incident_id, known.type from log_entry known
            where known.account = sent.account and known.id = sent.amends_id
            union all
            select mate.incident_id, mate.type from sent mate
            where mate.account = sent.account and mate.id = sent.amends_id) amended
    ) order by sent.place)
    into refused
    from sent;
  end if;

  with fresh as (
    -- Of an id that comes twice in one call, the first is recorded.
    select distinct on (sent.account, sent.id) sent.*
    from unnest(p_account, p_id, p_incident_id, p_type, p_shard, p_occurred_ms, p_received_ms, p_recorded_by,
                p_traceparent, p_origin_log, p_origin_epoch, p_origin_position, p_body, p_content_hash, p_amends_id)
         with ordinality as sent (account, id, incident_id, type, shard, occurred_ms, received_ms, recorded_by,
                                  traceparent, origin_log, origin_epoch, origin_position, body, content_hash,
                                  amends_id, place)
    where not exists (select from log_entry known where known.account = sent.account and known.id = sent.id)
      and (refused is null or refused[sent.place] is null)
    order by sent.account, sent.id, sent.place
  ), numbered as materialized (
    select fresh.*,
           head.position + row_number() over (order by fresh.place) as position,
           -- 122 random bits
           uuid_send(gen_random_uuid()) as salt,
           redacting and fresh.type <> 'redact'
             and exists (select from redaction named
                         where named.account = fresh.account and named.entry_id in (fresh.id, fresh.amends_id)) as blank
    from fresh
  ), inserted as (
    insert into log_entry (position, epoch, account, id, incident_id, type, shard, shard_prev, occurred_ms, received_ms,
                           recorded_ms, recorded_by, traceparent, origin_log, origin_epoch, origin_position, amends_id,
                           body, content_hash, salt, leaf)
    select n.position, head.epoch, n.account, n.id, n.incident_id, n.type, n.shard,
           coalesce(lag(n.position) over (partition by n.shard order by n.position), head.shard_heads[n.shard + 1]),
           n.occurred_ms, n.received_ms, head.recorded_ms, n.recorded_by, n.traceparent,
           n.origin_log, n.origin_epoch, n.origin_position, n.amends_id,
           case when not n.blank then n.body end,
           case when not n.blank then decode(n.content_hash, 'hex') end,
           case when not n.blank then n.salt end,
           sha256(n.salt || convert_to(n.account, 'UTF8') || '\x00'::bytea || uuid_send(n.id)
                  || int8send(head.recorded_ms) || decode(n.content_hash, 'hex'))
    from numbered n
    returning log_entry.position, log_entry.shard, log_entry.leaf, log_entry.content_hash
  )
  select array_agg(i.position), array_agg(i.shard), array_agg(i.leaf), array_agg(encode(i.content_hash, 'hex'))
  into positions, shards, leaves, hashes
  from (select * from inserted order by position) i;

  if positions is not null then
    extended := head.chain;
    heads := head.shard_heads;
    for i in 1 .. cardinality(positions) loop
      extended := sha256(extended || leaves[i]);
      heads[shards[i] + 1] := positions[i];
    end loop;
    update log_head
    set position = positions[cardinality(positions)], recorded_ms = head.recorded_ms, chain = extended, shard_heads = heads;
    if amending then
      perform redact_named(before);
    end if;
  end if;

  -- All are new, as nearly always: the places are the positions, and nothing has to be read again.
  if not amending and cardinality(positions) = cardinality(p_id) then
    return query
      select sent.place, true, head.epoch, before + sent.place, sent.received_ms, head.recorded_ms, sent.content_hash, null::text
      from unnest(p_received_ms, hashes) with ordinality as sent (received_ms, content_hash, place);
    return;
  end if;

  return query
    select sent.place,
           coalesce(known.position > before and row_number() over (partition by sent.account, sent.id order by sent.place) = 1, false),
           known.epoch, known.position, known.received_ms, known.recorded_ms, encode(known.content_hash, 'hex'),
           case when known.position is null then refused[sent.place] end
    from unnest(p_account, p_id) with ordinality as sent (account, id, place)
    left join log_entry known on known.account = sent.account and known.id = sent.id
    order by sent.place;
end
$$;
