use ray_core::place::EvidencePath;
use ray_core::source::SourceFile;

use super::*;

fn page(text: &str) -> Page {
    Page::read(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()))
}

/// The words of every command in the first block of `text`; those that only a shell could know are
/// shown in brackets.
fn read(text: &str) -> Vec<Vec<String>> {
    let page = page(text);
    let shown = |word: Word| if word.open { format!("[{}]", word.text) } else { word.text };
    let commands = commands(&page, page.blocks.first().unwrap()).into_iter();
    commands.map(|words| words.into_iter().map(shown).collect()).collect()
}

fn bash(lines: &str) -> Vec<Vec<String>> {
    read(&format!("```bash\n{lines}\n```\n"))
}

#[test]
fn words_are_split_as_a_shell_splits_them() {
    assert_eq!(bash("a 'b c' \"d  e\" f\\ g h'i'"), [["a", "b c", "d  e", "f g", "hi"]]);
    assert_eq!(bash("a # b"), [["a"]]);
    assert_eq!(bash("a it's b"), [["a", "it's", "b"]]);
}

#[test]
fn a_line_that_is_continued_is_one_command() {
    assert_eq!(bash("a \\\n  --b c \\\n  d"), [["a", "--b", "c", "d"]]);
    assert_eq!(read("```sh\r\na \\\r\n  --b c\r\n```\r\n"), [["a", "--b", "c"]]);
    assert_eq!(read("> ```sh\n> a \\\n>   --b c\n> ```\n"), [["a", "--b", "c"]]);
}

#[test]
fn operators_end_a_command_and_redirections_are_none_of_its_words() {
    assert_eq!(bash("a b && c | d; e &"), [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
    assert_eq!(bash("a b > out.txt 2>&1"), [["a", "b"]]);
}

#[test]
fn what_only_a_shell_could_know_is_marked() {
    assert_eq!(
        bash("a $X ${Y} ${{ env.Z }} \"$W\" '$V' `date` $(b c) <FILE> low|high ..."),
        [[
            "a",
            "[$X]",
            "[${Y}]",
            "[${{ env.Z }}]",
            "[$W]",
            "$V",
            "[`date`]",
            "[$(b c)]",
            "[<FILE>]",
            "[low|high]",
            "[...]"
        ]]
    );
}

#[test]
fn a_quoted_value_of_yaml_is_read_without_its_quotes() {
    assert_eq!(read("```yaml\n- run: \"a --b c\"\n```\n"), [["a", "--b", "c"]]);
    assert_eq!(read("```yaml\n- run: a --b \"c d\"\n```\n"), [["-", "run:", "a", "--b", "c d"]]);
}

#[test]
fn a_word_knows_where_it_stands() {
    let page = page("Call `a --b 'c d'` now\n");
    let commands = commands(&page, page.blocks.first().unwrap());
    let shown: Vec<&str> =
        commands.first().unwrap().iter().map(|word| page.text(word.span)).collect();
    assert_eq!(shown, ["a", "--b", "'c d'"]);
}
