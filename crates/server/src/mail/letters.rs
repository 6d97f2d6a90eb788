//! What the letters say. Plain text; names that people chose are cut down to what cannot be taken for anything else.

use store::meta::Letter;

use super::Mail;

/// Where a link leads to in the dashboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Page {
    /// Where an invitation is accepted.
    Join,
    /// Where a new password is chosen.
    ResetPassword,
    /// Where an e-mail address is confirmed.
    VerifyEmail,
}

/// Longer names are cut, in characters.
const MAX_NAME: usize = 60;

impl Mail {
    /// The link that a token is sent as.
    pub(crate) fn link(&self, page: Page, token: &str) -> String {
        let page = match page {
            Page::Join => "join",
            Page::ResetPassword => "reset-password",
            Page::VerifyEmail => "verify-email",
        };
        format!("{}/{page}?token={token}", self.app_url)
    }

    /// To somebody who is invited into an organisation.
    pub(crate) fn invitation(&self, to: &str, org: &str, inviter: Option<&str>, token: &str) -> Letter {
        let org = plain(org).unwrap_or_else(|| "an organisation".into());
        let inviter = inviter.and_then(plain).unwrap_or_else(|| "Somebody".into());
        let link = self.link(Page::Join, token);
        Letter {
            to: to.to_owned(),
            subject: format!("You are invited to {org}"),
            text: format!(
                "Hello,\n\n{inviter} invites you to {org} on Perilune. To join, open this link within 15 days:\n\n{link}\n\n\
                 If you do not know what this is about, do nothing; the invitation ends by itself.\n"
            ),
        }
    }

    /// To somebody who forgot a password.
    pub(crate) fn reset(&self, to: &str, name: Option<&str>, token: &str) -> Letter {
        let link = self.link(Page::ResetPassword, token);
        Letter {
            to: to.to_owned(),
            subject: "Choose a new password".into(),
            text: format!(
                "{}\n\nsomebody, probably you, asked for a new password on Perilune. To choose one, open this link within \
                 15 minutes; it works once:\n\n{link}\n\nIf it was not you, do nothing; your password stays as it is.\n",
                greeting(name)
            ),
        }
    }

    /// To somebody who has an account now.
    pub(crate) fn verify(&self, to: &str, name: Option<&str>, token: &str) -> Letter {
        let link = self.link(Page::VerifyEmail, token);
        Letter {
            to: to.to_owned(),
            subject: "Confirm your e-mail address".into(),
            text: format!(
                "{}\n\nthis address was given for an account on Perilune. To confirm that it is yours, open this link within \
                 30 days:\n\n{link}\n\nIf it was not you, do nothing.\n",
                greeting(name)
            ),
        }
    }
}

/// By the first word of the name.
fn greeting(name: Option<&str>) -> String {
    let name = name.and_then(plain);
    name.as_deref().and_then(|name| name.split(' ').next()).map_or("Hello,".into(), |first| format!("Hello {first},"))
}

/// A name without what a mail program could take for a line, a link, an address or markup; `None` when nothing is left.
fn plain(name: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = name.chars().peekable();
    while let Some(letter) = rest.next() {
        let is_inside_a_link = letter == '.' && rest.peek().is_some_and(|next| next.is_alphanumeric());
        if letter.is_control() || is_invisible(letter) || "<>@/\\:".contains(letter) || is_inside_a_link {
            out.push(' ');
        } else {
            out.push(letter);
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    let cut: String = words.join(" ").chars().take(MAX_NAME).collect();
    (!cut.trim().is_empty()).then(|| cut.trim().to_owned())
}

/// Characters that change how others are shown, and are not shown themselves.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::MailSettings;

    #[track_caller]
    fn check(name: &str, want: Option<&str>) {
        assert_eq!(plain(name).as_deref(), want, "{name:?}");
    }

    #[test]
    fn a_name_is_a_name_and_nothing_else() {
        check("Ana María Núñez", Some("Ana María Núñez"));
        check("Acme Inc.", Some("Acme Inc."));
        check("O'Neill & Söhne (Köln)", Some("O'Neill & Söhne (Köln)"));
        check("Acme\r\nBcc: eve@example.net", Some("Acme Bcc eve example net"));
        check("http://evil.example/login", Some("http evil example login"));
        check("<a href=\"x\">click</a>", Some("a href=\"x\" click a"));
        check("pay\u{202e}lap", Some("pay lap"));
        check("\u{200b}", None);
        check("  ", None);
        check(&"x".repeat(300), Some(&"x".repeat(60)));
    }

    #[test]
    fn letters_lead_to_the_dashboard() {
        let mail = Mail::new(MailSettings::default(), "https://app.example.org/");
        let letter = mail.invitation("ana@example.com", "Acme\nInc.", Some("<b>Bob</b>"), "t0ken");
        assert_eq!(letter.subject, "You are invited to Acme Inc.");
        assert!(letter.text.contains("\n\nhttps://app.example.org/join?token=t0ken\n\n"), "{}", letter.text);
        assert!(letter.text.contains("b Bob b invites you to Acme Inc. on"), "{}", letter.text);
        let letter = mail.reset("ana@example.com", Some("Ana María"), "t0ken");
        assert!(letter.text.starts_with("Hello Ana,\n\n"), "{}", letter.text);
        assert!(letter.text.contains("\nhttps://app.example.org/reset-password?token=t0ken\n"), "{}", letter.text);
        let letter = mail.verify("ana@example.com", None, "t0ken");
        assert!(letter.text.starts_with("Hello,\n\n"), "{}", letter.text);
        assert!(letter.text.contains("\nhttps://app.example.org/verify-email?token=t0ken\n"), "{}", letter.text);
    }
}
