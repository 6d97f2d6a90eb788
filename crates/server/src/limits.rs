//! The options that bound what one request and one connection may cost. What is beyond them is refused, cut or ended;
//! refusals name the option and its value.

use std::time::Duration;

use clap::Args;

use crate::quantity::{Bytes, parse_duration};
use crate::settings::Settings;

/// What one request may cost.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// How long an ingest request waits for room before it is answered with 429
    #[arg(long, env = "PERILUNE_INGEST_WAIT", value_name = "TIME", default_value = "20s", value_parser = parse_duration)]
    ingest_wait: Duration,

    /// Memory for the bodies of all ingest requests together
    #[arg(long, env = "PERILUNE_INGEST_BUFFER", value_name = "SIZE", default_value = "64MiB")]
    ingest_buffer: Bytes,

    /// The largest body of a request, as it comes over the wire
    #[arg(long, env = "PERILUNE_MAX_BODY", value_name = "SIZE", default_value = "32MiB")]
    max_body: Bytes,

    /// The largest body of a request, after decompression
    #[arg(long, env = "PERILUNE_MAX_INFLATED", value_name = "SIZE", default_value = "64MiB")]
    max_inflated: Bytes,

    /// How long the head of a request may take
    #[arg(long, env = "PERILUNE_HEAD_TIMEOUT", value_name = "TIME", default_value = "10s", value_parser = parse_duration)]
    head_timeout: Duration,

    /// How long a connection may wait for its next request
    #[arg(long, env = "PERILUNE_IDLE_TIMEOUT", value_name = "TIME", default_value = "75s", value_parser = parse_duration)]
    idle_timeout: Duration,

    /// How long a body may stand still, a request's or an answer's
    #[arg(long, env = "PERILUNE_BODY_IDLE", value_name = "TIME", default_value = "60s", value_parser = parse_duration)]
    body_idle: Duration,

    /// How long a request may take, until its answer begins
    #[arg(long, env = "PERILUNE_REQUEST_TIMEOUT", value_name = "TIME", default_value = "120s", value_parser = parse_duration)]
    request_timeout: Duration,

    /// The most events that one request may carry
    #[arg(long, env = "PERILUNE_MAX_EVENTS", value_name = "N", default_value_t = ingest::Limits::default().events)]
    max_events: usize,

    /// Levels of JSON in an event, 1 to 128; what lies deeper is kept as text
    #[arg(long, env = "PERILUNE_MAX_DEPTH", value_name = "N", default_value_t = ingest::Limits::default().depth)]
    max_depth: usize,

    /// The most tags of an event; the first ones are kept
    #[arg(long, env = "PERILUNE_MAX_TAGS", value_name = "N", default_value_t = ingest::Limits::default().tags)]
    max_tags: usize,

    /// The most metadata keys of an event; the first ones are kept
    #[arg(long, env = "PERILUNE_MAX_METADATA_KEYS", value_name = "N", default_value_t = ingest::Limits::default().metadata_keys)]
    max_metadata_keys: usize,

    /// The longest name, tag, key or user id; the beginning is kept
    #[arg(long, env = "PERILUNE_MAX_NAME", value_name = "SIZE", default_value = "4KiB")]
    max_name: Bytes,

    /// The largest feedback of an event, and the longest comment; what comes first is kept
    #[arg(long, env = "PERILUNE_MAX_FEEDBACK", value_name = "SIZE", default_value = "1MiB")]
    max_feedback: Bytes,

    /// The largest body that is no sound JSON, once it is mended; a control character takes six bytes then. Also the most that
    /// the spans of a request may share, once each of them says it for itself
    #[arg(long, env = "PERILUNE_MAX_REPAIRED", value_name = "SIZE", default_value = "64MiB")]
    max_repaired: Bytes,

    /// The most memory that the values of one span, log record or JSON body may take once they are read; tiny values take a
    /// hundred times their text. Also the most that all spans of a request may say
    #[arg(long, env = "PERILUNE_MAX_DECODED", value_name = "SIZE", default_value = "256MiB")]
    max_decoded: Bytes,

    /// The longest of all other texts in an event; the beginning is kept, and how long it was
    #[arg(long, env = "PERILUNE_MAX_TEXT", value_name = "SIZE", default_value = "8MiB")]
    max_text: Bytes,

    /// The most projects of an organisation, deleted ones included; all organisations together have 32,767
    #[arg(long, env = "PERILUNE_MAX_PROJECTS", value_name = "N", default_value_t = 1_000)]
    max_projects: u32,
}

/// As deep as the trees that runs are shown from can be built (`serde_json` refuses the next level).
const DEEPEST: usize = 128;

