create table preview_links (
    id uuid not null,
    content_id uuid not null,
    revision_id uuid not null,
    token_hash bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    uses bigint not null default 0,
    constraint preview_links_pkey primary key (id),
    constraint preview_links_token_hash_key unique (token_hash),
    constraint preview_links_token_hash_length check (octet_length(token_hash) = 32),
    constraint preview_links_expires_later check (expires_at > created_at),
    constraint preview_links_uses_positive check (uses >= 0)
);
create index preview_links_content_id_idx on preview_links (content_id, created_at desc, id desc);
create index preview_links_revision_id_idx on preview_links (revision_id);
comment on table preview_links is 'Links by which somebody without an account sees one revision before visitors do.';
comment on column preview_links.token_hash is 'SHA-256 of the token in the address: a copy of this table opens no preview.';
comment on column preview_links.revoked_at is 'Taken back by the owner; the link answers as one that has ended.';
comment on column preview_links.uses is 'How often the page was shown through it.';
