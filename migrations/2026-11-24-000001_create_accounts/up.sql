create table accounts (
    id uuid not null,
    role text not null default 'owner',
    email text not null,
    password_hash text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint accounts_pkey primary key (id),
    constraint accounts_role_known check (role in ('owner')),
    constraint accounts_email_length check (octet_length(email) between 3 and 254)
);
create unique index accounts_one_owner on accounts (role) where role = 'owner';
create unique index accounts_email_key on accounts (lower(email));
comment on table accounts is 'Who may sign in to the panel.';
comment on column accounts.password_hash is 'argon2id, as a PHC string.';
comment on index accounts_one_owner is 'Two set-up requests at once can make one owner only.';

create table setup_links (
    id uuid not null,
    token_hash bytea not null,
    purpose text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint setup_links_pkey primary key (id),
    constraint setup_links_token_hash_key unique (token_hash),
    constraint setup_links_token_hash_length check (octet_length(token_hash) = 32),
    constraint setup_links_purpose_known check (purpose in ('setup', 'recovery'))
);
comment on table setup_links is 'Single-use links by which the owner is made or comes back in.';
comment on column setup_links.token_hash is 'SHA-256 of the token; the token itself is only ever printed.';

create table sessions (
    id_hash bytea not null,
    account_id uuid,
    state jsonb not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    constraint sessions_pkey primary key (id_hash),
    constraint sessions_account_id_fkey foreign key (account_id) references accounts (id) on delete cascade,
    constraint sessions_id_hash_length check (octet_length(id_hash) = 32)
);
create index sessions_account_id_idx on sessions (account_id);
create index sessions_expires_at_idx on sessions (expires_at);
comment on table sessions is 'Sessions of the panel; visitors have none.';
comment on column sessions.id_hash is 'SHA-256 of the key in the cookie: a copy of this table opens no session.';
comment on column sessions.account_id is 'Lifted out of the state, so that all sessions of an account can be ended at once.';
comment on column sessions.expires_at is 'The absolute end, whatever the session is used for.';
