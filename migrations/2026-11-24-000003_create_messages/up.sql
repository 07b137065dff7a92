create table contact_messages (
    id uuid not null,
    sender_name text not null,
    sender_email text not null,
    service_id uuid,
    service_title text,
    body text not null,
    folder text not null default 'inbox',
    suspicions text[] not null default '{}',
    submission_digest bytea not null,
    received_at timestamptz not null default now(),
    read_at timestamptz,
    deleted_at timestamptz,
    constraint contact_messages_pkey primary key (id),
    constraint contact_messages_service_id_fkey foreign key (service_id) references services (id) on delete set null,
    constraint contact_messages_submission_digest_key unique (submission_digest),
    constraint contact_messages_submission_digest_length check (octet_length(submission_digest) = 32),
    constraint contact_messages_folder_known check (folder in ('inbox', 'archive', 'spam')),
    constraint contact_messages_body_length check (char_length(body) between 1 and 8000)
);
create index contact_messages_service_id_idx on contact_messages (service_id);
create index contact_messages_folder_idx on contact_messages (folder, received_at desc, id desc)
    where deleted_at is null;
create index contact_messages_deleted_idx on contact_messages (received_at desc, id desc)
    where deleted_at is not null;
create index contact_messages_unread_idx on contact_messages (id)
    where deleted_at is null and read_at is null and folder = 'inbox';
comment on table contact_messages is 'What visitors wrote. Spam is kept too.';
comment on column contact_messages.service_title is 'The title when the message came; it outlives the service.';
comment on column contact_messages.suspicions is 'Why it was taken for spam, in words.';
comment on column contact_messages.submission_digest is 'SHA-256 over the form''s token and the content: a form sent twice is one message.';
