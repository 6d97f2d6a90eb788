//! How people are called: e-mail addresses and names, checked once, so that whatever holds one may put it into a mail, a page
//! or a log.

/// As long as a mail server takes it (RFC 5321).
const MAX_EMAIL_BYTES: usize = 254;
const MAX_LOCAL_BYTES: usize = 64;
/// What the reference allows.
const MAX_NAME_CHARS: usize = 30;

/// An address by which an account is known: in lower case, of ASCII only, with nothing in it that a header of a mail would
/// need to quote.
///
/// Letters beyond ASCII are refused, not folded: a Kelvin sign would become a `k`, and two people one account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address. White space around it is dropped; the error says what is wrong with the rest.
    pub fn parse(text: &str) -> Result<EmailAddress, &'static str> {
        let text = text.trim();
        if !text.is_ascii() {
            return Err("Invalid email: only ASCII letters are taken");
        }
        if text.len() > MAX_EMAIL_BYTES {
            return Err("Invalid email: it is longer than 254 characters");
        }
        let (local, host) = text.rsplit_once('@').ok_or("Invalid email: there is no @ in it")?;
        if !is_local(local) {
            return Err("Invalid email: the part before the @ is not one");
        }
        if !is_host(host) {
            return Err("Invalid email: the part behind the @ is no name of a host");
        }
        Ok(EmailAddress(text.to_ascii_lowercase()))
    }

    /// In lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Words of letters, digits and signs, with dots between them.
fn is_local(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    text.len() <= MAX_LOCAL_BYTES && text.split('.').all(|word| !word.is_empty() && word.bytes().all(is_sign))
}

/// Labels of letters, digits and hyphens, with dots between them; one is enough.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(is_sign)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.split('.').all(is_label)
}

/// What a person wants to be called: 1 to 30 characters in one line.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a name. White space around it is dropped; the error says what is wrong with the rest.
    pub fn parse(text: &str) -> Result<PersonName, &'static str> {
        let text = text.trim();
        if text.is_empty() {
            return Err("String must contain at least 1 character(s)");
        }
        if text.chars().count() > MAX_NAME_CHARS {
            return Err("String must contain at most 30 character(s)");
        }
        if text.chars().any(breaks_lines_or_hides) {
            return Err("String must not contain control characters");
        }
        Ok(PersonName(text.to_owned()))
    }

    /// As it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, separators of lines, and marks that turn the direction of what is read.
fn breaks_lines_or_hides(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_email(text: &str, want: Result<&str, &str>) {
        let got = EmailAddress::parse(text);
        match want {
            Ok(want) => assert_eq!(got.as_ref().map(EmailAddress::as_str), Ok(want), "{text:?}"),
            Err(piece) => assert!(got.clone().is_err_and(|error| error.contains(piece)), "{text:?} {got:?}"),
        }
    }

    #[test]
    fn an_address_is_kept_in_lower_case() {
        check_email("ana@example.org", Ok("ana@example.org"));
        check_email(" Ana.B+tag@Example.ORG\n", Ok("ana.b+tag@example.org"));
        check_email("o'hara@a-b.example.co", Ok("o'hara@a-b.example.co"));
        check_email("root@localhost", Ok("root@localhost"));
    }

    #[test]
    fn look_alikes_are_refused_and_not_folded() {
        check_email("\u{212a}im@example.org", Err("ASCII"));
        check_email("adm\u{131}n@example.org", Err("ASCII"));
        check_email("ad\u{200b}min@example.org", Err("ASCII"));
        check_email("ana@ex\u{e4}mple.org", Err("ASCII"));
    }

    #[test]
    fn what_a_header_could_be_made_of_is_no_address() {
        for text in [
            "ana@example.org\r\nBcc: bob@example.org",
            "ana@example.org, bob@example.org",
            "<ana@example.org>",
            "\"ana b\"@example.org",
            "ana b@example.org",
            "ana@bob@example.org",
            "ana\0@example.org",
            "ana(x)@example.org",
            "ana@[127.0.0.1]",
            "ana@exam_ple.org",
        ] {
            check_email(text, Err("Invalid email"));
        }
    }

    #[test]
    fn half_an_address_is_none() {
        let long = format!("{}@example.org", "a".repeat(250));
        for text in ["", "ana", "@example.org", "ana@", "ana@.", "ana@a..b", ".ana@a.b", "a..b@a.b", "ana@-a.b", &long]
        {
            check_email(text, Err("Invalid email"));
        }
    }

    #[track_caller]
    fn check_name(text: &str, want: Result<&str, &str>) {
        let got = PersonName::parse(text);
        match want {
            Ok(want) => assert_eq!(got.as_ref().map(PersonName::as_str), Ok(want), "{text:?}"),
            Err(piece) => assert!(got.clone().is_err_and(|error| error.contains(piece)), "{text:?} {got:?}"),
        }
    }

    #[test]
    fn a_name_is_one_line_of_up_to_thirty_characters() {
        check_name(" Ána Müller 日本 ", Ok("Ána Müller 日本"));
        check_name(&"é".repeat(30), Ok(&"é".repeat(30)));
        check_name(&"e".repeat(31), Err("at most 30"));
        check_name(" \n ", Err("at least 1"));
        check_name("Ana\r\nBcc: x", Err("control"));
        check_name("Ana\u{202e}gro", Err("control"));
    }
}
