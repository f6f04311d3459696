-- The queues that accounts have for programs of their own: RabbitMQ can't be asked for them by account, and must be
-- told again when it has lost them.
create table integration_queue (
  account text not null,
  name text not null,
  -- Empty: all.
  types text[] not null,
  max_length integer not null,
  created_by text not null,
  created_ms bigint not null,
  primary key (account, name)
);
