//! What mentions an item, as conditions of SQL. An item is named by its id, by its address, by the
//! addresses that it had, and by the files that it has or had.

/// A lateral table `named` of one column `words`: everything by which texts can name the item `i`.
///
/// The tails stand for what may follow an address in a text and looks like a part of it: the full
/// stop of a sentence, the underscores of an emphasis.
pub(super) const NAMED: &str = "
    cross join lateral (
        select array['plinth:' || i.id, '/media/' || i.file_hash]
            || array(select '/media/' || earlier.file_hash from media_item_files earlier where earlier.item_id = i.id)
            || array(select address || tail
                     from (select '/files/' || i.name as address
                           union all
                           select old.source_path from redirects old
                           where old.target_address = '/files/' || i.name and old.origin = 'rename') addresses,
                          unnest(array['', '.', '..', '...', '_', '__']) tail)
            as words
    ) named";

/// True where nothing of what is written, published or kept names the item `i`.
pub(super) const IS_UNUSED: &str = "
    not exists (select from drafts where mentions_of_fields(drafts.fields) && named.words)
    and not exists (select from revisions where mentions_of_fields(revisions.fields) && named.words)
    and not exists (select from article_editions where article_editions.feature_media_id = i.id)
    and not exists (select from services where services.feature_media_id = i.id)
    and not exists (select from social_links
                    where mentions_of_fields(to_jsonb(social_links.address)) && named.words)
    and not exists (select from redirects
                    where redirects.target_address = any(named.words) and redirects.origin <> 'rename')";

/// True where something that visitors see now names the item `i`, or shows it on top.
pub(super) const IS_SHOWN: &str = "
    exists (select from article_editions e
            where e.feature_media_id = i.id and not e.is_trashed and e.visible_from <= now()
              and (e.visible_until is null or e.visible_until > now()))
    or exists (select from services v
               where v.feature_media_id = i.id and v.is_shown and v.deleted_at is null)
    or exists (select from revisions r join article_editions e on e.revision_id = r.id
               where mentions_of_fields(r.fields) && named.words
                 and not e.is_trashed and e.visible_from <= now()
                 and (e.visible_until is null or e.visible_until > now()))
    or exists (select from revisions r join services v on v.revision_id = r.id
               where mentions_of_fields(r.fields) && named.words and v.is_shown and v.deleted_at is null)
    or exists (select from revisions r join page_sections s on s.revision_id = r.id
               where mentions_of_fields(r.fields) && named.words and s.is_shown)
    or exists (select from social_links
               where mentions_of_fields(to_jsonb(social_links.address)) && named.words)
    or exists (select from redirects
               where redirects.target_address = any(named.words) and redirects.origin <> 'rename')";
