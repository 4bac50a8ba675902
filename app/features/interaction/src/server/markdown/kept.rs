//! What was rendered lately: a record that several people look at is read again at each change, and its comments never
//! change.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hashlink::LruCache;

/// How many bytes of texts and their HTML are kept.
const KEPT: usize = 8 << 20;

static LATELY: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// What `render` makes of a text, or made of it lately.
pub fn rendered(text: &str, render: impl FnOnce(&str) -> String) -> Arc<str> {
    // A panic elsewhere leaves nothing half done here.
    let lately = || LATELY.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(html) = lately().get(text) {
        return html;
    }
    let html: Arc<str> = render(text).into();
    lately().put(text, &html, KEPT);
    html
}

#[derive(Debug)]
struct Kept {
    texts: LruCache<Box<str>, Arc<str>>,
    bytes: usize,
}

impl Default for Kept {
    fn default() -> Self {
        Self { texts: LruCache::new_unbounded(), bytes: 0 }
    }
}

impl Kept {
    fn get(&mut self, text: &str) -> Option<Arc<str>> {
        self.texts.get(text).cloned()
    }

    /// Keeps it, and forgets what was not asked for the longest where there is more than `most` bytes.
    fn put(&mut self, text: &str, html: &Arc<str>, most: usize) {
        self.bytes += text.len() + html.len();
        if let Some(before) = self.texts.insert(text.into(), html.clone()) {
            self.bytes -= text.len() + before.len();
        }
        while self.bytes > most
            && let Some((text, html)) = self.texts.remove_lru()
        {
            self.bytes -= text.len() + html.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_the_longest_goes_first() {
        let mut kept = Kept::default();
        for text in ["one", "two", "six"] {
            kept.put(text, &"<p>".into(), 18);
            kept.get("one");
        }
        let there = |kept: &mut Kept| ["one", "two", "six"].map(|text| kept.get(text).is_some());
        assert_eq!(there(&mut kept), [true, true, true]);
        kept.put("ten", &"<p>".into(), 18);
        assert_eq!(there(&mut kept), [false, true, true], "it was the first of the three that were asked for");
        kept.put("six", &"<b>".into(), 18);
        assert_eq!(kept.bytes, 18, "the same text counts once");
        kept.put("long", &"<p>".repeat(10).into(), 18);
        assert_eq!((kept.bytes, kept.texts.len()), (0, 0));
    }

    #[test]
    fn a_text_is_rendered_once() {
        let mut times = 0;
        for _ in 0..3 {
            let html = rendered("said once", |text| {
                times += 1;
                format!("<p>{text}</p>")
            });
            assert_eq!(&*html, "<p>said once</p>");
        }
        assert_eq!(times, 1);
    }
}
