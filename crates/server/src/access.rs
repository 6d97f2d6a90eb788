//! The options that say who may come in, who runs the server, and whom the server believes.

use std::net::IpAddr;

use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use model::EmailAddress;

use crate::settings::Settings;

/// As many bytes as the digest that tokens are signed with has.
const MIN_JWT_SECRET_BYTES: usize = 32;

/// Who may come in.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Access")]
pub(crate) struct AccessArgs {
    /// Who may make an account: everybody, or who is invited; the first one always. Default: open when the server listens on
    /// this machine only, else invite
    #[arg(long, env = "PERILUNE_SIGNUP", value_name = "RULE", value_enum)]
    signup: Option<SignUpRule>,

    /// E-mail addresses of those who run the server, each once it is proven: by a link in a mail to it, or by `perilune
    /// admin create-account` or `reset-password`. May be given several times.
    /// Without it: the owner of the first organisation
    #[arg(long, env = "PERILUNE_OPERATORS", value_name = "MAIL", value_delimiter = ',', value_parser = parse_operator)]
    operators: Vec<String>,

    /// What tokens of sessions are signed with, at least 32 bytes; another one ends all sessions.
    /// Without it: what follows from the server's own secret [also: JWT_SECRET]
    #[arg(long, env = "PERILUNE_JWT_SECRET", value_name = "TEXT", hide_env_values = true)]
    jwt_secret: Option<String>,

    /// Proxies that are believed when they say for whom they ask (X-Forwarded-For): addresses or networks such as 10.0.0.0/8
    #[arg(long, env = "PERILUNE_TRUSTED_PROXIES", value_name = "NETWORK", value_delimiter = ',', value_parser = parse_network)]
    trusted_proxies: Vec<IpNet>,

    /// Where people reach the dashboard: links in mail lead there, and its pages may call [also: APP_URL]
    #[arg(long, env = "PERILUNE_APP_URL", value_name = "URL", value_parser = parse_url)]
    app_url: Option<String>,

    /// A web origin that may call the protected routes from a browser; may be given several times.
    /// Routes that a public key opens answer every origin
    #[arg(long, env = "PERILUNE_CORS_ORIGIN", value_name = "ORIGIN", value_delimiter = ',', value_parser = parse_origin)]
    cors_origin: Vec<String>,

    /// Believes e-mail addresses without a mail to them. Without a mail server that is so anyway [also: SKIP_EMAIL_VERIFY]
    #[arg(long, env = "PERILUNE_SKIP_EMAIL_VERIFY", value_parser = FalseyValueParser::new())]
    skip_email_verify: bool,

    /// Log-ins and other requests that guess at secrets, a minute, from one address and to one account. Default: 10
    /// [also: AGGRESSIVE_MAX_REQUESTS_PER_MINUTE]
    #[arg(long, env = "PERILUNE_AGGRESSIVE_MAX_REQUESTS_PER_MINUTE", value_name = "N", value_parser = at_least_one())]
    aggressive_max_requests_per_minute: Option<u32>,

    /// Requests a minute with one API key. Without it: as many as come [also: MAX_REQUESTS_PER_MINUTE]
    #[arg(long, env = "PERILUNE_MAX_REQUESTS_PER_MINUTE", value_name = "N", value_parser = at_least_one())]
    max_requests_per_minute: Option<u32>,

    /// A bearer token that opens /metrics to peers other than this machine
    #[arg(long, env = "PERILUNE_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    metrics_token: Option<String>,

    #[command(flatten)]
    lunary: LunaryAccessArgs,
}

/// The same under Lunary's own names.
#[derive(Args, Clone, Debug)]
struct LunaryAccessArgs {
    #[arg(long, env = "JWT_SECRET", hide = true, hide_env_values = true)]
    lunary_jwt_secret: Option<String>,

    #[arg(long, env = "APP_URL", hide = true, value_parser = parse_url)]
    lunary_app_url: Option<String>,

    #[arg(long, env = "SKIP_EMAIL_VERIFY", hide = true, value_parser = FalseyValueParser::new())]
    lunary_skip_email_verify: bool,

