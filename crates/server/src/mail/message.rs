//! A letter as the message that goes over the wire. Headers are typed, and the body is plain text, so that nothing in a letter
//! can become a header, a second recipient or markup.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{Address, Message};
use model::Timestamp;
use store::meta::Letter;
use uuid::Uuid;

/// The message, or a sentence that says what is wrong with the letter.
pub(super) fn build(letter: &Letter, sender: &Mailbox, (id, now): (Uuid, Timestamp)) -> Result<Message, String> {
    let to: Address = letter.to.parse().map_err(|error| format!("the address cannot be used: {error}"))?;
    let since_1970 = Duration::from_micros(u64::try_from(now.micros()).unwrap_or_default());
    let id = format!("<{id}@{}>", sender.email.domain());
    Message::builder()
        .from(sender.clone())
        .to(Mailbox::new(None, to))
        .subject(&letter.subject)
        .date(UNIX_EPOCH + since_1970)
        .message_id(Some(id))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|error| format!("the message cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_748_779_200_000);

    fn bytes(to: &str, subject: &str, text: &str) -> Result<String, String> {
        let letter = Letter { to: to.into(), subject: subject.into(), text: text.into() };
        let sender = "Perilune <perilune@example.org>".parse().unwrap();
        let message = build(&letter, &sender, (Uuid::from_u128(7), NOON))?;
        Ok(String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn a_letter_is_a_message_in_plain_text() {
        let message = bytes("ana@example.com", "Your password", "Hello,\n\nfollow the link.\n").unwrap();
        let (head, body) = message.split_once("\r\n\r\n").unwrap();
        let head: Vec<&str> = head.lines().collect();
        assert_eq!(
            head,
            [
                "From: Perilune <perilune@example.org>",
                "To: ana@example.com",
                "Subject: Your password",
                "Date: Sun, 01 Jun 2025 12:00:00 +0000",
                "Message-ID: <00000000-0000-0000-0000-000000000007@example.org>",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 7bit",
            ]
        );
        assert_eq!(body, "Hello,\r\n\r\nfollow the link.\r\n");
    }

    #[test]
    fn a_line_break_in_a_subject_makes_no_header() {
        for evil in ["Hi\r\nBcc: eve@example.net", "Hi\nBcc: eve@example.net", "Hi\rBcc: eve@example.net"] {
            let message = bytes("ana@example.com", evil, "text").unwrap();
            let (head, _) = message.split_once("\r\n\r\n").unwrap();
            let names = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
            assert!(!names.clone().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
            assert!(head.lines().all(|line| !line.starts_with("Bcc")), "{head}");
            assert_eq!(names.count(), 7, "{head}");
        }
    }

    #[test]
    fn a_line_with_a_dot_alone_does_not_end_the_body_for_the_builder() {
        let message = bytes("ana@example.com", "Hi", "one\r\n.\r\nRCPT TO:<eve@example.net>\r\n").unwrap();
        assert!(message.ends_with("one\r\n.\r\nRCPT TO:<eve@example.net>\r\n"), "{message}");
    }

    #[test]
    fn an_address_is_one_address() {
        for evil in [
            "ana@example.com, eve@example.net",
            "ana@example.com\r\nBcc: eve@example.net",
            "Ana <ana@example.com>",
            "ana@example.com>",
            "ana",
            "",
        ] {
            assert!(bytes(evil, "Hi", "text").is_err(), "{evil:?}");
        }
    }
}
