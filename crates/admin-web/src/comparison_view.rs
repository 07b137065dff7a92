//! A comparison of two texts as a page prints it: what stayed, went, came and moved, in words and
//! not by colour alone.

use comparison::{Block, BlockKind, Run, Span, SpanKind};
use serde::Serialize;

use crate::picture_pairs::{PicturePair, Pictures, definitions};

/// Unchanged blocks that are shown around a change.
const CONTEXT: usize = 1;

/// Two Markdown texts compared, in runs from the top.
#[derive(Debug, Serialize)]
pub(crate) struct TextComparison {
    is_same: bool,
    runs: Vec<RunView>,
}

#[derive(Debug, Serialize)]
struct RunView {
    is_folded: bool,
    label: String,
    blocks: Vec<BlockView>,
}

/// One block, with the word that says what became of it.
#[derive(Debug, Serialize)]
struct BlockView {
    id: String,
    kind: &'static str,
    label: Option<&'static str>,
    other_href: Option<String>,
    is_code: bool,
    /// The label says it for the whole block, so its words need no signs of their own.
    is_whole: bool,
    spans: Vec<SpanView>,
    /// The pictures in it, where they are not the same before and after.
    pictures: Option<PicturePair>,
}

#[derive(Debug, Serialize)]
struct SpanView {
    is_deleted: bool,
    is_inserted: bool,
    text: String,
    /// The name and the sign of a change that is white space only and could not be seen.
    white: Option<White>,
}

#[derive(Debug, Serialize)]
struct White {
    name: &'static str,
    sign: &'static str,
}

/// One short field in its two states.
#[derive(Debug, Serialize)]
pub(crate) struct FieldComparison {
    label: String,
    before: Vec<SpanView>,
    after: Vec<SpanView>,
}

impl TextComparison {
    /// Compares two Markdown texts; `name` keeps the anchors of two comparisons on a page apart.
    pub(crate) fn new(name: &str, before: &str, after: &str, pictures: &Pictures) -> Self {
        let (old, new) = (definitions(before), definitions(after));
        let pair = |block: &Block| {
            let [before, after] = [block.before(), block.after()];
            let may_show = |text: &str| text.contains("![") || text.contains("<img");
            if may_show(&before) || may_show(&after) {
                pictures.in_texts(&(before + &old), &(after + &new))
            } else {
                None
            }
        };
        Self::of(name, comparison::compare(before, after), pair)
    }

    fn of(name: &str, blocks: Vec<Block>, pair: impl Fn(&Block) -> Option<PicturePair>) -> Self {
        let is_same = blocks.iter().all(Block::is_same);
        let mut place = 0;
        let mut views = |blocks: Vec<Block>| -> Vec<BlockView> {
            let views = blocks.into_iter().filter_map(|block| {
                place += 1;
                let pictures = pair(&block);
                BlockView::new(name, place - 1, block, pictures)
            });
            views.collect()
        };
        let runs = comparison::fold(blocks, CONTEXT).into_iter();
        let runs = runs.map(|run| {
            let (is_folded, blocks) = match run {
                Run::Shown(blocks) => (false, views(blocks)),
                Run::Folded(blocks) => (true, views(blocks)),
            };
            let plural = if blocks.len() == 1 { "" } else { "s" };
            RunView {
                is_folded,
                label: format!("{} unchanged block{plural}", blocks.len()),
                blocks,
            }
        });
        Self {
            is_same,
            runs: runs.filter(|run| !run.blocks.is_empty()).collect(),
        }
    }
}