    #[arg(long, env = "AGGRESSIVE_MAX_REQUESTS_PER_MINUTE", hide = true, value_parser = at_least_one())]
    lunary_aggressive_max_requests_per_minute: Option<u32>,

    #[arg(long, env = "MAX_REQUESTS_PER_MINUTE", hide = true, value_parser = at_least_one())]
    lunary_max_requests_per_minute: Option<u32>,
}

/// Who may make an account once there is one.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SignUpRule {
    /// Everybody, each with an organisation of their own.
    Open,
    /// Who is invited.
    Invite,
}

impl AccessArgs {
    /// Checks what clap cannot. The error is a sentence for people.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.metrics_token.as_deref() == Some("") {
            return Err("--metrics-token is empty; leave it out to show metrics to this machine only".into());
        }
        match self.jwt_secret() {
            Some(secret) if secret.len() < MIN_JWT_SECRET_BYTES => Err(format!(
                "--jwt-secret (or JWT_SECRET) has {} bytes; with fewer than {MIN_JWT_SECRET_BYTES} it could be guessed, and \
                 whoever has it is everybody. Leave it out to use the server's own secret",
                secret.len()
            )),
            _ => Ok(()),
        }
    }

    /// The settings with these options. `is_local`: whether the server listens on this machine only; who trusts
    /// a proxy has visitors from elsewhere all the same.
    pub(crate) fn over(&self, settings: Settings, is_local: bool) -> Settings {
        let app_url = self.app_url.as_ref().or(self.lunary.lunary_app_url.as_ref());
        let is_local = is_local && self.trusted_proxies.is_empty();
        let app_origin = app_url.and_then(|url| origin_of(url).ok());
        let (own, other) = (self.aggressive_max_requests_per_minute, &self.lunary);
        Settings {
            open_sign_up: self.signup.map_or(is_local, |rule| rule == SignUpRule::Open),
            operators: self.operators.clone(),
            jwt_secret: self.jwt_secret().map(str::to_owned),
            trusted_proxies: self.trusted_proxies.clone(),
            app_url: app_url.cloned().unwrap_or(settings.app_url),
            cors_origins: self.cors_origin.iter().cloned().chain(app_origin).collect(),
            skip_email_verify: self.skip_email_verify || other.lunary_skip_email_verify,
            aggressive_per_minute: own
                .or(other.lunary_aggressive_max_requests_per_minute)
                .unwrap_or(settings.aggressive_per_minute),
            requests_per_minute: self.max_requests_per_minute.or(other.lunary_max_requests_per_minute),
            metrics_token: self.metrics_token.clone(),
            ..settings
        }
    }

    fn jwt_secret(&self) -> Option<&str> {
        self.jwt_secret.as_deref().or(self.lunary.lunary_jwt_secret.as_deref())
    }
}

fn at_least_one() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..)
}

fn parse_operator(text: &str) -> Result<String, String> {
    EmailAddress::parse(text).map(|email| email.as_str().to_owned()).map_err(str::to_owned)
}

fn parse_network(text: &str) -> Result<IpNet, String> {
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    network.map_err(|_| "it looks like 10.0.0.0/8, 192.0.2.1 or 2001:db8::/32".into())
}

/// An origin is a scheme and a host, as browsers send it: no path, and no `*`, which would open the protected routes to all.
fn parse_origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '*', ' ']) || !host.is_ascii() {
        return Err("an origin looks like https://app.example.org, without a path and without *".into());
    }
    Ok(text.to_owned())
}

/// The origin of an address that may have a path.
fn origin_of(url: &str) -> Result<String, String> {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end = url[after_scheme..].find('/').map_or(url.len(), |at| after_scheme + at);
    parse_origin(&url[..end])
}

