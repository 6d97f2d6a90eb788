//! Trees of JSON, as spec `filters.md` 1 says.

use model::filter::{Compare, Thumb};
use model::{Check, Filter, Status};
use query::parse_logic;

fn llm() -> Filter {
    Check::Types(vec!["llm".to_owned()]).into()
}

#[test]
fn a_tree_is_read_with_its_groups() {
    let check = |logic: &str, want: Filter| assert_eq!(parse_logic(logic), Ok(want), "{logic}");
    let error = || Filter::from(Check::Status(Status::Error));
    let dear = || Filter::from(Check::Cost(Compare::Gt, 500_000_000));
    check(
        r#"["AND", {"id":"type","params":{"type":"llm"}},
            ["OR", {"id":"status","params":{"status":"error"}}, {"id":"cost","params":{"operator":"gt","cost":0.5}}]]"#,
        Filter::All(vec![llm(), Filter::Any(vec![error(), dear()])]),
    );
    check("[]", Filter::everything());
    check(r#"["AND"]"#, Filter::everything());
    check(r#"["and"]"#, Filter::everything());
    check(r#"["OR"]"#, Filter::everything());
    check(r#"["or",{"id":"type","params":{"type":"llm"}},[]]"#, llm());
    check(r#"["AND",["OR",["AND"]],{"id":"type","params":{"type":"llm"}}]"#, llm());
    check(r#"["AND",{"id":"type","params":{"type":["llm"]}}]"#, llm());
    check(
        r#"["AND",{"id":"feedback","params":{"types":[{"thumb":"up"},{"thumb":null}]}}]"#,
        Filter::Any(vec![Check::Thumb(Thumb::Up).into(), Check::Thumb(Thumb::Nothing).into()]),
    );
    check(r#"["AND",{"id":"users","params":{"users":["7",12]}}]"#, Check::Users(vec![7, 12]).into());
    check(r#"["AND",{"id":"cost","params":{"cost":"0.5","operator":"gt"}}]"#, dear());
}

#[test]
fn a_check_of_which_nothing_is_set_says_nothing() {
    let check = |leaf: &str| assert_eq!(parse_logic(&format!(r#"["AND",{leaf}]"#)), Ok(Filter::everything()), "{leaf}");
    check(r#"{"id":"tags"}"#);
    check(r#"{"id":"tags","params":null}"#);
    check(r#"{"id":"tags","params":{}}"#);
    check(r#"{"id":"tags","params":{"tags":[]}}"#);
    check(r#"{"id":"tags","params":{"tags":["",null]}}"#);
    check(r#"{"id":"search","params":{"query":" "}}"#);
    check(r#"{"id":"search","params":{"query":"","other":null}}"#);
}

#[test]
fn what_is_no_tree_is_refused() {
    #[track_caller]
    fn check(logic: &str, want: &str) {
        let error = parse_logic(logic).expect_err(logic).to_string();
        assert!(error.contains(want), "{logic}: {error}");
    }
    check("", "A filter is");
    check("null", "not null");
    check("{}", "not {}");
    check(r#""AND""#, "A filter is");
    check(r#"[{"id":"type","params":{"type":"llm"}}]"#, "A filter is");
    check(r#"["XOR"]"#, r#"not ["XOR"]"#);
    check(r#"["AND",5]"#, "not 5");
    check(r#"["AND",{"params":{}}]"#, "A filter is");
    check(r#"["AND",{"id":"banana","params":{}}]"#, "There is no check 'banana'");
    check(r#"["AND",{"id":"rouge","params":{"percent":5}}]"#, "The check 'rouge' asks a model");
    check(r#"["AND",{"id":"tags","params":{"tagz":["a"]}}]"#, "its parameters are tags");
    check(r#"["AND",{"id":"tags","params":["a"]}]"#, "its parameters are tags");
    check(r#"["AND",{"id":"cost","params":{"operator":"gt"}}]"#, "it has no value for cost");
    check(r#"["AND",{"id":"cost","params":{"operator":"like","cost":1}}]"#, "operator is one of eq, neq");
    check(r#"["AND",{"id":"cost","params":{"cost":[1]}}]"#, "cost is one text or number");
    check(r#"["AND",{"id":"status","params":{"status":["error"]}}]"#, "status is one text or number");
    check(r#"["AND",{"id":"type","params":{"type":"llm"}},{"id":"date","params":{"date":"soon"}}]"#, "date is a date");
}