impl BlockView {
    /// Nothing for a block of blank lines, because there is nothing to see.
    fn new(name: &str, place: usize, block: Block, pictures: Option<PicturePair>) -> Option<Self> {
        let (kind, label, other) = match block.kind {
            BlockKind::Same => ("same", None, None),
            BlockKind::Changed => ("changed", Some("Changed"), None),
            BlockKind::Added => ("added", Some("Added"), None),
            BlockKind::Removed => ("removed", Some("Removed"), None),
            BlockKind::MovedAway { to } if to > place => ("away", Some("Moved to below"), Some(to)),
            BlockKind::MovedAway { to } => ("away", Some("Moved to above"), Some(to)),
            BlockKind::MovedHere { from } if from < place => {
                ("here", Some("Moved here from above"), Some(from))
            }
            BlockKind::MovedHere { from } => ("here", Some("Moved here from below"), Some(from)),
        };
        let spans = without_last_line_ends(block.spans);
        let first = spans.first()?.text.trim_start();
        Some(Self {
            id: format!("{name}-{place}"),
            kind,
            label,
            other_href: other.map(|other| format!("#{name}-{other}")),
            is_code: first.starts_with("```") || first.starts_with("~~~"),
            is_whole: matches!(block.kind, BlockKind::Added | BlockKind::Removed),
            spans: spans.into_iter().map(SpanView::from).collect(),
            pictures,
        })
    }
}

/// The blank lines after a block are the page's own distances.
fn without_last_line_ends(mut spans: Vec<Span>) -> Vec<Span> {
    while spans.last().is_some_and(|span| span.text.trim().is_empty()) {
        spans.pop();
    }
    if let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    // The two last ones may be the old and the new end of a line, each with its line end.
    if let [.., first, second] = &mut spans[..]
        && first.kind == SpanKind::Deleted
        && second.kind == SpanKind::Inserted
    {
        let kept = first.text.trim_end_matches(['\r', '\n']).len();
        first.text.truncate(kept);
    }
    spans.retain(|span| !span.text.is_empty());
    spans
}

impl From<Span> for SpanView {
    fn from(span: Span) -> Self {
        let is_seen = span.kind == SpanKind::Same || !span.text.trim().is_empty();
        let (name, sign) = if span.text.contains('\n') {
            ("line break", "↵")
        } else {
            ("space", "␣")
        };
        Self {
            is_deleted: span.kind == SpanKind::Deleted,
            is_inserted: span.kind == SpanKind::Inserted,
            text: span.text,
            white: (!is_seen).then_some(White { name, sign }),
        }
    }
}

