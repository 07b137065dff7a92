alter table services drop column feature_media_id, drop column feature_alt, drop column feature_x, drop column feature_y;
alter table article_editions
    drop column feature_media_id, drop column feature_alt, drop column feature_x, drop column feature_y,
    drop column declared_update;
drop index redirects_target_address_idx;
drop index revisions_mentions_idx;
drop index drafts_mentions_idx;
drop function mentions_of_fields(jsonb);
drop table media_removals;
drop table media_item_files;
drop table media_items;
drop table media_renditions;
drop table media_files;
drop extension if exists pg_trgm;
