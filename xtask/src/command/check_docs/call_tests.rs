use ray_core::place::EvidencePath;
use ray_core::source::SourceFile;

use super::*;

/// The name of each call in `text` with its words, or `mentioned`.
fn read(text: &str) -> Vec<String> {
    let page = Page::read(SourceFile::new(EvidencePath::new("a.md"), text.to_owned()));
    let known = Known::new(crate::command::protocols().unwrap());
    let shown = |call: &Call| {
        let words = call
            .words
            .as_ref()
            .map(|words| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>().join(" "));
        format!("{}: {}", call.name, words.unwrap_or_else(|| "mentioned".to_owned()))
    };
    find(&page, &known).iter().map(shown).collect()
}

#[test]
fn a_call_is_found_in_blocks_tables_workflows_and_sentences() {
    for text in [
        "```bash\npython scripts/validate_gate_10_intake.py --drift-threshold low\n```\n",
        "```\n$ python3 -u scripts/validate_gate_10_intake.py --drift-threshold low | tee log\n```\n",
        "```yaml\n  - run: python scripts/validate_gate_10_intake.py --drift-threshold low\n```\n",
        "```yaml\n  - run: \"validate_gate_10_intake --drift-threshold low\"\n```\n",
        "```sh\ncargo run --bin validate_gate_10_intake -- --drift-threshold low\n```\n",
        "```sh\nCI=1 python -m scripts.validate_gate_10_intake --drift-threshold low\n```\n",
        "| a |\n|---|\n| `validate_gate_10_intake --drift-threshold low` |\n",
        "- **Automation**: `python scripts/validate_gate_10_intake.py --drift-threshold low`\n",
        "Run validate_gate_10_intake.py --drift-threshold low before the rehearsal.\n",
        "Run validate_gate_10_intake --drift-threshold low.\n",
    ] {
        assert_eq!(read(text), ["validate_gate_10_intake: --drift-threshold low"], "{text}");
    }
}

#[test]
fn a_script_that_another_program_is_handed_is_only_mentioned() {
    for text in [
        "`cat scripts/validate_gate_10_intake.py | head`\n",
        "The gate validate_gate_10_intake judges staging.\n",
        "```python\nfrom scripts.validate_gate_10_intake import main\n```\n",
        "```json\n{\"run\": \"validate_gate_10_intake --no\"}\n```\n",
    ] {
        assert_eq!(read(text), ["validate_gate_10_intake: mentioned"], "{text}");
    }
}

#[test]
fn what_stands_for_several_scripts_is_no_script() {
    for text in [
        "`scripts/validate_gate_10_*.py`\n",
        "validate_gate_10_<name> and `validate_gate_NN_name`\n",
        "`scripts/deploy_*.sh`, `scripts/deploy_backend.sh` and `tools/build.py`\n",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn python_code_that_hands_over_paths_calls_a_script() {
    let text = "```python\nforecast(input_path=\"a.csv\",\n  output_path=\"b\")\n```\n";
    assert_eq!(read(text), ["forecast: mentioned"]);
}
