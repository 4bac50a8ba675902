//! Attachments: the files of an interaction, how large and how many they may be, what they are called and what they are.
//!
//! Nothing that a browser says of a file is believed: its kind is read from its first bytes, its name is only ever shown.
//! To add a kind that is known: a variant of [`FileKind`] with its first bytes, its key in a migration of the check.

use kernel::{AttachmentId, AuditValue, Changes, Fields, InteractionNumber};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Side;

/// Bytes an attachment may have: 5 MiB.
pub const ATTACHMENT_LIMIT: u64 = 5 * 1024 * 1024;

/// How many may be added in one go.
pub const ATTACHMENTS_AT_ONCE: usize = 20;

/// How many an interaction may have; its page shows all of them.
pub const ATTACHMENTS_IN_ALL: usize = 200;

/// Characters a file's name may have.
const NAME_LIMIT: usize = 255;

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Png,
    Jpeg,
    Gif,
    Webp,
    Pdf,
    /// A ZIP archive, and whatever is one inside: office documents among them.
    Zip,
    Other,
}

impl FileKind {
    pub const ALL: [Self; 7] = [Self::Png, Self::Jpeg, Self::Gif, Self::Webp, Self::Pdf, Self::Zip, Self::Other];

    /// The kind of a file that begins with these bytes, of which 16 are enough.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            _ => Self::Other,
        }
    }

    /// The kind as the database keeps it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Other => "other",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As what it is sent to a browser.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Zip => "application/zip",
            Self::Other => "application/octet-stream",
        }
    }

    pub fn is_image(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }

    /// Whether a browser may show it in place; everything else is only ever downloaded.
    pub fn is_viewed(self) -> bool {
        self.is_image() || self == Self::Pdf
    }
}

/// A file's name as people read it: as it was typed, without what is no part of a name or makes it read as another one.
///
/// Control characters, slashes and marks that turn the direction of writing are dropped; a longer name than 255
/// characters loses some of its middle, so that its ending stays.
pub fn clean_name(typed: &str) -> String {
    let kept: String = typed.chars().filter(|c| !is_dropped(*c)).collect();
    let name = kept.trim();
    let length = name.chars().count();
    let name = if length > NAME_LIMIT { shorten(name, length) } else { name.to_owned() };
    if name.is_empty() || name == "." || name == ".." { "file".to_owned() } else { name }
}

fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c, '/' | '\\')
        // Directional marks, embeddings, overrides and isolates; line and paragraph ends; unseen fillers.
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200B}' | '\u{FEFF}')
}

/// The name with its ending, if that is short, and as much of its beginning as there is room for.
fn shorten(name: &str, length: usize) -> String {
    let ending = name.rfind('.').map(|dot| &name[dot..]).filter(|ending| ending.chars().count() <= 16).unwrap_or("");
    let ending_length = ending.chars().count();
    let beginning: String = name.chars().take((NAME_LIMIT - ending_length).min(length - ending_length)).collect();
    format!("{}{ending}", beginning.trim_end())
}

/// A number of bytes as people read it.
pub fn size_text(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1024 => return format!("{bytes} {}", if bytes == 1 { "byte" } else { "bytes" }),
        1024..1_048_576 => (1024, "KiB"),
        _ => (1_048_576, "MiB"),
    };
    let tenths = bytes * 10 / unit;
    if tenths.is_multiple_of(10) {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    }
}

/// Why a file is not taken.
pub fn too_large(name: &str) -> String {
    format!("“{name}” is too large: a file may have 5 MiB (5,242,880 bytes) at most.")
}

/// Why none of several files is taken; names those that are too many.
pub fn too_many<S: AsRef<str>>(names: &[S]) -> String {
    let over: Vec<String> = names.iter().skip(ATTACHMENTS_AT_ONCE).map(|name| format!("“{}”", name.as_ref())).collect();
    format!(
        "{} files are too many: {ATTACHMENTS_AT_ONCE} at most in one go. None was added. Too many are {}.",
        names.len(),
        over.join(", ")
    )
}

/// The names of the fields of the region's forms.
#[derive(Debug)]
pub struct AttachmentForm;

impl AttachmentForm {
    /// The files; in a form that is shown again, empty.
    pub const FILES: &'static str = "attachments";
    pub const INTERNAL: &'static str = "internal";
    /// The id of the attachment that is to be removed.
    pub const REMOVE: &'static str = "remove_attachment";
    /// `true` where the person was asked whether they mean it.
    pub const SURE: &'static str = "remove_attachment_sure";

    /// Whether a form that was posted to the page of an interaction is one of these.
    pub fn is_sent_by(fields: &Fields) -> bool {
        fields.0.iter().any(|(name, _)| name == Self::FILES || name == Self::REMOVE)
    }

    /// What is to be removed, where a form asks for that.
    pub fn removes(fields: &Fields) -> Option<Result<AttachmentId, std::num::ParseIntError>> {
        let id = fields.get(Self::REMOVE);
        (!id.is_empty()).then(|| id.parse())
    }
}

