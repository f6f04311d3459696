-- Keys are forgotten by age, in small portions: without this each portion would read all of them.
create index idempotency_key_by_age on idempotency_key (first_seen_ms);
