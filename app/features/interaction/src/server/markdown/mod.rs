//! Markdown, as people write it, as HTML that is safe to show.
//!
//! `pulldown-cmark` reads it, with raw HTML taken for text, and `ammonia` lets through only what is named here.
//! Pictures are left out: one would tell another site who reads the comment.

mod kept;

use std::{
    collections::HashSet,
    sync::{Arc, LazyLock},
};

use ammonia::Builder;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::model::mention::with_mentions;

/// What a text may be made of.
const TAGS: [&str; 19] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(TAGS.into_iter().collect())
        .tag_attributes([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// How many elements may stand in one another; deeper ones are left out and their text stays. Thousands of quotes in
/// one another would cost seconds.
const DEEPEST: usize = 16;

/// The text as HTML.
///
/// A line break is a line break, as in a mail. A heading becomes a bold line: the page has headings of its own.
///
/// Somebody's name that is mentioned stands out, and leads nowhere.
pub fn html(text: &str) -> Arc<str> {
    kept::rendered(text, render)
}

fn render(text: &str) -> String {
    let text = &with_mentions(text, |mention| format!("**@{}**", mention.name));
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut depth = 0_usize;
    let shallow = Parser::new_ext(text, options).filter(move |event| match event {
        Event::Start(_) => {
            depth += 1;
            depth <= DEEPEST
        }
        Event::End(_) => {
            depth = depth.saturating_sub(1);
            depth < DEEPEST
        }
        _ => true,
    });
    let events = shallow.flat_map(plain);
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events);
    SAFE.clean(&html).to_string()
}

/// An event of the parser as this product shows it: none, one or two.
fn plain(event: Event<'_>) -> impl Iterator<Item = Event<'_>> {
    let (first, second) = match event {
        Event::Html(html) | Event::InlineHtml(html) => (Some(Event::Text(html)), None),
        Event::SoftBreak => (Some(Event::HardBreak), None),
        Event::Start(Tag::Heading { .. }) => (Some(Event::Start(Tag::Paragraph)), Some(Event::Start(Tag::Strong))),
        Event::End(TagEnd::Heading(_)) => (Some(Event::End(TagEnd::Strong)), Some(Event::End(TagEnd::Paragraph))),
        Event::Start(Tag::HtmlBlock) => (Some(Event::Start(Tag::Paragraph)), None),
        Event::End(TagEnd::HtmlBlock) => (Some(Event::End(TagEnd::Paragraph)), None),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => (None, None),
        other => (Some(other), None),
    };
    first.into_iter().chain(second)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_write_looks_as_meant() {
        assert_eq!(render("Call **me**\nback"), "<p>Call <strong>me</strong><br>\nback</p>\n");
        assert_eq!(render("# Done"), "<p><strong>Done</strong></p>\n");
        assert!(render("1. a\n2. b").contains("<ol>\n<li>a</li>"));
        assert!(render("`<b>`").contains("<code>&lt;b&gt;</code>"));
        let link = render("[wiki](https://wiki.example/a?b=c&d=e)");
        assert_eq!(
            link,
            "<p><a href=\"https://wiki.example/a?b=c&amp;d=e\" rel=\"noopener noreferrer nofollow\">wiki</a></p>\n"
        );
    }

    #[test]
    fn html_is_text() {
        let html = render("<script>alert(1)</script> and <b onclick=\"x()\">bold</b>");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
        assert!(html.contains("&lt;b onclick=\"x()\"&gt;bold&lt;/b&gt;"), "{html}");
        let block = render("<div>\nhello\n</div>");
        assert!(block.contains("&lt;div&gt;") && block.contains("hello"), "{block}");
    }

    #[test]
    fn a_link_leads_to_the_web_a_mail_or_a_phone_only() {
        for target in
            ["javascript:alert(1)", "data:text/html,x", "/logout", "//evil.test", "vbscript:x", "JaVaScRiPt:x"]
        {
            assert!(!render(&format!("[a]({target})")).contains("href"), "{target}");
        }
        assert!(render("[a](mailto:a@b.test)").contains("href=\"mailto:a@b.test\""));
    }

    #[test]
    fn nothing_stands_thousands_deep() {
        for mark in [">", "- ", "**_"] {
            let html = render(&format!("{}end", mark.repeat(1_600)));
            assert!(html.contains("end"), "{mark}");
            assert!(html.matches("<blockquote").count() <= DEEPEST && html.matches("<ul").count() <= DEEPEST, "{mark}");
        }
    }

    #[test]
    fn a_mention_stands_out_and_leads_nowhere() {
        assert_eq!(render("Ask @[Magda Klein](person:12)!"), "<p>Ask <strong>@Magda Klein</strong>!</p>\n");
        assert!(!render("@[<img src=x>](person:12)").contains("<img"));
    }

    #[test]
    fn a_picture_is_its_words() {
        assert_eq!(render("![the desk](https://evil.test/pixel.png)"), "<p>the desk</p>\n");
    }

    proptest! {
        /// Whatever is written: no element but those named.
        #[test]
        fn nothing_else_gets_through(text in "[<>a-z/=\"' !\\[\\]()#*`_:&;|~-]{0,200}") {
            let html = render(&text);
            for part in html.split('<').skip(1) {
                let name: String = part.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                prop_assert!(TAGS.contains(&name.as_str()), "{name} in {html}");
            }
        }
    }
}
