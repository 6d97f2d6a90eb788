//! Filters as SQL of ClickHouse: the text as it is, and no value of a client in it.

use query::{clickhouse, parse_logic};

fn sql(logic: &str) -> String {
    let sql = clickhouse(&parse_logic(logic).expect(logic));
    let params = sql.params.iter().enumerate().map(|(place, param)| format!("\np{place} = {param:?}"));
    sql.text.clone() + &params.collect::<String>()
}

/// One check of each kind, with values that would do harm if they were pasted.
const LEAVES: &[&str] = &[
    r#"{"id":"type","params":{"type":["llm","trace"]}}"#,
    r#"{"id":"models","params":{"models":["gpt-4o","'; DROP TABLE run; --"]}}"#,
    r#"{"id":"tools","params":{"toolName":"get_weather%"}}"#,
    r#"{"id":"custom-events","params":{"custom-events":["open doc"]}}"#,
    r#"{"id":"tags","params":{"tags":["a"]}}"#,
    r#"{"id":"templates","params":{"templates":[7]}}"#,
    r#"{"id":"status","params":{"status":"error"}}"#,
    r#"{"id":"feedback","params":{"types":[{"thumb":"up"},{"thumb":"down"},{"thumb":null},{"comment":"bad"}]}}"#,
    r#"{"id":"users","params":{"users":[12,7]}}"#,
    r#"{"id":"metadata","params":{"key":"plan.tier","value":"5"}}"#,
    r#"{"id":"metadata","params":{"key":"plan.tier"}}"#,
    r#"{"id":"user-props","params":{"key":"plan","value":"{\"type\":\"number\",\"value\":5}"}}"#,
    r#"{"id":"user-props","params":{"key":"plan","value":"{\"type\":\"string\",\"value\":\"5\"}"}}"#,
    r#"{"id":"user-props","params":{"key":"plan","value":"{\"type\":\"boolean\",\"value\":true}"}}"#,
    r#"{"id":"user-props","params":{"key":"plan","value":"{\"type\":\"null\"}"}}"#,
    r#"{"id":"regex","params":{"field":"input","type":"not_contains","regex":"^a+"}}"#,
    r#"{"id":"json","params":{"type":"valid"}}"#,
    r#"{"id":"json","params":{"type":"invalid"}}"#,
    r#"{"id":"json","params":{"type":"contains"}}"#,
    r#"{"id":"length","params":{"operator":"gt","length":10}}"#,
    r#"{"id":"date","params":{"operator":"gt","date":"2025-03-01T00:00:00.000Z"}}"#,
    r#"{"id":"duration","params":{"operator":"lte","duration":1.5}}"#,
    r#"{"id":"cost","params":{"operator":"neq","cost":0.25}}"#,
    r#"{"id":"messages","params":{"operator":"gte","messages":2}}"#,
    r#"{"id":"tokens","params":{"field":"total","operator":"eq","tokens":0.5}}"#,
    r#"{"id":"search","params":{"query":"parcel \"Not found\" refund* \"東京 tower\""}}"#,
    r#"{"id":"string","params":{"fields":"any","type":"notcontains","text":"a"}}"#,
    r#"{"id":"string","params":{"fields":"input","type":"starts","sensitive":"true","text":"a"}}"#,
    r#"{"id":"languages","params":{"field":"input","codes":["en"]}}"#,
    r#"{"id":"pii","params":{"containsPii":"false"}}"#,
    r#"{"id":"toxicity","params":{"topics":["toxicity"]}}"#,
    r#"{"id":"sentiment","params":{"field":"input","sentiment":"neutral"}}"#,
];

#[test]
fn every_check_has_its_condition() {
    let each: Vec<String> = LEAVES.iter().map(|leaf| sql(&format!(r#"["AND",{leaf}]"#))).collect();
    insta::assert_snapshot!(each.join("\n\n"));
}

#[test]
fn groups_are_in_brackets_and_values_are_numbered_throughout() {
    let nested = format!(r#"["OR",{},["AND",{},["OR",{},{}]]]"#, LEAVES[4], LEAVES[6], LEAVES[21], LEAVES[22]);
    insta::assert_snapshot!(sql(&nested));
    assert_eq!(sql("[]"), "true");
}
