use super::*;
use proptest::prelude::*;

fn shown(spans: &[Span]) -> String {
    let spans = spans.iter().map(|span| match span.kind {
        SpanKind::Same => span.text.clone(),
        SpanKind::Deleted => format!("[-{}-]", span.text),
        SpanKind::Inserted => format!("[+{}+]", span.text),
    });
    spans.collect()
}

fn line(before: &str, after: &str) -> String {
    shown(&compare_line(before, after))
}

fn side(spans: &[Span], other: SpanKind) -> String {
    let spans = spans.iter().filter(|span| span.kind != other);
    spans.map(|span| span.text.as_str()).collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::collection::vec(
            prop::sample::select(vec!["a ", "b ", "word. ", "語", "ژیان ", "\n", ", ", "🙂"]),
            0..30
        )
        .prop_map(|words| words.concat()),
    ]
}

proptest! {
    #[test]
    fn the_spans_give_both_texts_back(before in text(), after in text(), effort in 0..2_000_usize, is_code: bool) {
        let form = if is_code { Form::Code } else { Form::Prose };
        let spans = spans(&before, &after, form, &mut Effort(effort));
        prop_assert_eq!(side(&spans, SpanKind::Inserted), before);
        prop_assert_eq!(side(&spans, SpanKind::Deleted), after);
        prop_assert!(spans.iter().all(|span| !span.text.is_empty()));
        prop_assert!(spans.windows(2).all(|two| two[0].kind != two[1].kind));
    }
}

#[test]
fn single_words_are_marked() {
    assert_eq!(
        line("The old house", "The new house"),
        "The [-old-][+new+] house"
    );
    assert_eq!(line("The house", "The big house"), "The [+big +]house");
    assert_eq!(line("same", "same"), "same");
    assert_eq!(line("", "new"), "[+new+]");
    assert_eq!(line("", ""), "");
}

#[test]
fn words_replaced_side_by_side_are_one_phrase() {
    assert_eq!(
        line("It is quite dark now", "It was almost light now"),
        "It [-is quite dark-][+was almost light+] now"
    );
}

#[test]
fn scripts_without_spaces_and_right_to_left_ones_are_compared_by_their_words() {
    assert_eq!(line("我喜欢茶。", "我喜欢水。"), "我喜欢[-茶-][+水+]。");
    assert_eq!(
        line("これは本です", "これは猫です"),
        "これは[-本-][+猫+]です"
    );
    assert_eq!(
        line("ژیان خۆشە لێرە", "ژیان جوانە لێرە"),
        "ژیان [-خۆشە-][+جوانە+] لێرە"
    );
    assert_eq!(line("می‌روم خانه", "می‌آیم خانه"), "[-می‌روم-][+می‌آیم+] خانه");
}

#[test]
fn code_is_compared_by_line_and_then_by_word() {
    let before = "let a = 1;\nlet b = 2;\nlet c = 3;\n";
    let after = "let a = 1;\nlet b = 20;\nlet c = 3;\nlet d = 4;\n";
    assert_eq!(
        shown(&spans(before, after, Form::Code, &mut Effort::default())),
        "let a = 1;\nlet b = [-2-][+20+];\nlet c = 3;\n[+let d = 4;\n+]"
    );
}

#[test]
fn what_is_too_much_for_words_is_compared_by_sentence() {
    let before = "One two. Three four. Five six. ";
    let after = "Uno two. Three four. Five seis. ";
    assert_eq!(
        shown(&spans(before, after, Form::Prose, &mut Effort(0))),
        "[-One two. -][+Uno two. +]Three four. [-Five six. -][+Five seis. +]"
    );
}

#[test]
fn sentences_end_where_they_do_in_each_script() {
    assert_eq!(
        sentences("One. Two!\nThree 1.5 here? 四。五"),
        ["One. ", "Two!\n", "Three 1.5 here? ", "四。", "五"]
    );
    assert_eq!(
        sentences("ئەمە یەک. ئایا؟ بەڵێ"),
        ["ئەمە یەک. ", "ئایا؟ ", "بەڵێ"]
    );
    assert_eq!(sentences(""), [""]);
}

#[test]
fn long_runs_of_one_sign_are_compared_too() {
    // With a rule that looks ahead from each sign to the next letter this takes many minutes.
    for run in [")", " ", "'", "\u{301}", ". ", "a'"] {
        let (before, after) = (format!("a.{}b", run.repeat(50_000)), run.repeat(50_001));
        let spans = spans(&before, &after, Form::Prose, &mut Effort(0));
        assert_eq!(side(&spans, SpanKind::Inserted), before);
    }
}
