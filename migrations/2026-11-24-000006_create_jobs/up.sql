create table jobs (
    id uuid not null,
    kind text not null,
    payload jsonb not null default '{}',
    unique_key text,
    run_at timestamptz not null,
    attempts integer not null default 0,
    max_attempts integer not null,
    lease_number bigint not null default 0,
    locked_until timestamptz,
    last_error text,
    finished_at timestamptz,
    outcome text,
    created_at timestamptz not null default now(),
    constraint jobs_pkey primary key (id),
    constraint jobs_kind_unique_key_key unique (kind, unique_key),
    constraint jobs_kind_form check (kind ~ '^[a-z][a-z0-9_]*$' and length(kind) <= 80),
    constraint jobs_unique_key_length check (length(unique_key) between 1 and 200),
    constraint jobs_attempts_counted check (attempts between 0 and max_attempts and max_attempts >= 1),
    constraint jobs_outcome_known check (outcome in ('done', 'superseded', 'dead', 'discarded')),
    constraint jobs_finished_has_outcome check ((finished_at is null) = (outcome is null)),
    constraint jobs_finished_is_unlocked check (finished_at is null or locked_until is null)
);
create index jobs_due_idx on jobs (run_at, id) where finished_at is null;
create index jobs_dead_idx on jobs (finished_at desc, id desc) where outcome = 'dead';
create index jobs_over_idx on jobs (finished_at) where outcome <> 'dead';
comment on table jobs is 'Work that is done after the change that asks for it, each piece once.';
comment on column jobs.kind is 'Which handler does it; a program takes only the kinds that it knows.';
comment on column jobs.payload is 'What the handler needs to know: ids and times, never a secret or somebody''s words.';
comment on column jobs.unique_key is 'Of one kind there is one job with a key, finished or not; without a key there may be any number.';
comment on column jobs.run_at is 'Not before this; a failure moves it.';
comment on column jobs.attempts is 'How often it was begun since it was asked for or taken up again.';
comment on column jobs.lease_number is 'Counts every claim and is never set back: only the runner that holds the last number may finish the job.';
comment on column jobs.locked_until is 'The end of the runner''s lease; after it the job can be claimed again.';
comment on column jobs.outcome is 'Dead jobs failed for good and wait for the owner: to be tried again, or discarded.';

create table audit_entries (
    id uuid not null,
    content_id uuid not null,
    kind text not null,
    boundary timestamptz not null,
    recorded_at timestamptz not null default now(),
    constraint audit_entries_pkey primary key (id),
    constraint audit_entries_boundary_key unique (content_id, kind, boundary),
    constraint audit_entries_kind_known check (kind in ('published', 'withdrawn'))
);
comment on table audit_entries is 'What became visible or vanished by itself, and when.';
comment on column audit_entries.boundary is 'The moment of the schedule; recorded_at may be later, when the program was not running.';
comment on constraint audit_entries_boundary_key on audit_entries is 'A boundary is recorded once, however often its job runs.';
