//! Bodies that real clients sent, one file each: lunary 1.4.41 of PyPI, 1.0.18 of npm, LiteLLM, and plain HTTP. Beside each
//! stands what must become of it, a line for each element in the order of processing.

use crate::{decode, shown};

/// A recorded body.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) name: &'static str,
    pub(crate) body: &'static str,
    pub(crate) want: &'static str,
}

macro_rules! batches {
    ($($name:literal,)*) => {
        /// Every recorded body.
        pub(crate) const BATCHES: &[Recorded] = &[$(Recorded {
            name: $name,
            body: include_str!(concat!("batches/", $name, ".json")),
            want: include_str!(concat!("batches/", $name, ".txt")),
        },)*];
    };
}

batches! {
    "javascript",
    "javascript-anthropic",
    "javascript-error",
    "javascript-langchain",
    "javascript-logs",
    "javascript-thread",
    "javascript-thread-events",
    "javascript-thread-retry",
    "legacy-report",
    "litellm",
    "nested-list",
    "one-object",
    "out-of-order",
    "python-error",
    "python-feedback",
    "python-langchain",
    "python-log",
    "python-odd-values",
    "python-openai",
    "python-thread",
    "python-thread-events",
    "python-thread-retry",
    "python-thread-roles",
    "python-update",
    "snake-case",
    "surrogate-and-nul",
    "unknown-event",
}

#[test]
fn what_real_clients_send_is_understood() {
    for Recorded { name, body, want } in BATCHES {
        let lines: Vec<String> = decode(body).iter().map(shown).collect();
        assert_eq!(lines, want.lines().collect::<Vec<&str>>(), "{name}");
    }
}

/// Stored events are told from repetitions by their hashes, so these numbers may never change.
#[test]
fn the_hashes_of_recorded_events_are_the_same_in_every_release() {
    #[track_caller]
    fn check(name: &str, want: &[u64]) {
        let recorded = BATCHES.iter().find(|recorded| recorded.name == name).expect("it is recorded");
        let hashes: Vec<u64> =
            decode(recorded.body).iter().filter_map(|one| Some(one.result.as_ref().ok()?.hash)).collect();
        assert_eq!(hashes, want, "{name}");
    }
    check("nested-list", &[12_180_336_393_153_292_697]);
    check("python-openai", &[2_132_486_381_958_274_789, 7_108_640_031_422_643_754]);
    check("python-error", &[3_012_759_884_329_738_047, 937_599_775_325_391_178]);
    check("python-update", &[13_703_850_355_649_059_359]);
    check("python-feedback", &[12_921_963_530_930_446_259, 4_651_320_319_043_981_907]);
    check("javascript-logs", &[14_634_624_167_460_813_802, 1_986_549_376_268_962_962, 15_506_669_999_252_502_915]);
    check(
        "javascript-thread-events",
        &[17_935_815_833_448_729_726, 10_230_376_104_684_123_535, 10_496_684_312_686_787_898],
    );
    check("javascript-thread-retry", &[2_083_301_916_578_514_098]);
}