impl LimitArgs {
    /// Checks what clap cannot: values that only make sense together. The error is a sentence for people.
    pub(crate) fn check(&self) -> Result<(), String> {
        let largest = self.max_body.max(self.max_inflated);
        if self.ingest_buffer < largest {
            return Err(format!(
                "--ingest-buffer {} is smaller than the largest body that --max-body and --max-inflated allow ({largest})",
                self.ingest_buffer
            ));
        }
        for (option, is_zero) in [
            ("--max-body", self.max_body.0 == 0),
            ("--max-inflated", self.max_inflated.0 == 0),
            ("--head-timeout", self.head_timeout.is_zero()),
            ("--body-idle", self.body_idle.is_zero()),
            ("--request-timeout", self.request_timeout.is_zero()),
            ("--max-events", self.max_events == 0),
            ("--max-name", self.max_name.0 == 0),
            ("--max-text", self.max_text.0 == 0),
            ("--max-repaired", self.max_repaired.0 == 0),
            ("--max-decoded", self.max_decoded.0 == 0),
        ] {
            if is_zero {
                return Err(format!("{option} is 0, which would turn everything away; leave it out for the default"));
            }
        }
        if self.idle_timeout < self.head_timeout {
            return Err(format!(
                "--idle-timeout {:?} is shorter than --head-timeout {:?}; a head could not be waited for",
                self.idle_timeout, self.head_timeout
            ));
        }
        if !(1..=DEEPEST).contains(&self.max_depth) {
            return Err(format!("--max-depth {} is not between 1 and {DEEPEST}", self.max_depth));
        }
        Ok(())
    }

    /// The settings with these limits.
    pub(crate) fn over(&self, settings: Settings) -> Settings {
        Settings {
            ingest_wait: self.ingest_wait,
            ingest_buffer: self.ingest_buffer,
            max_body: self.max_body,
            max_inflated: self.max_inflated,
            head_timeout: self.head_timeout,
            idle_timeout: self.idle_timeout,
            body_idle: self.body_idle,
            request_timeout: self.request_timeout,
            max_projects: self.max_projects,
            events: ingest::Limits {
                events: self.max_events,
                depth: self.max_depth,
                tags: self.max_tags,
                metadata_keys: self.max_metadata_keys,
                name_bytes: self.max_name.in_memory(),
                text_bytes: self.max_text.in_memory(),
                feedback_bytes: self.max_feedback.in_memory(),
                repaired_bytes: self.max_repaired.in_memory(),
                decoded_bytes: self.max_decoded.in_memory(),
            },
            ..settings
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        limits: LimitArgs,
    }

    fn parse(args: &str) -> LimitArgs {
        Command::parse_from(std::iter::once("test").chain(args.split_whitespace())).limits
    }

    #[test]
    fn without_options_the_limits_are_those_of_the_code() {
        let settings = parse("").over(Settings::default());
        assert_eq!(format!("{settings:?}"), format!("{:?}", Settings::default()));
    }

    #[test]
    fn every_limit_reaches_the_settings() {
        let settings = parse(
            "--ingest-wait 1ms --ingest-buffer 9MiB --max-body 1MiB --max-inflated 2MiB --head-timeout 2ms \
             --idle-timeout 3ms --body-idle 4ms --request-timeout 5ms --max-events 6 --max-depth 7 --max-tags 8 \
             --max-metadata-keys 9 --max-name 10B --max-text 11B --max-feedback 12B --max-repaired 13B --max-decoded 15B \
             --max-projects 14",
        )
        .over(Settings::default());
        let want = Settings {
            ingest_wait: Duration::from_millis(1),
            ingest_buffer: Bytes::mebi(9),
            max_body: Bytes::mebi(1),
            max_inflated: Bytes::mebi(2),
            head_timeout: Duration::from_millis(2),
            idle_timeout: Duration::from_millis(3),
            body_idle: Duration::from_millis(4),
            request_timeout: Duration::from_millis(5),
            max_projects: 14,
            events: ingest::Limits {
                events: 6,
                depth: 7,
                tags: 8,
                metadata_keys: 9,
                name_bytes: 10,
                text_bytes: 11,
                feedback_bytes: 12,
                repaired_bytes: 13,
                decoded_bytes: 15,
            },
            ..Settings::default()
        };
        assert_eq!(format!("{settings:?}"), format!("{want:?}"));
    }

    #[track_caller]
    fn check(args: &str, want: Result<(), &str>) {
        match (parse(args).check(), want) {
            (Ok(()), Ok(())) => {}
            (Err(error), Err(piece)) => assert!(error.contains(piece), "{args}: {error}"),
            (got, _) => panic!("{args}: {got:?}"),
        }
    }

    #[test]
    fn limits_that_make_no_sense_are_refused_by_name() {
        check("", Ok(()));
        check("--ingest-wait 0s --max-tags 0 --max-metadata-keys 0 --max-depth 1", Ok(()));
        check("--idle-timeout 10s", Ok(()));
        check("--idle-timeout 9s", Err("--idle-timeout 9s is shorter than --head-timeout 10s"));
        check("--ingest-buffer 1MiB", Err("--ingest-buffer 1MiB"));
        check("--head-timeout 0s", Err("--head-timeout is 0"));
        check("--body-idle 0s", Err("--body-idle is 0"));
        check("--request-timeout 0ms", Err("--request-timeout is 0"));
        check("--max-events 0", Err("--max-events is 0"));
        check("--max-name 0", Err("--max-name is 0"));
        check("--max-text 0", Err("--max-text is 0"));
        check("--max-repaired 0", Err("--max-repaired is 0"));
        check("--max-decoded 0", Err("--max-decoded is 0"));
        check("--max-depth 0", Err("--max-depth 0"));
        check("--max-depth 129", Err("--max-depth 129"));
    }
}
