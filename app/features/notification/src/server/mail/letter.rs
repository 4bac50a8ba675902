//! An e-mail as it is written: plain text and HTML that say the same.
//!
//! What people typed is text everywhere: it is escaped in the HTML, and no line end of it gets into a header.

use kernel::ApiError;
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use maud::{DOCTYPE, html};
use serde_json::Value;
use time::{OffsetDateTime, UtcOffset, macros::format_description};
use uuid::Uuid;

use crate::{
    model::{Line, Reason, why},
    server::queries::read,
};

/// Characters of a subject beyond the number; longer ones are cut.
const SUBJECT: usize = 160;

/// An e-mail as it waits.
#[derive(Clone, Debug)]
pub struct Letter {
    pub id: i64,
    pub message_id: Uuid,
    pub name: String,
    pub address: String,
    pub label: String,
    pub title: String,
    pub path: String,
    pub unsubscribe: Option<String>,
    pub reasons: Value,
    pub lines: Value,
    pub tries: i32,
}

impl Letter {
    /// Whom it is to, as a person reads it.
    pub fn to(&self) -> String {
        if self.name.is_empty() { self.address.clone() } else { format!("{} <{}>", self.name, self.address) }
    }
}

/// What an e-mail says.
#[derive(Clone, Debug)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// When the last thing happened that it tells.
    pub at: Option<OffsetDateTime>,
}

/// Writes a letter, with links that begin with `url`.
///
/// # Errors
/// `Internal` where its row cannot be read.
pub fn write(letter: &Letter, url: &str) -> Result<Written, ApiError> {
    let lines: Vec<Line> = read(letter.lines.clone())?;
    let reasons: Vec<Reason> = read(letter.reasons.clone())?;
    let link = format!("{url}{}", letter.path);
    let footer = Footer {
        why: format!("You get this {}.", why(&reasons)),
        link: letter.unsubscribe.is_none().then_some(link),
        end: match &letter.unsubscribe {
            Some(path) => ("To get no more of it", format!("{url}{path}")),
            None => ("To choose what you get", format!("{url}/notifications")),
        },
    };
    let subject = one_line(&format!("[{}] {}", letter.label, letter.title), SUBJECT);
    let heading = format!("{} {}", letter.label, one_line(&letter.title, SUBJECT));
    Ok(Written {
        subject,
        text: text(&heading, &lines, &footer),
        html: html_of(&heading, &lines, &footer),
        at: lines.last().map(|line| line.at),
    })
}

/// What stands at the end of every letter.
struct Footer {
    why: String,
    /// Where it is read, by who can sign in.
    link: Option<String>,
    end: (&'static str, String),
}

/// A text as one line without control characters, cut where it is long.
fn one_line(text: &str, longest: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words,
    }
}

fn moment(at: OffsetDateTime) -> String {
    let format = format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC");
    at.to_offset(UtcOffset::UTC).format(format).unwrap_or_default()
}

fn text(heading: &str, lines: &[Line], footer: &Footer) -> String {
    let mut text = vec![heading.to_owned()];
    for line in lines {
        text.push(format!("\n{}: {} {}", moment(line.at), line.who, line.what));
        text.extend(line.quote.iter().flat_map(|quote| quote.lines()).map(|quoted| format!("> {quoted}")));
    }
    text.push(format!("\n{}", footer.why));
    text.extend(footer.link.clone());
    text.push(format!("\n-- \n{}: {}\n", footer.end.0, footer.end.1));
    text.join("\n")
}

fn html_of(heading: &str, lines: &[Line], footer: &Footer) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (heading) } }
            body style="font-family: sans-serif; font-size: 14px; line-height: 1.5; max-width: 40em" {
                h1 style="font-size: 16px" { (heading) }
                @for line in lines {
                    p {
                        span style="color: #5b6472" { (moment(line.at)) }
                        br;
                        strong { (line.who) } " " (line.what)
                    }
                    @if let Some(quote) = &line.quote {
                        blockquote style="margin: 0 0 1em; padding-left: 1em; border-left: 3px solid #c9d0da; white-space: pre-wrap" { (quote) }
                    }
                }
                p { (footer.why) }
                @if let Some(link) = &footer.link {
                    p { a href=(link) { "Open it" } }
                }
                p style="color: #5b6472" { (footer.end.0) ": " a href=(footer.end.1) { (footer.end.1) } }
            }
        }
    }
    .into_string()
}