/// An attachment as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    pub internal: bool,
    pub who: String,
    /// Whether it was added in the name of the desk.
    pub by_desk: bool,
    pub at: OffsetDateTime,
    /// Whether the reader may remove it.
    pub may_remove: bool,
}

impl Attachment {
    /// Where its content is: shown in place where that is safe, else downloaded.
    pub fn href(&self, number: InteractionNumber) -> String {
        format!("{}/{}", attachments_path(number), self.id)
    }
}

/// Where files are sent to, and below which they are.
pub fn attachments_path(number: InteractionNumber) -> String {
    format!("/interactions/{number}/attachments")
}

/// What the event of adding files says.
pub fn attached<'a>(internal: bool, files: impl IntoIterator<Item = (AttachmentId, &'a str)>) -> Changes {
    let mut changes = Changes::default();
    for (id, name) in files {
        changes.note(audited(internal), None, Some(AuditValue::named(id.0, name)));
    }
    changes
}

/// What the event of removing a file says.
pub fn removed(internal: bool, id: AttachmentId, name: &str) -> Changes {
    let mut changes = Changes::default();
    changes.note(audited(internal), Some(AuditValue::named(id.0, name)), None);
    changes
}

fn audited(internal: bool) -> &'static str {
    if internal { "Internal attachment" } else { "Attachment" }
}

/// Whether a file is the desk's alone: who asked has no inside.
pub fn is_internal(side: Side, marked: bool) -> bool {
    side == Side::Desk && marked
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (head, kind) in [
            (b"\x89PNG\r\n\x1a\n".as_slice(), FileKind::Png),
            (b"\xff\xd8\xff\xe0", FileKind::Jpeg),
            (b"GIF89a", FileKind::Gif),
            (b"RIFF\0\0\0\0WEBP", FileKind::Webp),
            (b"RIFF\0\0\0\0WAVE", FileKind::Other),
            (b"%PDF-1.7", FileKind::Pdf),
            (b" %PDF-1.7", FileKind::Other),
            (b"PK\x03\x04", FileKind::Zip),
            (b"<svg xmlns=", FileKind::Other),
            (b"<!doctype html>", FileKind::Other),
            (b"", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(head), kind, "{head:?}");
        }
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_key(kind.key()), Some(kind));
            assert!(!kind.media_type().contains("svg") && !kind.media_type().contains("html"));
        }
    }

    #[test]
    fn names_stay_as_they_were_typed_but_for_what_deceives() {
        for (typed, name) in [
            ("Bericht (größer) 2.pdf", "Bericht (größer) 2.pdf"),
            ("报告.docx", "报告.docx"),
            ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
            ("a\"quoted\".txt", "a\"quoted\".txt"),
            ("../../etc/passwd", "....etcpasswd"),
            ("C:\\temp\\x.txt", "C:tempx.txt"),
            ("invoice\u{202E}gpj.exe", "invoicegpj.exe"),
            ("a\r\nb\0c\u{7f}", "abc"),
            ("  spaced  ", "spaced"),
            ("", "file"),
            ("..", "file"),
            ("/", "file"),
            ("👨‍👩‍👧‍👦.png", "👨‍👩‍👧‍👦.png"),
        ] {
            assert_eq!(clean_name(typed), name, "{typed:?}");
        }
        let long = clean_name(&format!("{}.pdf", "ä".repeat(400)));
        assert!(long.chars().count() == 255 && long.ends_with("ä.pdf"), "{long}");
    }

    #[test]
    fn sizes_are_read_by_people() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1023 bytes"),
            (1024, "1 KiB"),
            (1536, "1.5 KiB"),
            (ATTACHMENT_LIMIT, "5 MiB"),
            (ATTACHMENT_LIMIT - 1, "4.9 MiB"),
        ] {
            assert_eq!(size_text(bytes), text);
        }
    }

    #[test]
    fn those_over_are_named() {
        let names: Vec<String> = (1..=22).map(|n| format!("{n}.txt")).collect();
        let why = too_many(&names);
        assert!(why.contains("22 files") && why.contains("“21.txt”, “22.txt”") && !why.contains("“20.txt”"), "{why}");
    }

    proptest! {
        #[test]
        fn a_clean_name_is_short_safe_and_clean_already(typed in "(\\PC|\\p{C}|[./\\\\]){0,300}") {
            let name = clean_name(&typed);
            prop_assert!(!name.is_empty() && name.chars().count() <= NAME_LIMIT);
            prop_assert!(!name.chars().any(is_dropped), "{:?}", name);
            prop_assert!(name != "." && name != "..");
            prop_assert_eq!(clean_name(&name), name);
        }

        #[test]
        fn any_bytes_are_of_some_kind(head in proptest::collection::vec(any::<u8>(), 0..32)) {
            let kind = FileKind::of(&head);
            prop_assert_eq!(FileKind::of(&head[..head.len().min(16)]), kind);
        }
    }
}
