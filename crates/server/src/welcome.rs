//! What a new operator reads: the keys of the first project, how to use them, and how to make the first account, as long as
//! there is none.

use store::meta::Welcome;

/// The text, ready for standard error.
#[must_use]
pub(crate) fn text(url: &str, welcome: &Welcome) -> String {
    let Welcome { project, public_key, private_key } = welcome;
    format!(
        r#"
  Perilune is listening on {url}

    project      {project}
    public key   {public_key}     for SDKs: may only send
    private key  {private_key}     may also read: keep it to yourself

  Nobody can sign in yet, so this is shown at every start. The first account owns this project and the server:

    curl -X POST {url}/auth/signup -H "Content-Type: application/json" -d '{{"signupMethod":"signup","email":"you@example.org","password":"at least 6 characters","name":"You"}}'

  Send from the SDK that you have (pip install lunary openai):

    export LUNARY_PUBLIC_KEY={public_key}
    export LUNARY_API_URL={url}

    import lunary, openai
    client = openai.OpenAI()
    lunary.monitor(client)

  Or by hand, and read it back:

    curl -X POST {url}/v1/runs/ingest -H "Authorization: Bearer {public_key}" -H "Content-Type: application/json" -d '{{"events":[{{"type":"llm","event":"start","runId":"hello","name":"gpt-4o","input":"Hi"}},{{"type":"llm","event":"end","runId":"hello","output":"Hello!"}}]}}'
    curl {url}/v1/runs/hello -H "Authorization: Bearer {private_key}"

"#
    )
}
