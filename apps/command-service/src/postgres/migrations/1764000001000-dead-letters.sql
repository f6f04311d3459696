-- Commands that can't be carried out, with the reason, until a person replays or drops them.
create table dead_letter (
  id            uuid primary key,
  account       text not null,
  recorded_by   text not null,
  -- id of the entry where the message names one
  entry_id      text,
  code          text not null,
  reason        text not null,
  -- the message as it came
  body          bytea not null,
  -- SHA-256 of account and body: the same message that fails again is the same dead letter
  fingerprint   bytea not null unique,
  attempts      integer not null,
  first_seen_ms bigint not null,
  last_seen_ms  bigint not null
);

create index dead_letter_by_account on dead_letter (account, id);
create index dead_letter_by_entry on dead_letter (account, entry_id);