/// The message as it goes over the wire.
///
/// # Errors
/// In words, where its address is none that can be written to.
pub fn message(letter: &Letter, url: &str, from: &Mailbox, now: OffsetDateTime) -> Result<Message, String> {
    let written = write(letter, url).map_err(|error| error.to_string())?;
    let address = letter.address.parse().map_err(|error| format!("{}: {error}", letter.address))?;
    if !letter.address.is_ascii() {
        return Err(format!("{}: only addresses in plain letters can be written to", letter.address));
    }
    let name = Some(one_line(&letter.name, SUBJECT)).filter(|name| !name.is_empty());
    let mut builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name, address))
        .subject(written.subject)
        .date(now.into())
        .message_id(Some(format!("<{}@{}>", letter.message_id, from.email.domain())))
        .raw_header(header("Auto-Submitted", "auto-generated"));
    if let Some(path) = &letter.unsubscribe {
        builder = builder
            .raw_header(header("List-Unsubscribe", &format!("<{url}{path}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    builder.multipart(MultiPart::alternative_plain_html(written.text, written.html)).map_err(|error| error.to_string())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use time::macros::datetime;

    use super::*;
    use crate::model::Kind;

    const AT: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);

    fn letter(title: &str, quote: &str) -> Letter {
        let line = Line { at: AT, who: "Bo Lind".into(), what: "commented".into(), quote: Some(quote.into()) };
        Letter {
            id: 1,
            message_id: Uuid::from_u128(7),
            name: "Rosa Quest".into(),
            address: "rosa.quest@northwind.test".into(),
            label: "INT0000012".into(),
            title: title.into(),
            path: "/my-requests/INT0000012".into(),
            unsubscribe: None,
            reasons: json!([Reason::of(Kind::Asked)]),
            lines: json!([line]),
            tries: 0,
        }
    }

    fn sent(letter: &Letter) -> String {
        let from = "Firstline <desk@firstline.test>".parse().unwrap();
        let message = message(letter, "https://firstline.test", &from, AT).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    #[test]
    fn a_letter_says_what_happened_why_it_was_sent_and_where_to_go_on() {
        let written = write(&letter("Cannot print", "Done\nat last"), "https://firstline.test").unwrap();
        assert_eq!(written.subject, "[INT0000012] Cannot print");
        assert_eq!(
            written.text,
            "INT0000012 Cannot print\n\n20 Nov 2026, 12:00 UTC: Bo Lind commented\n> Done\n> at last\n\n\
             You get this because you asked for it.\nhttps://firstline.test/my-requests/INT0000012\n\n-- \n\
             To choose what you get: https://firstline.test/notifications\n"
        );
        let sent = sent(&letter("Cannot print", "Done"));
        for part in [
            "Message-ID: <00000000-0000-0000-0000-000000000007@firstline.test>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Subject: [INT0000012] Cannot print\r\n",
            "Content-Type: multipart/alternative",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Content-Type: text/html; charset=utf-8\r\n",
        ] {
            assert!(sent.contains(part), "{part} in {sent}");
        }
        assert!(!sent.contains("List-Unsubscribe"));
    }

    #[test]
    fn who_is_outside_gets_no_link_but_the_one_that_ends_it() {
        let outside = Letter { unsubscribe: Some("/unsubscribe/abc".into()), name: String::new(), ..letter("x", "y") };
        let sent = sent(&outside);
        assert!(sent.contains("List-Unsubscribe: <https://firstline.test/unsubscribe/abc>\r\n"), "{sent}");
        assert!(sent.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        assert!(!sent.contains("/my-requests/"));
    }

    #[test]
    fn what_was_typed_is_text() {
        let written = write(&letter("<script>alert(1)</script>", "<b onclick=x>&"), "https://firstline.test").unwrap();
        assert!(!written.html.contains("<script>") && !written.html.contains("<b onclick"), "{}", written.html);
        assert!(written.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }

    proptest! {
        /// Whatever a summary says, the headers are those that are written here and no others.
        #[test]
        fn no_text_makes_a_header(title in "[\\r\\n\\t :a-zA-Z@<>äö\u{2028}\u{85}-]{0,300}") {
            let injected = format!("x\r\nBcc: evil@evil.test\r\n\r\n{title}");
            let sent = sent(&Letter { name: injected.clone(), ..letter(&injected, "y") });
            let head = sent.split("\r\n\r\n").next().unwrap();
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .filter_map(|line| line.split_once(':').map(|(name, _)| name))
                .collect();
            prop_assert_eq!(names.len(), 8, "{}", head);
            prop_assert!(!names.contains(&"Bcc"));
        }
    }
}
