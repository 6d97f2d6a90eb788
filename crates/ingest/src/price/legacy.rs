//! The reference's older table: parts of model names, searched in this order (spec `cost-and-tokens.md` 3). A last resort.

use super::rate::Rate;

/// Parts of names, and thousandths of a dollar per million tokens in and out.
const TABLE: &[(&[&str], i64, i64)] = &[
    (&["gpt-4o"], 5_000, 15_000),
    (&["ft:gpt-3.5-turbo"], 3_000, 6_000),
    (&["gpt-3.5-turbo-0613", "gpt-3.5-turbo-0301"], 1_500, 2_000),
    (&["gpt-3.5-turbo-instruct"], 1_500, 2_000),
    (&["gpt-3.5-turbo-16k"], 3_000, 4_000),
    (&["gpt-3.5-turbo-1106"], 1_000, 2_000),
    (&["gpt-3.5-turbo"], 500, 1_500),
    (&["text-davinci-003"], 20_000, 20_000),
    (&["gpt-4-turbo", "gpt-4-vision", "gpt-4-1106", "gpt-4-0125"], 10_000, 30_000),
    (&["gpt-4-32k"], 60_000, 120_000),
    (&["gpt-4"], 30_000, 60_000),
    (&["claude-instant-1", "claude-instant-v1"], 800, 2_400),
    (&["claude-2", "claude-v2", "claude-1", "claude-v1"], 8_000, 24_000),
    (&["claude-3-opus"], 15_000, 75_000),
    (&["claude-3-5-sonnet"], 3_000, 15_000),
    (&["claude-3-sonnet"], 3_000, 75_000),
    (&["claude-3-haiku"], 250, 1_250),
    (&["text-bison", "chat-bison", "code-bison", "codechat-bison"], 500, 500),
    (&["command"], 15_000, 15_000),
    (&["whisper"], 100_000, 0),
    (&["tts-1-hd"], 30_000, 0),
    (&["tts-1"], 15_000, 0),
    (&["mistral-tiny"], 140, 420),
    (&["mistral-small", "mistral-medium"], 600, 1_800),
];

/// Spellings that mean another one, replaced in this order.
const SPELLINGS: &[(&str, &str)] = &[
    ("gpt4", "gpt-4"),
    ("gpt3", "gpt-3"),
    ("gpt-35", "gpt-3.5"),
    ("claude3", "claude-3"),
    ("claude2", "claude-2"),
    ("claude1", "claude-1"),
];

/// The rate of the first entry that has a part of the model's name.
pub(super) fn rate(model: &str) -> Option<Rate> {
    let name = SPELLINGS.iter().fold(model.to_lowercase(), |name, (from, to)| name.replace(from, to));
    let (_, input, output) = TABLE.iter().find(|(parts, ..)| parts.iter().any(|part| name.contains(part)))?;
    Some(Rate { input: input * 1_000_000, output: output * 1_000_000, cache_reduction: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(model: &str, want: Option<(i64, i64)>) {
        assert_eq!(rate(model).map(|rate| (rate.input / 1_000_000, rate.output / 1_000_000)), want, "{model}");
    }

    #[test]
    fn the_first_part_that_is_found_in_a_name_prices_it() {
        check("openai/GPT-4o-audio", Some((5_000, 15_000)));
        check("gpt4-azure", Some((30_000, 60_000)));
        check("gpt-35-turbo-16k-0613", Some((3_000, 4_000)));
        check("azure/gpt35-turbo", Some((500, 1_500)));
        check("claude3-haiku", Some((250, 1_250)));
        check("gpt-4-32k-0314", Some((60_000, 120_000)));
        check("mistral-tiny", Some((140, 420)));
        check("command-r", Some((15_000, 15_000)));
        check("llama", None);
        check("", None);
    }
}
