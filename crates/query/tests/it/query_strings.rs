//! Query strings, row by row as in spec `filters.md` 2.

use model::filter::{Compare, Field, Finding, JsonIs, Property, Side, TextIs, TextMatch, Thumb, TokenKind, Wanted};
use model::{Check, Filter, Status, Timestamp};
use query::{Parsed, parse, parse_logic};

fn filter(query: &str) -> Filter {
    parse(query).unwrap_or_else(|error| panic!("{query}: {error}")).filter
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn the_worked_examples_of_the_spec_mean_their_trees() {
    #[track_caller]
    fn check(query: &str, logic: &str) {
        assert_eq!(filter(query), parse_logic(logic).expect(logic), "{query}");
    }
    check(
        "type=llm&tags=a%2520b,x%252Ey,p%252Cq",
        r#"["AND",{"id":"type","params":{"type":"llm"}},{"id":"tags","params":{"tags":["a b","x.y","p,q"]}}]"#,
    );
    check(
        "models=gpt-4%252E1-mini,claude-3%252E5%252Fsonnet",
        r#"["AND",{"id":"models","params":{"models":["gpt-4.1-mini","claude-3.5/sonnet"]}}]"#,
    );
    check(
        "OR&status=error&cost=gte.0%2E25",
        r#"["OR",{"id":"status","params":{"status":"error"}},{"id":"cost","params":{"operator":"gte","cost":0.25}}]"#,
    );
    check(
        "date=gt.2025-03-01T00%3A00%3A00%2E000Z",
        r#"["AND",{"id":"date","params":{"operator":"gt","date":"2025-03-01T00:00:00.000Z"}}]"#,
    );
    check(
        "feedback=%257B%2522thumb%2522%253A%2522up%2522%257D,%257B%2522thumb%2522%253Anull%257D",
        r#"["AND",{"id":"feedback","params":{"types":["{\"thumb\":\"up\"}","{\"thumb\":null}"]}}]"#,
    );
    check(
        "metadata=plan%2Etier.pro%20%26%20co",
        r#"["AND",{"id":"metadata","params":{"key":"plan.tier","value":"pro & co"}}]"#,
    );
    check("tokens=total.gt.0", r#"["AND",{"id":"tokens","params":{"field":"total","operator":"gt","tokens":0}}]"#);
    check(
        "string=output.contains.false.50%25%20off%2E",
        r#"["AND",{"id":"string","params":{"fields":"output","type":"contains","sensitive":"false","text":"50% off."}}]"#,
    );
    check("users=12,7", r#"["AND",{"id":"users","params":{"users":[12,7]}}]"#);
    check("custom-events=open%2520doc", r#"["AND",{"id":"custom-events","params":{"custom-events":["open doc"]}}]"#);
    check("topics=input.Refund%252Es", r#"["AND",{"id":"topics","params":{"field":"input","topics":["Refund.s"]}}]"#);
    check("duration=lte.1%2E5", r#"["AND",{"id":"duration","params":{"operator":"lte","duration":1.5}}]"#);
    check("user-props=plan.pro", r#"["AND",{"id":"user-props","params":{"key":"plan","value":"pro"}}]"#);
}

#[test]
fn every_check_is_read_into_what_it_means() {
    #[track_caller]
    fn check(query: &str, want: Check) {
        assert_eq!(filter(query), want.into(), "{query}");
    }
    let property = |key: &str, value: Wanted| Property { key: key.to_owned(), value };
    let at = |micros| Timestamp::from_micros(micros);
    let text = |field, is, is_case_sensitive, text: &str| {
        Check::Text(TextMatch { field, is, is_case_sensitive, text: text.to_owned() })
    };
    let regex = |side, is_absent, pattern: &str| Check::Regex { side, is_absent, pattern: pattern.to_owned() };
    check("tools=get_weather", Check::NameContains("get_weather".into()));
    check("retrievers=vectors", Check::NameContains("vectors".into()));
    check("type=banana", Check::Types(strings(&["banana"])));
    check("type=tool,llm,tool", Check::Types(strings(&["llm", "tool"])));
    check("type=trace", Check::Trace);
    check("models=b,a,b", Check::Names(strings(&["a", "b"])));
    check("custom-events=x", Check::CustomEvents(strings(&["x"])));
    check("tags=%2520", Check::Tags(strings(&[" "])));
    check("templates=7,3", Check::Templates(vec![3, 7]));
    check("users=12", Check::Users(vec![12]));
    check("status=started", Check::Status(Status::Started));
    check("feedback=%7B%22thumb%22:%22down%22%7D", Check::Thumb(Thumb::Down));
    check("feedback={\"comment\":\"\"}", Check::Comment(String::new()));
    check("metadata=k.true", Check::Metadata(property("k", Wanted::Written("true".into()))));
    check("metadata=k", Check::Metadata(property("k", Wanted::Anything)));
    check("user-props=k", Check::UserProp(property("k", Wanted::Anything)));
    check("user-props=k.%20pro%20", Check::UserProp(property("k", Wanted::Written("pro".into()))));
    let typed = |json: &str| format!("user-props=k.{}", json.replace('"', "%22").replace('.', "%2E"));
    check(&typed(r#"{"type":"number","value":1.5}"#), Check::UserProp(property("k", Wanted::Number(1.5))));
    check(&typed(r#"{"type":"string","value":"5"}"#), Check::UserProp(property("k", Wanted::Text("5".into()))));
    check(&typed(r#"{"type":"boolean","value":true}"#), Check::UserProp(property("k", Wanted::Bool(true))));
    check(&typed(r#"{"type":"null"}"#), Check::UserProp(property("k", Wanted::Null)));
    check("regex=input.not_contains.%5Ea%2B", regex(Side::Input, true, "^a+"));
    check("json=input.invalid", Check::Json(Side::Input, JsonIs::Invalid));
    check("json=contains", Check::Json(Side::Output, JsonIs::Contained));
    check("json=input", Check::Json(Side::Input, JsonIs::Valid));
    check("length=input.gte.10", Check::Length(Side::Input, Compare::Gte, 10.0));
    check("date=lt.2025-03-01", Check::CreatedAt(Compare::Lt, at(1_740_787_200_000_000)));
    check("date=gt.2025-03-01T01:00:00%2B01:00", Check::CreatedAt(Compare::Gt, at(1_740_787_200_000_000)));
    check("date=gt.2025-03-01T00:00", Check::CreatedAt(Compare::Gt, at(1_740_787_200_000_000)));
    check("duration=neq.3", Check::Duration(Compare::Neq, 3_000_000));
    check("cost=eq.0%2E000000001", Check::Cost(Compare::Eq, 1));
    check("messages=gt.2", Check::Messages(Compare::Gt, 2.0));
    check("messages=2", Check::Messages(Compare::Gte, 2.0));
    check("tokens=prompt.gt.1", Check::Tokens(TokenKind::Prompt, Compare::Gt, 1.0));
    check("tokens=gt.1", Check::Tokens(TokenKind::Total, Compare::Gt, 1.0));
    check("search=hello%20world", Check::Search("hello world".into()));
    check("string=input.starts.true.a", text(Field::Input, TextIs::Start, true, "a"));
    check("string=any.notcontains.false.a", text(Field::Any, TextIs::Without, false, "a"));
    check("string=ends.a", text(Field::Any, TextIs::End, false, "a"));
    check("languages=input.en,fr", Check::Found(Finding::Languages(Side::Input, strings(&["en", "fr"]))));
    check("intents=Refund", Check::Found(Finding::Intents(strings(&["Refund"]))));
    check("pii=false", Check::Found(Finding::Pii(false)));
    check("toxicity=input.non-toxicity", Check::Found(Finding::Toxicity(Side::Input, false)));
    check("sentiment=input.neutral", Check::Found(Finding::Sentiment(Side::Input, "neutral".into())));
}

#[test]
fn what_the_reference_drops_or_fails_on_is_understood() {
    #[track_caller]
    fn check(query: &str, want: &str) {
        assert_eq!(filter(query), filter(want), "{query}");
    }
    check("tags=a,b", "tags=a%2Cb");
    check("tags=a%2cb", "tags=a%2Cb");
    check("models=gpt-4.1", "models=gpt-4%252E1");
    check("models=gpt-4.1,gpt-4%2e5", "models=gpt-4%252E1,gpt-4%252E5");
    check("cost=gt.0.0001", "cost=gt.0%2E0001");
    check("cost=gte.0%252E0001", "cost=gte.0%2E0001");
    check("date=gt.2026-11-21T18%3A22%3A52%252E000Z", "date=gt.2026-11-21T18%3A22%3A52%2E000Z");
    check("date=gt.2026-11-21T18:22:52.000Z", "date=gt.2026-11-21T18%3A22%3A52%2E000Z");
    check("duration=1.5", "duration=lt.1%2E5");
    check("metadata=k.v.w", "metadata=k.v%2Ew");
    check("metadata=k.", "metadata=k");
    check("metadata=pro", "metadata=pro");
    check("string=output.contains.false.50% off.", "string=output.contains.false.50%25%20off%2E");
    check("string=output.contains.a.b", "string=output.contains.false.a%2Eb");
    check("length=gt.10", "length=output.gt.10");
    check("languages=en", "languages=output.en");
    check("topics=x", "topics=output.x");
    check("toxicity=any", "toxicity=output.toxicity");
    check("regex=Paris", "regex=output.contains.Paris");
    check("regex=a.b", "regex=output.contains.a%2Eb");
    check("page=1&OR&type=llm&status=error", "OR&type=llm&status=error");
    check("type=llm.", "type=llm");
    let search = |query: &str, want: &str| assert_eq!(filter(query), Check::Search(want.into()).into(), "{query}");
    search("search=hello+world", "hello+world");
    search("search=a=b", "a=b");
    search("search=100%", "100%");
    search("search=100%&x=1", "100%");
    search("search=%zz%4", "%zz%4");
    search("search=a.b", "a.b");
    search("search=%25", "%");
    search("search=%252E", "%2E");
    search("search=%FF", "\u{fffd}");
}

#[test]
fn what_is_not_set_and_what_is_no_check_is_ignored() {
    let nothing = Parsed { filter: Filter::everything(), has_checks: false, is_type_exactly_llm: false };
    let check = |query: &str| assert_eq!(parse(query), Ok(nothing.clone()), "{query}");
    check("");
    check("&&");
    check("OR");
    check("type=");
    check("models=");
    check("json=");
    check("search");
    check("type");
    check("tone=");
    check("banana=1&page=2&limit=5&projectId=4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0&sortField=cost");
    check("filter=");
    check("filter=[]");
    check("filter=[%22AND%22]");
    check("filter=[%22or%22,[%22AND%22]]");
    check("tags=,,");
    check("search=%20");
    check("OR&search=%20");
    check(r#"filter=["AND",{"id":"tags","params":{}}]"#);
    check("Type=llm");
    check("or&startDate=2026-11-18T18:22:52.000Z&fields=preview&total=true");
}

#[test]
fn a_query_string_says_whether_it_has_checks_and_whether_its_type_is_llm() {
    let check = |query: &str, has_checks: bool, is_type_exactly_llm: bool| {
        let parsed = parse(query).expect(query);
        assert_eq!((parsed.has_checks, parsed.is_type_exactly_llm), (has_checks, is_type_exactly_llm), "{query}");
    };
    check("limit=3", false, false);
    check("type=llm&limit=3", true, true);
    check("type=llm,tool", true, false);
    check("type=tool", true, false);
    check("status=error", true, false);
    check("xtype=llm", false, false);
    check(r#"filter=["AND",{"id":"status","params":{"status":"error"}}]"#, true, false);
}

#[test]
fn a_tree_in_the_query_string_counts_in_addition() {
    let tree = r#"filter=["OR",{"id":"type","params":{"type":"llm"}},{"id":"tags","params":{"tags":["a%26b"]}}]"#;
    let either = Filter::Any(vec![Check::Types(strings(&["llm"])).into(), Check::Tags(strings(&["a&b"])).into()]);
    let error = || Filter::from(Check::Status(Status::Error));
    assert_eq!(filter(tree), either);
    assert_eq!(filter(&format!("status=error&{tree}")), error().and(either.clone()));
    assert_eq!(
        filter(&format!("OR&status=error&{tree}&models=m")),
        Filter::Any(vec![error(), Check::Names(strings(&["m"])).into()]).and(either),
        "OR is between the checks, not between them and the tree"
    );
}

#[test]
fn a_check_that_comes_twice_counts_twice() {
    let tag = |name: &str| Filter::from(Check::Tags(strings(&[name])));
    assert_eq!(filter("tags=a&tags=b"), Filter::All(vec![tag("a"), tag("b")]));
    assert_eq!(filter("OR&tags=a&tags=b"), Filter::Any(vec![tag("a"), tag("b")]));
}

#[test]
fn what_cannot_be_understood_is_refused_by_name() {
    #[track_caller]
    fn check(query: &str, want: &str) {
        assert_eq!(parse(query).expect_err(query).to_string(), want);
    }
    check("duration=gt.abc", "The check 'duration' cannot read 'abc': duration is a number of seconds");
    check("duration=gt", "The check 'duration' cannot read 'gt': it has no value for duration");
    check("duration=foo.5", "The check 'duration' cannot read 'foo.5': duration is a number of seconds");
    check("duration=contains.5", "The check 'duration' cannot read 'contains.5': duration is a number of seconds");
    check("cost=gt.NaN", "The check 'cost' cannot read 'NaN': cost is a number of US dollars");
    check("cost=gt.inf", "The check 'cost' cannot read 'inf': cost is a number of US dollars");
    check("tokens=total.gt.1e999", "The check 'tokens' cannot read '1e999': tokens is a number");
    check("messages=x", "The check 'messages' cannot read 'x': messages is a number");
    check("length=gt.x", "The check 'length' cannot read 'x': length is a number of characters");
    check("date=gt.nope", "The check 'date' cannot read 'nope': date is a date such as 2025-03-01T09:30:00.000Z");
    check("users=abc", "The check 'users' cannot read 'abc': it takes numbers, the ids");
    check("templates=welcome-mail", "The check 'templates' cannot read 'welcome-mail': it takes numbers, the ids");
    check("status=done", "The check 'status' cannot read 'done': status is one of success, error, started");
    check("pii=maybe", "The check 'pii' cannot read 'maybe': containsPii is one of true, false");
    check("pii=true.false", "The check 'pii' cannot read 'true.false': it has too many values");
    check("type=llm.extra", "The check 'type' cannot read 'llm.extra': it has too many values");
    check("type=,", "The check 'type' cannot read ',': it takes a type, such as llm");
    check("json=perhaps", "The check 'json' cannot read 'perhaps': type is one of valid, invalid, contains");
    check("toxicity=low", "The check 'toxicity' cannot read 'low': it takes toxicity or non-toxicity");
    check(
        "sentiment=input.sad",
        "The check 'sentiment' cannot read 'sad': sentiment is one of positive, neutral, negative",
    );
    check("metadata=.v", "The check 'metadata' cannot read 'v': it has no value for key");
    check("string=input", "The check 'string' cannot read 'input': it has no value for text");
    check("regex=output.contains.(", "The check 'regex' cannot read '(': unclosed group");
    check(
        "feedback={\"thumb\":\"sideways\"}",
        "The check 'feedback' cannot read '{\"thumb\":\"sideways\"}': it takes {\"thumb\":\"up\"}, \
         {\"thumb\":\"down\"}, {\"thumb\":null} or {\"comment\":text}",
    );
    check(
        "tone=friendly",
        "The check 'tone' asks a model; it can be used in evaluations and checklists, and not to find runs",
    );
    check("filter=nonsense", &shape("nonsense"));
}

fn shape(found: &str) -> String {
    format!(
        "A filter is [\"AND\" or \"OR\", checks and further filters], and a check {{\"id\", \"params\"}}; not {found}"
    )
}

#[test]
fn filters_have_limits() {
    #[track_caller]
    fn check(query: &str, want: &str) {
        assert_eq!(parse(query).expect_err("it is beyond a limit").to_string(), want);
    }
    let tags = |count: usize| vec!["tags=a"; count].join("&");
    assert_eq!(filter(&tags(200)).checks().count(), 200);
    check(&tags(201), "A filter has at most 200 checks, and this one has 201");
    let texts = |count: usize| ["metadata=env", "string=input.contains.a"].repeat(count).join("&");
    assert!(parse(&texts(10)).is_ok());
    check(&texts(11), "A filter has at most 20 checks of texts, names and metadata, and this one has 22");
    check(&format!("search={}", "a".repeat(33_000)), "A filter has at most 32768 bytes, and this one has 33007");
    assert!(parse(&format!("other={}", "a".repeat(33_000))).is_ok(), "what is no check is not counted");
    let nested = |levels: usize| {
        let opening = r#"["AND","#.repeat(levels);
        format!(r#"filter={opening}{{"id":"type","params":{{"type":"llm"}}}}{}"#, "]".repeat(levels))
    };
    assert!(parse(&nested(10)).is_ok());
    check(&nested(11), "A filter has at most 10 levels, and this one has 11");
    assert!(parse(&nested(3_000)).is_err());
    let long = "a".repeat(1025);
    check(
        &format!("regex={long}"),
        &format!("The check 'regex' cannot read '{}...': a regular expression has at most 1024 bytes", &long[..100]),
    );
    for bomb in ["(((a{100}){100}){100}){100}", "\\pL{1000}{1000}", "(?i)\\w{999}{99}"] {
        assert!(parse(&format!("regex={bomb}")).is_err(), "{bomb}");
    }
    check(
        &format!("search={}", "a%20".repeat(51)),
        &format!("The check 'search' cannot read '{}...': at most 50 words are looked for", "a ".repeat(50)),
    );
}