/// An address that links can begin with: of ASCII, in one line, without a slash at its end.
fn parse_url(text: &str) -> Result<String, String> {
    origin_of(text)?;
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) || text.contains(['<', '>', '"', '?', '#']) {
        return Err("it looks like https://app.example.org or https://example.org/perilune".into());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        access: AccessArgs,
    }

    fn parse(args: &str) -> Result<AccessArgs, String> {
        let args = std::iter::once("test").chain(args.split_whitespace());
        Command::try_parse_from(args).map(|command| command.access).map_err(|error| error.to_string())
    }

    fn settings(args: &str, is_local: bool) -> Settings {
        parse(args).unwrap().over(Settings::default(), is_local)
    }

    #[test]
    fn without_options_the_settings_are_those_of_the_code() {
        assert_eq!(format!("{:?}", settings("", true)), format!("{:?}", Settings::default()));
    }

    #[track_caller]
    fn check_signup(args: &str, is_local: bool, want: bool) {
        assert_eq!(settings(args, is_local).open_sign_up, want, "{args} {is_local}");
    }

    #[test]
    fn sign_up_is_open_on_this_machine_and_elsewhere_only_when_told_so() {
        check_signup("", true, true);
        check_signup("", false, false);
        check_signup("--trusted-proxies 127.0.0.1", true, false);
        check_signup("--signup open", false, true);
        check_signup("--signup invite", true, false);
    }

    #[track_caller]
    fn check(args: &str, want: Result<(), &str>) {
        let got = parse(args).and_then(|access| access.check());
        match want {
            Ok(()) => assert_eq!(got, Ok(()), "{args}"),
            Err(piece) => assert!(got.as_ref().is_err_and(|error| error.contains(piece)), "{args}: {got:?}"),
        }
    }

    #[test]
    fn options_that_would_let_anybody_in_are_refused() {
        check("", Ok(()));
        check("--jwt-secret 0123456789abcdef0123456789abcde", Err("31 bytes"));
        check("--jwt-secret 0123456789abcdef0123456789abcdef", Ok(()));
        check("--lunary-jwt-secret short", Err("JWT_SECRET) has 5 bytes"));
        check("--metrics-token=", Err("--metrics-token is empty"));
        check("--operators ana", Err("Invalid email"));
        check("--trusted-proxies everybody", Err("10.0.0.0/8"));
        check("--cors-origin *", Err("https://app.example.org"));
        check("--max-requests-per-minute 0", Err("0"));
    }

    #[test]
    fn both_names_of_an_option_count() {
        let ours = "--app-url https://example.org/app/ --jwt-secret 0123456789abcdef0123456789abcdef --skip-email-verify \
                    --aggressive-max-requests-per-minute 7 --max-requests-per-minute 8";
        let theirs = ours.replace("--", "--lunary-");
        for args in [ours, &theirs] {
            let got = settings(args, true);
            assert_eq!(got.app_url, "https://example.org/app");
            assert_eq!(got.cors_origins, ["https://example.org"]);
            assert_eq!((got.aggressive_per_minute, got.requests_per_minute), (7, Some(8)));
            assert!(got.skip_email_verify && got.jwt_secret.is_some());
        }
    }

    #[test]
    fn operators_and_proxies_are_lists() {
        let got = settings("--operators Ana@Example.org,bob@example.org --trusted-proxies 10.0.0.0/8,192.0.2.1", true);
        assert_eq!(got.operators, ["ana@example.org", "bob@example.org"]);
        assert_eq!(
            got.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["10.0.0.0/8", "192.0.2.1/32"]
        );
    }

    #[test]
    fn an_origin_has_a_scheme_and_a_host_and_nothing_else() {
        for (text, is_origin) in [
            ("https://app.example.org", true),
            ("http://localhost:3000", true),
            ("https://app.example.org/", false),
            ("app.example.org", false),
            ("https://*.example.org", false),
            ("*", false),
            ("https://", false),
        ] {
            assert_eq!(parse_origin(text).is_ok(), is_origin, "{text}");
        }
        assert_eq!(origin_of("https://app.example.org/logs/"), Ok("https://app.example.org".to_owned()));
        assert!(parse_url("app").is_err() && parse_url("https://a.example/\"><script>").is_err());
    }
}