impl FieldComparison {
    /// Compares two states of a short field; nothing if they are the same.
    pub(crate) fn new(label: &str, before: &str, after: &str) -> Option<Self> {
        let spans = comparison::compare_line(before, after);
        let side = |other: SpanKind| {
            let spans = spans.iter().filter(|span| span.kind != other);
            spans.cloned().map(SpanView::from).collect()
        };
        (before != after).then(|| Self {
            label: label.to_owned(),
            before: side(SpanKind::Inserted),
            after: side(SpanKind::Deleted),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::TEMPLATES;
    use crate::picture_pairs;
    use web_kit::PageTemplate;

    #[derive(Serialize)]
    struct Alone {
        comparison: TextComparison,
    }

    impl PageTemplate for Alone {
        const TEMPLATE: &'static str = "admin/revisions/_comparison";
    }

    fn html(before: &str, after: &str) -> String {
        let comparison = TextComparison::new("text", before, after, &Pictures::default());
        TEMPLATES.render(&Alone { comparison }).unwrap()
    }

    #[test]
    fn changed_words_are_marked_by_element_and_by_word() {
        let html = html("The old house stands.\n", "The new house stands.\n");
        assert!(html.contains(">Changed<"), "{html}");
        assert!(
            html.contains(
                "The <del><span class=\"visually-hidden\" dir=\"ltr\">[removed: </span>old\
                 <span class=\"visually-hidden\" dir=\"ltr\">]</span></del>\
                 <ins><span class=\"visually-hidden\" dir=\"ltr\">[added: </span>new\
                 <span class=\"visually-hidden\" dir=\"ltr\">]</span></ins> house stands.</div>"
            ),
            "{html}"
        );
    }

    #[test]
    fn whole_blocks_are_labelled_once() {
        let html = html(
            "One stays here.\n\nTwo goes.\n",
            "One stays here.\n\n<b>& new</b>\n",
        );
        assert!(html.contains(">Removed<"), "{html}");
        assert!(
            html.contains("dir=\"auto\"><del>Two goes.</del></div>"),
            "{html}"
        );
        assert!(
            html.contains("dir=\"auto\"><ins>&lt;b&gt;&amp; new&lt;/b&gt;</ins></div>"),
            "{html}"
        );
        assert!(!html.contains("[added"), "{html}");
    }

    #[test]
    fn a_moved_block_links_to_its_other_place() {
        let one = "The first paragraph talks of the sea.\n\n";
        let two = "Here is the second one about trees.\n\n";
        let three = "Mountains come third in this text.\n\n";
        let down = html(&[one, two, three].concat(), &[two, three, one].concat());
        assert!(
            down.contains("href=\"#text-3\">Moved to below</a>"),
            "{down}"
        );
        assert!(
            down.contains("href=\"#text-0\">Moved here from above</a>"),
            "{down}"
        );
        assert!(
            down.contains("id=\"text-0\"") && down.contains("id=\"text-3\""),
            "{down}"
        );
        let up = html(&[one, two, three].concat(), &[three, one, two].concat());
        assert!(up.contains(">Moved here from below</a>"), "{up}");
        assert!(up.contains(">Moved to above</a>"), "{up}");
    }

    #[test]
    fn unchanged_runs_are_folded_and_a_text_without_changes_says_so() {
        let paragraphs: String = (0..9)
            .map(|n| format!("Paragraph {n} is here.\n\n"))
            .collect();
        let after = paragraphs.replace("Paragraph 0 is", "Paragraph 0 was");
        let changed = html(&paragraphs, &after);
        assert!(
            changed.contains("<summary>7 unchanged blocks</summary>"),
            "{changed}"
        );
        assert!(!changed.contains("no differences"), "{changed}");
        let same = html(&paragraphs, &paragraphs);
        assert!(same.contains("no differences"), "{same}");
        assert!(
            same.contains("<summary>9 unchanged blocks</summary>"),
            "{same}"
        );
    }

    #[test]
    fn code_is_set_as_code_and_white_space_is_named() {
        let html = html("```\na b\n```\n", "```\na b\n\n```\n");
        assert!(html.contains("compared__text--code"), "{html}");
        assert!(html.contains("[added: line break]"), "{html}");
    }

    #[test]
    fn a_block_whose_picture_went_or_is_described_anew_shows_both() {
        let id = uuid::Uuid::from_u128(7);
        let pictures = picture_pairs::one_picture(id, "cat.jpg", "A <cat>");
        let html = |before: &str, after: &str| {
            let comparison = TextComparison::new("text", before, after, &pictures);
            TEMPLATES.render(&Alone { comparison }).unwrap()
        };
        let with = format!("Words stay the same.\n\n![]( plinth:{id} )\n");
        let went = html(&with, "Words stay the same.\n");
        assert_eq!(went.matches("<img").count(), 1, "{went}");
        assert!(went.contains("cat.jpg") && went.contains("“A &lt;cat&gt;”"));
        assert!(went.contains("No picture"), "{went}");
        assert!(went.contains("alt=\"\""), "{went}");
        let anew = html(&with, &with.replace("![]", "![Tom]"));
        assert_eq!(anew.matches("<img").count(), 2, "{anew}");
        assert!(anew.contains("“Tom”"), "{anew}");
        let around = format!("Some words and ![]( plinth:{id} )\n");
        let around = html(&around, &around.replace("Some", "Other"));
        assert!(!around.contains("<img"), "{around}");
        let reference = format!("![][c] and words\n\n[c]: plinth:{id}\n");
        let gone = html(&reference, &reference.replace("![][c] ", ""));
        assert_eq!(gone.matches("<img").count(), 1, "{gone}");
        let unknown = with.replace('7', "8");
        assert!(html(&with, &unknown).contains("not in the library any more"));
    }

    #[test]
    fn blank_lines_are_nothing_to_see() {
        let html = html("Text.", "\n\nText.\n");
        assert!(!html.contains("compared__block--added"), "{html}");
    }

    #[test]
    fn a_field_that_is_the_same_is_not_shown() {
        assert!(FieldComparison::new("Title", "a", "a").is_none());
        assert!(FieldComparison::new("Title", "a", "").is_some());
    }
}
