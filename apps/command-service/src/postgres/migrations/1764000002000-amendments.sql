-- Revisions and redactions: entries about another entry, amends_id.
alter table log_entry add column amends_id uuid;
create index log_entry_by_amended on log_entry (account, amends_id) where amends_id is not null;

-- The ledger: which entries must stay blank, whatever comes again. The reason is in the body of the redaction's entry.
create table redaction (
  account      text not null,
  entry_id     uuid not null,
  redaction_id uuid not null,
  position     bigint not null,
  primary key (account, entry_id)
);
create index redaction_by_position on redaction (position);

-- What a dead letter's entry amends, so that it goes when that entry is redacted.
alter table dead_letter add column amends_id text;
create index dead_letter_by_amended on dead_letter (account, amends_id) where amends_id is not null;

-- A replica of the version before, which finds its function gone, takes the log for away and queues what comes.
drop function append_entries;

-- As before, and: an entry that the ledger names, or that amends one it names, is recorded without content. It holds
-- its position, its leaf covers what was sent, and nothing of that is kept. A redaction blanks what it names in the
-- same transaction: the entry, revisions of it, dead letters. entry_refused: why an amendment was not recorded.
create function append_entries(
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
                  when bool_or(amended.type = 'redact' or amended.type = sent.type) then 'amendment' end
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
    if amending then
      perform redact_named(before);
    end if;
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

-- Carries out the redactions behind a position.
create function redact_named(p_before bigint) returns void
language plpgsql as $$
begin
  insert into redaction (account, entry_id, redaction_id, position)
  select account, amends_id, id, position from log_entry where position > p_before and type = 'redact'
  order by position
  on conflict do nothing;

  -- Two statements, since an "or" over two indexes may be read as a scan of the whole log.
  update log_entry blanked set body = null, content_hash = null, salt = null
  from redaction named
  where named.position > p_before and blanked.account = named.account and blanked.id = named.entry_id
    and blanked.type <> 'redact';
  update log_entry blanked set body = null, content_hash = null, salt = null
  from redaction named
  where named.position > p_before and blanked.account = named.account and blanked.amends_id = named.entry_id
    and blanked.type <> 'redact';

  -- What is left says that a command failed, and why it is not told again.
  update dead_letter letter set body = '', reason = 'the entry was redacted', code = 'entry_redacted'
  from redaction named
  where named.position > p_before and letter.account = named.account
    and (letter.entry_id = named.entry_id::text or letter.amends_id = named.entry_id::text);
end
$$;
